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
    let browser = checkout.root.join("src/browser");
    for entry in ENTRIES {
        let others = ENTRIES.iter().filter(|other| **other != entry);
        command::quiet(
            Command::new(modules.join(".bin/esbuild"))
                .current_dir(checkout.package())
                .args([entry, "--bundle", "--minify", "--format=esm"])
                .args(["--target=es2022", "--legal-comments=none"])
                .args(others.map(|other| format!("--external:./{other}")))
                .arg(format!("--mangle-props=^({PRIVATE})$"))
                .arg(format!("--mangle-cache={}", names.display()))
                .arg(format!("--alias:#glue={}", glue.display()))
                .arg(format!("--alias:#browser={}", browser.display()))
                .arg(format!(
                    "--outfile={}",
                    checkout.dist().join(entry).display()
                )),
        )?;
    }
    Ok(())
}

/// The entries for servers, and the one that says so in a page. Their names stay
/// as they are: what they export is public, and nobody downloads them.
pub fn for_servers(checkout: &Checkout, modules: &Path, glue: &Path) -> Done {
    let browser = checkout.root.join("src/browser");
    for (entry, face, compiled) in SERVERS {
        let compiled = checkout.package().join("backend").join(compiled);
        command::quiet(
            Command::new(modules.join(".bin/esbuild"))
                .current_dir(checkout.package())
                .args([face, "--bundle", "--format=esm"])
                .args(["--target=es2022", "--legal-comments=none"])
                .args(["--minify-whitespace", "--minify-syntax"])
                .args(["--external:./backend.wasm", "--external:node:*"])
                .arg(format!("--alias:#compiled={}", compiled.display()))
                .arg(format!("--alias:#glue={}", glue.display()))
                .arg(format!("--alias:#browser={}", browser.display()))
                .arg(format!(
                    "--outfile={}",
                    checkout.dist().join(entry).display()
                )),
        )?;
    }
    Ok(())
}

/// Members that only our own files know, so that their names may be short. None
/// of them is a name of the browser's.
const PRIVATE: &str = "take|visitorToken|rejoined|beside|refused|storageOf|dispatch|settings|departure|authorization|renewed|unlock|told|original|flags|sent|came|\
    succeeded|exchange|challenge|discard|hold|repeats|own|park|ask|tell|drive|failed|shared|once|\
    kind|input|init|module|page|post|api|response|start|step|end|forget|renewal|for|unlock|lines|handle|number|all|load|lock|pause|token";

/// What the package consists of. Whatever is not the first loads on demand or
/// on its own.
const ENTRIES: [&str; 4] = [
    "index.js",
    "members.js",
    "wix-session-cookie.js",
    "wix-sdk.js",
];

/// Each with its face, and where it gets its compiled module from.
const SERVERS: [(&str, &str, &str); 3] = [
    ("backend.js", "backend.js", "compiled.js"),
    ("backend-workerd.js", "backend.js", "compiled-workerd.js"),
    ("backend-page.js", "backend-page.js", "compiled.js"),
];
