//! From the package's face, the glue and the encoded modules to what ships.

use std::path::Path;
use std::process::Command;

use crate::checkout::Checkout;
use crate::command;

/// Joins the package's face, the glue and the encoded module into one
/// self-contained module, and what loads on demand into others.
pub fn for_pages(checkout: &Checkout, modules: &Path, glue: &Path) -> Result<(), String> {
    for entry in ENTRIES {
        let others = ENTRIES.iter().filter(|other| **other != entry);
        command::run_captured(
            esbuild(checkout, modules, glue, entry)
                .args([entry, "--minify"])
                .arg(PEER)
                .args(others.map(|other| format!("--external:./{other}"))),
        )?;
    }
    Ok(())
}

/// Prints the bytes of the first entry by file.
pub fn analyse(checkout: &Checkout, modules: &Path, glue: &Path) -> Result<(), String> {
    let others = ENTRIES.iter().skip(1);
    command::run(
        esbuild(checkout, modules, glue, ENTRIES[0])
            .args([ENTRIES[0], "--minify", "--analyze"])
            .args(others.map(|other| format!("--external:./{other}"))),
    )
}

/// The entries for servers, and the one that says so in a page. Their names stay
/// as they are: what they export is public, and nobody downloads them.
pub fn for_servers(checkout: &Checkout, modules: &Path, glue: &Path) -> Result<(), String> {
    webhook(checkout, modules, glue)?;
    for (entry, face, compiled) in SERVERS {
        let compiled = checkout.package().join("backend").join(compiled);
        command::run_captured(
            esbuild(checkout, modules, glue, entry)
                .args([face, "--minify-whitespace", "--minify-syntax"])
                .args(["--external:./backend.wasm", "--external:node:*"])
                .arg(format!("--external:./{WEBHOOK}"))
                .arg(format!("--alias:#compiled={}", compiled.display())),
        )?;
    }
    Ok(())
}

/// What verifies webhooks, with the JOSE library in it and the licence of that.
fn webhook(checkout: &Checkout, modules: &Path, glue: &Path) -> Result<(), String> {
    let licence = modules.join("jose/LICENSE.md");
    let licence =
        std::fs::read_to_string(&licence).map_err(|why| format!("{}: {why}", licence.display()))?;
    command::run_captured(
        esbuild(checkout, modules, glue, WEBHOOK)
            .env("NODE_PATH", modules)
            .args(["backend/webhook.js", "--minify-whitespace"])
            .arg("--minify-syntax")
            .arg(format!("--banner:js=/* jose, panva/jose\n{licence}*/")),
    )
}

/// Makes what wasm-bindgen wrote a function that returns its exports: each instance
/// of the module has its own.
pub fn factory(modules: &Path, folder: &Path, out: &Path) -> Result<(), String> {
    command::run_captured(
        Command::new(modules.join(".bin/esbuild"))
            .current_dir(folder)
            .args(["entry.js", "--bundle", "--format=iife", "--target=es2022"])
            .arg("--log-level=warning")
            .args([
                "--banner:js=export default () => {\nlet made",
                "--footer:js=return made\n}",
            ])
            .arg(format!("--outfile={}", out.display())),
    )
}

/// What all of them have in common, into this file of `dist`.
fn esbuild(checkout: &Checkout, modules: &Path, glue: &Path, entry: &str) -> Command {
    let browser = checkout.root.join("src/browser");
    let out = checkout.dist().join(entry);
    let mut esbuild = Command::new(modules.join(".bin/esbuild"));
    esbuild
        .current_dir(checkout.package())
        .args(["--bundle", "--format=esm", "--target=es2022"])
        .arg("--legal-comments=none")
        .arg(format!("--alias:#glue={}", glue.display()))
        .arg(format!("--alias:#browser={}", browser.display()))
        .arg(format!("--outfile={}", out.display()));
    esbuild
}

/// What the package consists of. Whatever is not the first loads on demand or
/// on its own.
const ENTRIES: [&str; 7] = [
    "index.js",
    "members.js",
    "with-members.js",
    "wix-session-cookie.js",
    "wix-sdk.js",
    "wix.js",
    "wix-host.js",
];

/// What a project installs itself.
const PEER: &str = "--external:@wix/*";

/// Loads on a server with the first webhook that arrives.
const WEBHOOK: &str = "webhook.js";

/// Each with its face, and where it gets its compiled module from.
const SERVERS: [(&str, &str, &str); 3] = [
    ("backend.js", "backend.js", "compiled.js"),
    ("backend-workerd.js", "backend.js", "compiled-workerd.js"),
    ("backend-page.js", "backend-page.js", "compiled.js"),
];
