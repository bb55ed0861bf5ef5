//! From the package's face, the glue and the encoded modules to what ships.

use std::path::Path;
use std::process::Command;

use super::write;
use crate::Done;
use crate::checkout::Checkout;
use crate::command;

/// Joins the package's face, the glue and the encoded module into one
/// self-contained module, and what loads on demand into others. Private names
/// are the same in all of them.
pub fn for_pages(checkout: &Checkout, modules: &Path, glue: &Path, folder: &Path) -> Done {
    let names = folder.join("names.json");
    write(&names, "{}")?;
    for entry in ENTRIES {
        let others = ENTRIES.iter().filter(|other| **other != entry);
        command::quiet(
            esbuild(checkout, modules, glue, entry)
                .args([entry, "--minify"])
                .args(others.map(|other| format!("--external:./{other}")))
                .arg(format!("--mangle-props=^({PRIVATE})$"))
                .arg(format!("--mangle-cache={}", names.display())),
        )?;
    }
    Ok(())
}

/// The entries for servers, and the one that says so in a page. Their names stay
/// as they are: what they export is public, and nobody downloads them.
pub fn for_servers(checkout: &Checkout, modules: &Path, glue: &Path) -> Done {
    for (entry, face, compiled) in SERVERS {
        let compiled = checkout.package().join("backend").join(compiled);
        command::quiet(
            esbuild(checkout, modules, glue, entry)
                .args([face, "--minify-whitespace", "--minify-syntax"])
                .args(["--external:./backend.wasm", "--external:node:*"])
                .arg(format!("--alias:#compiled={}", compiled.display())),
        )?;
    }
    Ok(())
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

/// Members that only our own files know, so that their names may be short. None
/// of them is a name of the browser's.
const PRIVATE: &str = "take|visitorToken|rejoined|beside|refused|storageOf|dispatch|settings|departure|authorization|renewed|unlock|told|original|flags|sent|came|\
    succeeded|exchange|challenge|discard|hold|repeats|own|park|judge|plain|lent|ask|tell|drive|failed|shared|once|\
    kind|input|init|module|page|post|api|response|start|step|end|forget|renewal|for|unlock|lines|handle|number|all|load|lock|pause|token|\
    renewals|stored|marks|mark|isMarked|saveLater|saving|look|wait|owner|deliver";

/// What the package consists of. Whatever is not the first loads on demand or
/// on its own.
const ENTRIES: [&str; 5] = [
    "index.js",
    "members.js",
    "with-members.js",
    "wix-session-cookie.js",
    "wix-sdk.js",
];

/// Each with its face, and where it gets its compiled module from.
const SERVERS: [(&str, &str, &str); 3] = [
    ("backend.js", "backend.js", "compiled.js"),
    ("backend-workerd.js", "backend.js", "compiled-workerd.js"),
    ("backend-page.js", "backend-page.js", "compiled.js"),
];
