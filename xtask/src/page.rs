//! A page in headless Chromium that reports to a listener: the page itself says how it went.

use std::time::Duration;

use harness::{Engine, Session};
use serde_json::Value;

use crate::checkout::Checkout;
use crate::listener::Listener;
use crate::scratch::Scratch;
use crate::setup;

/// Opens the address and returns the report that its page posts to the listener.
/// A report with a `failure` is one.
pub fn report(
    checkout: &Checkout,
    url: &str,
    listener: &Listener,
    arguments: &[&str],
    timeout: Duration,
) -> Result<Value, String> {
    let home = Scratch::new("page")?;
    let driver = setup::driver(Engine::Chrome, checkout)?;
    let session = Session::chromium(&driver, home.path(), arguments)?;
    session.open(url)?;
    let report = listener.report(timeout).map_err(|why| {
        let console = session.console().join("\n");
        format!("the page {url}: {why}; its console:\n{console}")
    })?;
    match report["failure"].as_str() {
        Some(failure) => Err(format!("in the page: {failure}")),
        None => Ok(report),
    }
}
