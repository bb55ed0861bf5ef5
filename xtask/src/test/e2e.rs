//! WebDriver tests of whole pages, the demo among them.

use crate::checkout::Checkout;
use crate::display::Display;
use crate::{backend, build, command, setup};
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
    for engine in engines {
        tests.env(engine.driver_variable(), setup::driver(*engine, checkout)?);
    }
    let display = engines
        .contains(&Engine::Safari)
        .then(Display::start)
        .transpose()?;
    if let Some(display) = &display {
        tests.env("DISPLAY", &display.name);
    }
    command::run_tests(&mut tests)
}
