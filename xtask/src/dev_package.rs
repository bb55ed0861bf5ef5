//! The npm package `fetch-with-auth-dev`: the stand-in, compiled for Node, ready for `npm pack`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::checkout::Checkout;
use crate::{build, command, setup};

/// The folder of the package.
pub fn folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("www/dev")
}

pub fn build(checkout: &Checkout) -> Result<(), String> {
    setup::wasm_target(checkout)?;
    let programs = setup::wasm_bindgen(checkout)?;
    let modules = setup::npm(checkout)?;
    println!("build: the stand-in for Node");
    let compiled = build::compile(checkout, "stand-in", "s", &[])?;
    let dist = folder(checkout).join("dist");
    fs::create_dir_all(&dist).map_err(|why| format!("{}: {why}", dist.display()))?;
    command::run_captured(
        Command::new(programs.join("wasm-bindgen"))
            .args(["--target", "web", "--no-typescript"])
            .args(["--out-name", "stand_in", "--out-dir"])
            .args([&dist, &compiled]),
    )?;
    let module = dist.join("stand_in_bg.wasm");
    build::optimise(&modules, &["-Os"], &module, &module).map(drop)
}
