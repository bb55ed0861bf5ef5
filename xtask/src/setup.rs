//! What the commands need on this machine, brought here when it is needed. Each is quick when it is there already.

mod cargo_tool;
mod debian;
mod npm;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use harness::Engine;

use crate::checkout::Checkout;
use crate::command;

pub use cargo_tool::{cargo_about, cargo_cyclonedx, cargo_deny, cargo_mutants, twiggy};
pub use npm::{javascript_runtimes, node_of_today, nodes, npm, npm_in, peers, runtimes};

/// The engine and its WebDriver, installed; the driver's path.
pub fn driver(engine: Engine, checkout: &Checkout) -> Result<PathBuf, String> {
    match engine {
        Engine::Chrome => {
            debian::programs(&["chromium", "chromedriver"])?;
            debian::path("chromedriver")
        }
        Engine::Firefox => {
            debian::programs(&["firefox-esr"])?;
            Ok(cargo_tool::geckodriver(checkout)?.join("geckodriver"))
        }
        Engine::Safari => {
            debian::programs(&["WebKitWebDriver", "Xvfb"])?;
            debian::path("WebKitWebDriver")
        }
    }
}

/// A cache in front of servers.
pub fn nginx() -> Result<PathBuf, String> {
    debian::programs(&["nginx"])?;
    debian::path("nginx")
}

/// The folder with wasm-bindgen and its test runner, of the version that the crate is built with.
pub fn wasm_bindgen(checkout: &Checkout) -> Result<PathBuf, String> {
    cargo_tool::wasm_bindgen(checkout, &wasm_bindgen_version(checkout)?)
}

/// wasm-pack's path.
pub fn wasm_pack(checkout: &Checkout) -> Result<PathBuf, String> {
    Ok(cargo_tool::wasm_pack(checkout)?.join("wasm-pack"))
}

/// The standard library for wasm32.
pub fn wasm_target(checkout: &Checkout) -> Result<(), String> {
    let sysroot = command::output(checkout.rustc().args(["--print", "sysroot"]))?;
    let library = PathBuf::from(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM)
        .join("lib");
    if library.is_dir() {
        return Ok(());
    }
    println!("setup: the Rust target {WASM}");
    command::run_captured(
        Command::new("rustup")
            .current_dir(&checkout.root)
            .args(["target", "add", WASM]),
    )
}

/// rustfmt and clippy, which a minimal toolchain lacks.
pub fn lints(checkout: &Checkout) -> Result<(), String> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if command::run_captured(checkout.cargo().args([command, "--version"])).is_err() {
            println!("setup: {component}");
            command::run_captured(Command::new("rustup").current_dir(&checkout.root).args([
                "component",
                "add",
                component,
            ]))?;
        }
    }
    Ok(())
}

/// The two must be of one version, or wasm-bindgen refuses.
fn wasm_bindgen_version(checkout: &Checkout) -> Result<String, String> {
    let path = checkout.root.join("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let mut lines = lock.lines();
    lines
        .find(|line| *line == "name = \"wasm-bindgen\"")
        .and_then(|_| lines.next())
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.lock has no wasm-bindgen".to_owned())
}

pub const WASM: &str = "wasm32-unknown-unknown";
