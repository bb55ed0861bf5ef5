//! The documentation site: its links, its pages in a browser, its playground, its listings, and its
//! tutorials, followed to the letter. These install packages, and most pages are generated ones:
//! both take minutes, so they are tested only if asked for.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::test::package;
use crate::{command, dev_package, docs, setup};
use harness::Engine;

/// All files of tests but [`SLOW`], all files, or the one that is named.
pub fn run(checkout: &Checkout, only: Option<&str>) -> Result<(), String> {
    setup::driver(Engine::Chrome, checkout)?;
    let site = docs::serve(&docs::build(checkout)?)?;
    let folder = docs::folder(checkout);
    let files = match only {
        None | Some("--all") => files(&folder.join("test"), only.is_some())?,
        Some(name) => vec![format!("test/{name}.test.mjs")],
    };
    let mut tests = Command::new(setup::node_of_today(checkout)?);
    tests
        .arg("--test")
        .args(&files)
        .current_dir(folder)
        .env("SITE", &site.origin)
        .env("CHROMIUM", "/usr/bin/chromium");
    if only == Some("--all") {
        tests.env("ALL", "1");
    }
    let packed = Scratch::new("docs")?;
    if files.iter().any(|file| file == SLOW) {
        let library = package::pack(checkout, &checkout.package(), "files.txt", packed.path())?;
        let dev = dev_package::folder(checkout);
        let dev = package::pack(checkout, &dev, "dev-files.txt", packed.path())?;
        tests.env("LIBRARY", library).env("DEV", dev);
    }
    command::run(&mut tests)
}

/// The files of tests in a folder.
fn files(folder: &Path, all: bool) -> Result<Vec<String>, String> {
    let failed = |why| format!("{}: {why}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let file = format!("test/{}", name.to_string_lossy());
        if file.ends_with(".test.mjs") && (all || file != SLOW) {
            files.push(file);
        }
    }
    Ok(files)
}

const SLOW: &str = "test/tutorials.test.mjs";
