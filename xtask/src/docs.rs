//! The documentation site, built from www/docs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::checkout::Checkout;
use crate::listener::{Listener, Site};
use crate::{build, command, dev_package, setup};

/// Builds the site and serves it until this process ends.
pub fn docs(checkout: &Checkout) -> Result<(), String> {
    let listener = serve(&build(checkout)?)?;
    println!(
        "The documentation is at {}/  (Ctrl-C stops it)",
        listener.origin
    );
    loop {
        thread::sleep(Duration::MAX);
    }
}

/// Where the site's project is.
pub fn folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("www/docs")
}

/// Builds the site, and the packages that its playground runs; the folder that it is in.
pub fn build(checkout: &Checkout) -> Result<PathBuf, String> {
    build::build(checkout)?;
    dev_package::build(checkout)?;
    let folder = folder(checkout);
    setup::npm_in(&folder, "astro, starlight, typedoc and others")?;
    println!("docs: building the site");
    command::run_captured(
        Command::new(setup::node_of_today(checkout)?)
            .arg("build.mjs")
            .current_dir(&folder)
            .env("ASTRO_TELEMETRY_DISABLED", "1"),
    )?;
    let site = folder.join("dist");
    Ok(site)
}

/// The site on a free port, as long as this process lives.
pub fn serve(site: &Path) -> Result<Listener, String> {
    Listener::start(Site {
        folders: vec![("", site.to_path_buf())],
        ..Site::default()
    })
}
