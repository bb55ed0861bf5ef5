//! Programs that come as Debian packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;

/// Installs the packages of those programs that PATH does not have.
pub fn programs(names: &[&str]) -> Result<(), String> {
    let missing: Vec<&str> = names
        .iter()
        .filter(|name| command::find(name).is_none())
        .filter_map(|name| PACKAGES.iter().find(|(program, _)| program == name))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let wanted = missing.join(" ");
    if command::find("apt-get").is_none() {
        return Err(format!(
            "this machine lacks {} and has no apt-get; install what Debian calls: {wanted}",
            names.join(", ")
        ));
    }
    println!("setup: Debian packages {wanted}");
    command::run_captured(apt_get(&wanted)?.arg("update"))?;
    command::run_captured(
        apt_get(&wanted)?
            .args(["install", "-y", "--no-install-recommends"])
            .args(&missing),
    )
}

pub fn path(program: &str) -> Result<PathBuf, String> {
    command::find(program)
        .ok_or_else(|| format!("{program} is not on PATH, though its package is installed"))
}

fn apt_get(wanted: &str) -> Result<Command, String> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else if command::find("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args([
            "--non-interactive",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
        ]);
        sudo
    } else {
        return Err(format!(
            "Debian packages are missing and can be installed neither as this user nor by sudo; \
             let somebody run: apt-get install {wanted}"
        ));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// Without a call into libc: our own entry in /proc is ours.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self")
        .metadata()
        .is_ok_and(|metadata| metadata.uid() == 0)
}

/// Which package brings which program.
const PACKAGES: [(&str, &str); 6] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("firefox-esr", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
    ("nginx", "nginx-light"),
];
