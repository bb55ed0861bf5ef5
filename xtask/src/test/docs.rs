//! The documentation site: its links, its pages in a browser, and its tutorials, followed to the letter.

use std::process::Command;

use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::test::package;
use crate::{build, command, dev_package, docs, setup};
use harness::Engine;

pub fn run(checkout: &Checkout, only: Option<&str>) -> Result<(), String> {
    setup::driver(Engine::Chrome, checkout)?;
    build::build(checkout)?;
    dev_package::build(checkout)?;
    let packed = Scratch::new("docs")?;
    let library = package::pack(checkout, &checkout.package(), "files.txt", packed.path())?;
    let dev = dev_package::folder(checkout);
    let dev = package::pack(checkout, &dev, "dev-files.txt", packed.path())?;
    let site = docs::serve(&docs::build(checkout)?)?;
    let name = only.unwrap_or("*");
    command::run(
        Command::new(setup::node_of_today(checkout)?)
            .args(["--test", &format!("test/{name}.test.mjs")])
            .current_dir(docs::folder(checkout))
            .env("SITE", &site.origin)
            .env("LIBRARY", library)
            .env("DEV", dev)
            .env("CHROMIUM", "/usr/bin/chromium"),
    )
}
