use serde_json::{Value, json};

/// A browser engine, by the name of the browser that made it known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chrome,
    Firefox,
    Safari,
}

impl Engine {
    pub const ALL: [Self; 3] = [Self::Chrome, Self::Firefox, Self::Safari];

    pub fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.name() == name)
    }

    /// The variable that says where its driver is.
    pub fn driver_variable(self) -> &'static str {
        match self {
            Self::Chrome => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
            Self::Safari => "WEBKITDRIVER",
        }
    }

    /// What a WebDriver session asks for. The arguments are for Chromium.
    pub fn capabilities(self, arguments: &[&str]) -> Value {
        match self {
            Self::Chrome => json!({
                "goog:chromeOptions": { "args": ([&CHROMIUM[..], arguments].concat()) },
                "goog:loggingPrefs": { "browser": "ALL" },
            }),
            Self::Firefox => json!({ "moz:firefoxOptions": { "args": ["-headless"] } }),
            Self::Safari => json!({
                "webkitgtk:browserOptions": { "binary": MINI_BROWSER, "args": ["--automation"] }
            }),
        }
    }
}

/// No sandbox because tests run as root in containers; nothing that talks to anybody else.
const CHROMIUM: [&str; 9] = [
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
