//! The type declarations, as TypeScript users of several settings and versions see them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout::Checkout;
use crate::scratch::{self, Scratch};
use crate::{build, command, setup};

pub fn run(checkout: &Checkout) -> Result<(), String> {
    let modules = setup::npm(checkout)?;
    let folder = Scratch::new("types")?;
    scratch::copy(&checkout.root.join("tests/types"), folder.path())?;
    checkout.link_package(folder.path())?;
    for compiler in COMPILERS {
        for settings in SETTINGS {
            let words = || settings.iter().flat_map(|setting| setting.split(' '));
            command::run_captured(
                Command::new("node")
                    .current_dir(folder.path())
                    .arg(modules.join(compiler))
                    .args(["--project", "tsconfig.json"])
                    .args(words()),
            )?;
        }
        println!("{compiler}: {} settings", SETTINGS.len());
    }
    javascript(checkout, &modules)?;
    documents(checkout, &modules)
}

/// The code blocks of documents.
fn documents(checkout: &Checkout, modules: &Path) -> Result<(), String> {
    let folder = Scratch::new("documents")?;
    let printed = command::output(
        Command::new("node")
            .arg(checkout.root.join("tests/docs/blocks.mjs"))
            .arg(folder.path())
            .args(COMPILERS.map(|compiler| modules.join(compiler))),
    )?;
    print!("{printed}");
    Ok(())
}

/// Our own JavaScript: its JSDoc, and its calls of what wasm-bindgen declares.
fn javascript(checkout: &Checkout, modules: &Path) -> Result<(), String> {
    build::build(checkout)?;
    let folder = Scratch::new("javascript")?;
    let package = checkout.package();
    let glue = checkout.target.join("package/glue");
    let files: Vec<PathBuf> = SCRIPTS.iter().map(|script| package.join(script)).collect();
    let settings = serde_json::json!({
        "compilerOptions": {
            "allowJs": true,
            "checkJs": true,
            "noEmit": true,
            "skipLibCheck": true,
            "target": "esnext",
            "module": "esnext",
            "moduleResolution": "bundler",
            "lib": ["esnext", "dom", "dom.iterable"],
            "types": [],
            "paths": {
                "#glue/*": [glue.join("*")],
                "#wasm/*": [glue.join("inline/*")],
                "#options": [package.join("options.js")],
                "#compile": [package.join("compile.js")],
                "#compiled": [package.join("backend/compiled.js")],
                "jose": [modules.join("jose/dist/types/index.d.ts")],
            },
        },
        "files": files,
    });
    let project = folder.path().join("tsconfig.json");
    fs::write(&project, settings.to_string()).map_err(|why| why.to_string())?;
    command::run_captured(
        Command::new("node")
            .arg(modules.join(COMPILERS[1]))
            .arg("--project")
            .arg(&project),
    )?;
    println!("our own JavaScript: {} entries", SCRIPTS.len());
    Ok(())
}

/// The entries of the package; what they import is checked as well.
const SCRIPTS: &[&str] = &[
    "index.js",
    "members.js",
    "with-members.js",
    "compile-url.js",
    "wix-sdk.js",
    "wix.js",
    "wix-host.js",
    "wix-backend.js",
    "svelte.js",
    "devtools.js",
    "backend.js",
    "backend/webhook.js",
    "server.js",
    "astro.js",
    "sveltekit.js",
];

/// The compiler of today, and the last one written in JavaScript, which most projects still have.
const COMPILERS: [&str; 2] = ["typescript/bin/tsc", "typescript-5/bin/tsc"];

/// What differs between projects: how modules are found, and how old a library of types they take.
const SETTINGS: [&[&str]; 5] = [
    &["--module esnext --moduleResolution bundler"],
    &["--module nodenext --moduleResolution nodenext"],
    &["--module node16 --moduleResolution node16"],
    &["--module esnext --moduleResolution bundler --target es2020 --lib es2020,dom"],
    &["--module esnext --moduleResolution bundler --lib esnext,webworker"],
];
