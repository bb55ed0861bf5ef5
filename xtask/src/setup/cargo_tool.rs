//! Programs that cargo builds, each version in a folder of its own in the cache.

use std::path::PathBuf;
use std::process::Command;

use crate::checkout::Checkout;
use crate::command;

pub fn wasm_bindgen(checkout: &Checkout, version: &str) -> Result<PathBuf, String> {
    tool(checkout, "wasm-bindgen-cli", version, "wasm-bindgen")
}

pub fn wasm_pack(checkout: &Checkout) -> Result<PathBuf, String> {
    tool(checkout, "wasm-pack", "0.15.1", "wasm-pack")
}

pub fn geckodriver(checkout: &Checkout) -> Result<PathBuf, String> {
    tool(checkout, "geckodriver", "0.37.1", "geckodriver")
}

pub fn cargo_mutants(checkout: &Checkout) -> Result<PathBuf, String> {
    tool(checkout, "cargo-mutants", "27.1.0", "cargo-mutants")
}

pub fn twiggy(checkout: &Checkout) -> Result<PathBuf, String> {
    tool(checkout, "twiggy", "0.8.0", "twiggy")
}

/// The folder with the crate's programs.
fn tool(checkout: &Checkout, name: &str, version: &str, program: &str) -> Result<PathBuf, String> {
    let root = checkout
        .cache
        .join("tools")
        .join(format!("{name}-{version}"));
    let programs = root.join("bin");
    if programs.join(program).is_file() {
        return Ok(programs);
    }
    println!("setup: {name} {version} (a few minutes, once)");
    // Not --locked: a lock may name versions that the registry no longer has.
    // Not from the checkout: its settings and flags are not meant for tools.
    command::run_captured(
        Command::new("cargo")
            .args(["install", name, "--version", version, "--root"])
            .arg(&root)
            .current_dir(std::env::temp_dir())
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    Ok(programs)
}
