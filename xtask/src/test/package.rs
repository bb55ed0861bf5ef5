//! The packed tarball: what is in it, what publint and attw say of it, and every way in which people use it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::stand_in::StandIn;
use crate::test::consumer::{Consumer, Tarballs};
use crate::{build, command, dev_package, setup};

/// The quick consumers; with --all every one; or the one named.
pub fn run(checkout: &Checkout, which: Option<&str>) -> Result<(), String> {
    build::build(checkout)?;
    let mut consumers = Consumer::all(checkout)?;
    consumers.retain(|consumer| match which {
        None => consumer.quick,
        Some("--all") => true,
        Some(name) => consumer.name == name,
    });
    if consumers.is_empty() {
        return Err(format!("nobody uses it with {}", which.unwrap_or_default()));
    }
    let folder = Scratch::new("pack")?;
    let library = pack(checkout, &checkout.package(), "files.txt", folder.path())?;
    lint(checkout, &library)?;
    let dev = if consumers.iter().any(Consumer::has_dev) {
        dev_package::build(checkout)?;
        let dev = dev_package::folder(checkout);
        let dev = pack(checkout, &dev, "dev-files.txt", folder.path())?;
        lint(checkout, &dev)?;
        Some(dev)
    } else {
        None
    };
    let tarballs = Tarballs { library, dev };
    let stand_in = StandIn::start(checkout)?;
    for consumer in &consumers {
        let start = Instant::now();
        consumer
            .use_it(checkout, &tarballs, &stand_in)
            .map_err(|why| format!("{}: {why}", consumer.name))?;
        println!("{}: ok, {} s", consumer.name, start.elapsed().as_secs());
    }
    Ok(())
}

/// Packs, and compares what was packed with the list that is committed.
pub fn pack(
    checkout: &Checkout,
    package: &Path,
    list: &str,
    folder: &Path,
) -> Result<PathBuf, String> {
    let printed = command::output(
        Command::new("npm")
            .args(["pack", "--json", "--pack-destination"])
            .arg(folder)
            .current_dir(package),
    )?;
    let printed_json: Value = serde_json::from_str(&printed)
        .map_err(|why| format!("what npm pack printed is not JSON ({why}): {printed}"))?;
    let packed = &printed_json[0];
    let mut files: Vec<&str> = packed["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|file| file["path"].as_str())
        .collect();
    files.sort_unstable();
    let list = checkout.root.join("tests/package").join(list);
    let expected = fs::read_to_string(&list).map_err(|why| format!("{}: {why}", list.display()))?;
    if files != expected.lines().collect::<Vec<_>>() {
        return Err(format!(
            "the tarball's files are not those of {}, but:\n{}",
            list.display(),
            files.join("\n")
        ));
    }
    let name = packed["filename"]
        .as_str()
        .ok_or("npm pack names no file")?;
    Ok(folder.join(name))
}

/// publint and attw find what breaks somewhere else.
fn lint(checkout: &Checkout, tarball: &Path) -> Result<(), String> {
    let programs = setup::npm(checkout)?.join(".bin");
    command::run_captured(
        Command::new(programs.join("publint"))
            .args(["run", "--strict"])
            .arg(tarball),
    )?;
    command::run_captured(Command::new(programs.join("attw")).arg(tarball).args([
        "--profile",
        "esm-only",
        "--no-color",
        "--no-emoji",
    ]))?;
    println!("publint, attw: ok");
    Ok(())
}
