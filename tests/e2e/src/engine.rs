use std::env;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::Told;

/// A browser engine, by the name of the browser that made it known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chrome,
    Firefox,
    Safari,
}

impl Engine {
    /// The engines that `E2E_BROWSERS` asks for.
    pub fn asked() -> Told<Vec<Self>> {
        let asked = env::var("E2E_BROWSERS").unwrap_or_default();
        let asked = if asked.is_empty() { "chrome" } else { &asked };
        asked.split(',').map(Self::named).collect()
    }

    fn named(name: &str) -> Told<Self> {
        match name.trim() {
            "chrome" => Ok(Self::Chrome),
            "firefox" => Ok(Self::Firefox),
            "safari" => Ok(Self::Safari),
            other => Err(format!(
                "E2E_BROWSERS names {other:?}: it is a list of chrome, firefox and safari"
            )),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
        }
    }

    /// Where its driver is, and what to do if it is not there.
    pub(crate) fn driver(self) -> Told<PathBuf> {
        let (variable, program) = match self {
            Self::Chrome => ("CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("GECKODRIVER", "geckodriver"),
            Self::Safari => ("WEBKITDRIVER", "WebKitWebDriver"),
        };
        if self == Self::Safari && env::var_os("DISPLAY").is_none_or(|name| name.is_empty()) {
            return Err(format!(
                "{program} needs a display: run `cargo xtask test e2e`, or start Xvfb and set DISPLAY"
            ));
        }
        let given = env::var_os(variable).map(PathBuf::from);
        let path = env::var_os("PATH").unwrap_or_default();
        given
            .into_iter()
            .chain(env::split_paths(&path).map(|folder| folder.join(program)))
            .find(|file| file.is_file())
            .ok_or_else(|| {
                format!(
                    "{program} is not here: run `cargo xtask test e2e`, which installs it, or set {variable}"
                )
            })
    }

    pub(crate) fn capabilities(self) -> Value {
        match self {
            Self::Chrome => json!({ "goog:chromeOptions": { "args": CHROME } }),
            Self::Firefox => json!({ "moz:firefoxOptions": { "args": ["-headless"] } }),
            Self::Safari => json!({
                "webkitgtk:browserOptions": { "binary": MINI_BROWSER, "args": ["--automation"] }
            }),
        }
    }
}

/// No sandbox because tests run as root in containers; nothing that talks to anybody else.
const CHROME: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];
const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
