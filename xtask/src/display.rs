//! A screen that nobody sees, for WebKit, which has no headless mode.

use std::process::Command;

use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::setup;
use harness::{Engine, Process};

/// Gone when dropped.
pub struct Display {
    /// What DISPLAY is to say.
    pub name: String,
    _server: Process,
    _log: Scratch,
}

impl Display {
    /// Xvfb looks for a free number itself and says which.
    pub fn start() -> Result<Self, String> {
        let log = Scratch::new("display")?;
        let mut xvfb = Process::command("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1280x1024x24"])
            .args(["-nolisten", "tcp", "-noreset"]);
        let (server, number) = Process::start_and_read_line(xvfb, &log.path().join("log"))
            .map_err(|why| format!("Xvfb: {why}"))?;
        Ok(Self {
            name: format!(":{number}"),
            _server: server,
            _log: log,
        })
    }
}

/// Tests find the driver of each engine under the name of its variable, and a screen if one of
/// them needs it: for as long as what is returned lives.
pub fn drive(
    tests: &mut Command,
    checkout: &Checkout,
    engines: &[Engine],
) -> Result<Option<Display>, String> {
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
    Ok(display)
}
