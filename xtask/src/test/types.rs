//! The type declarations, as TypeScript users of several settings and versions see them.

use std::process::Command;

use crate::checkout::Checkout;
use crate::scratch::{self, Scratch};
use crate::{command, setup};

pub fn run(checkout: &Checkout) -> Result<(), String> {
    let modules = setup::npm(checkout)?;
    let folder = Scratch::new("types")?;
    scratch::copy(&checkout.root.join("tests/types"), folder.path())?;
    checkout.link_package(folder.path())?;
    for compiler in COMPILERS {
        for settings in SETTINGS {
            let words = || settings.iter().flat_map(|setting| setting.split(' '));
            command::quiet(
                Command::new("node")
                    .current_dir(folder.path())
                    .arg(modules.join(compiler))
                    .args(["--project", "tsconfig.json"])
                    .args(words()),
            )?;
        }
        println!("{compiler}: {} settings", SETTINGS.len());
    }
    Ok(())
}

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
