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

/// The folder with cargo-mutants.
pub fn cargo_mutants(checkout: &Checkout) -> Result<PathBuf, String> {
    tool(checkout, "cargo-mutants", "27.1.0", "cargo-mutants")
}

/// The path of twiggy.
pub fn twiggy(checkout: &Checkout) -> Result<PathBuf, String> {
    Ok(tool(checkout, "twiggy", "0.8.0", "twiggy")?.join("twiggy"))
}

/// The paths of cargo's plugins.
pub fn cargo_about(checkout: &Checkout) -> Result<PathBuf, String> {
    let features = ["--features", "cli"];
    Ok(tool_with(checkout, "cargo-about", "0.9.3", "cargo-about", &features)?.join("cargo-about"))
}

pub fn cargo_cyclonedx(checkout: &Checkout) -> Result<PathBuf, String> {
    let name = "cargo-cyclonedx";
    Ok(tool(checkout, name, "0.5.9", name)?.join(name))
}

pub fn cargo_deny(checkout: &Checkout) -> Result<PathBuf, String> {
    Ok(tool(checkout, "cargo-deny", "0.20.2", "cargo-deny")?.join("cargo-deny"))
}

/// The folder with the crate's programs.
fn tool(checkout: &Checkout, name: &str, version: &str, program: &str) -> Result<PathBuf, String> {
    tool_with(checkout, name, version, program, &[])
}

fn tool_with(
    checkout: &Checkout,
    name: &str,
    version: &str,
    program: &str,
    words: &[&str],
) -> Result<PathBuf, String> {
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
            .args(words)
            .current_dir(std::env::temp_dir())
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    Ok(programs)
}
