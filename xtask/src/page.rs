//! A page in headless Chromium that reports to a listener. No WebDriver: the page itself says how it went.

use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::Done;
use crate::listener::Listener;
use crate::process::Process;
use crate::scratch::Scratch;
use crate::setup;

/// Opens the address and answers the report that its page posts to the listener.
/// A report with a `failure` is one.
pub fn report(url: &str, listener: &Listener, flags: &[&str], patience: Duration) -> Done<Value> {
    let folder = Scratch::new("page")?;
    let profile = folder.path().join("profile");
    let mut chromium = Command::new(setup::chromium()?);
    chromium
        .args(FLAGS)
        .args(flags)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(url)
        .stdout(std::process::Stdio::null());
    let mut chromium = Process::start(chromium, &folder.path().join("log"))?;
    let heard = listener.hear(patience, || chromium.has_ended());
    let Some(report) = heard else {
        return Err(format!(
            "the page {url} reported nothing in {} s; {}",
            patience.as_secs(),
            console(&chromium.said())
        ));
    };
    let report: Value = serde_json::from_str(&report)
        .map_err(|why| format!("the page's report is not JSON ({why}): {report}"))?;
    match report["failure"].as_str() {
        Some(failure) => Err(format!("in the page: {failure}")),
        None => Ok(report),
    }
}

/// What the page said on its console; Chromium's own complaints only if there is nothing else.
fn console(log: &str) -> String {
    let said: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("CONSOLE"))
        .collect();
    if said.is_empty() {
        let lines: Vec<&str> = log.lines().collect();
        let last = lines.len().saturating_sub(10);
        return format!(
            "its console is empty; Chromium:\n{}",
            lines[last..].join("\n")
        );
    }
    format!("its console:\n{}", said.join("\n"))
}

const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
];
