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

    pub(crate) fn capabilities(self, variant: &Variant) -> Value {
        match self {
            Self::Chrome => {
                let more = variant.chrome();
                let args: Vec<&str> = CHROME
                    .into_iter()
                    .chain(more.iter().map(String::as_str))
                    .collect();
                json!({ "goog:chromeOptions": { "args": args } })
            }
            Self::Firefox => json!({
                "moz:firefoxOptions": { "args": ["-headless"], "prefs": variant.firefox() }
            }),
            // Under WebDriver it keeps nothing on disk, whatever else it is asked for.
            Self::Safari => json!({
                "webkitgtk:browserOptions": { "binary": MINI_BROWSER, "args": ["--automation"] }
            }),
        }
    }
}

/// How a browser is started: with its own settings, or with one of them changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variant {
    Plain,
    Private,
    WithoutWebAssembly,
    /// A host name of this machine that is no loopback name to the browser.
    Host(&'static str),
    /// An unpacked extension, in Chromium.
    Extension(PathBuf),
}

impl Variant {
    fn chrome(&self) -> Vec<String> {
        match self {
            Self::Plain => Vec::new(),
            Self::Private => vec!["--incognito".to_owned()],
            Self::WithoutWebAssembly => vec!["--js-flags=--noexpose-wasm".to_owned()],
            Self::Host(name) => vec![format!("--host-resolver-rules=MAP {name} 127.0.0.1")],
            Self::Extension(folder) => vec![
                format!("--load-extension={}", folder.display()),
                "--disable-features=DisableLoadExtensionCommandLineSwitch".to_owned(),
            ],
        }
    }

    fn firefox(&self) -> Value {
        match self {
            Self::Plain => json!({}),
            // So that the address of its pages is known.
            Self::Extension(_) => json!({ "extensions.webextensions.uuids": UUIDS }),
            Self::Private => json!({ "browser.privatebrowsing.autostart": true }),
            Self::WithoutWebAssembly => json!({ "javascript.options.wasm": false }),
            Self::Host(name) => json!({ "network.dns.localDomains": name }),
        }
    }
}

const UUIDS: &str = r#"{"fetch-with-auth@tests.example":"5f7c0b52-6a5f-4d0a-9f3e-0c5d1e0b7a11"}"#;

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
