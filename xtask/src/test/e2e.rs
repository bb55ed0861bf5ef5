//! WebDriver tests of whole pages, the demo among them.

use crate::checkout::Checkout;
use crate::{backend, build, command, display};
use harness::Engine;

/// Runs the e2e crate's tests. It starts drivers and stand-ins itself, on free ports.
pub fn run(
    checkout: &Checkout,
    engines: &[Engine],
    which: &[&str],
    filter: Option<&str>,
) -> Result<(), String> {
    build::build(checkout)?;
    let backend = backend::for_tests(checkout)?;
    let shop = backend::for_demo(checkout)?;
    let names: Vec<&str> = engines.iter().map(|engine| engine.name()).collect();
    let mut tests = checkout.cargo();
    tests
        .args(["test", "--package", "e2e"])
        .args(which)
        .args(filter)
        .env("E2E_BACKEND", backend.path())
        .env("E2E_SHOP", shop.path())
        .env("E2E_BROWSERS", names.join(","));
    let _display = display::drive(&mut tests, checkout, engines)?;
    command::run_tests(&mut tests)
}
