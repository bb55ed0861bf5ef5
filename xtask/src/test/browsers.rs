//! wasm-bindgen tests in real engines, against the stand-in.

use std::process::Command;

use crate::checkout::Checkout;
use crate::display::Display;
use crate::stand_in::StandIn;
use crate::test::tiny_http_workaround::TinyHttpWorkaround;
use crate::{command, setup};
use harness::Engine;

pub fn run(checkout: &Checkout, engines: &[Engine]) -> Result<(), String> {
    setup::wasm_target(checkout)?;
    let bindgen = setup::wasm_bindgen(checkout)?;
    let wasm_pack = setup::wasm_pack(checkout)?;
    let stand_in = StandIn::start(checkout)?;
    for engine in engines {
        let driver = setup::driver(*engine, checkout)?;
        let display = match engine {
            Engine::Safari => Some(Display::start()?),
            Engine::Chrome | Engine::Firefox => None,
        };
        println!("-- {}", engine.name());
        let workaround = TinyHttpWorkaround::start()?;
        let mut tests = Command::new(&wasm_pack);
        tests
            .current_dir(&checkout.root)
            .args(["test", "--headless", "--mode", "no-install"])
            .arg(format!("--{}", engine.name()))
            .arg(format!("--{}", driver_flag(*engine)))
            .arg(&driver)
            .env("PATH", command::path_with(&[&bindgen])?)
            .env("WASM_BINDGEN_TEST_TIMEOUT", SECONDS)
            .env("WASM_BINDGEN_TEST_ADDRESS", workaround.address.to_string())
            .envs(stand_in.environment());
        if let Some(display) = &display {
            tests.env("DISPLAY", &display.name);
        }
        command::run_tests(&mut tests)
            .map_err(|why| format!("{}: {why}\n{}", engine.name(), stand_in.process.log()))?;
    }
    Ok(())
}

fn driver_flag(engine: Engine) -> &'static str {
    match engine {
        Engine::Chrome => "chromedriver",
        Engine::Firefox => "geckodriver",
        Engine::Safari => "safaridriver",
    }
}

/// How long one file of tests may take. The runner's own 20 s are short for two cores.
const SECONDS: &str = "120";
