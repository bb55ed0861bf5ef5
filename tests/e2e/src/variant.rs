use std::path::PathBuf;

use harness::Engine;
use serde_json::{Value, json};

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
    pub(crate) fn capabilities(&self, engine: Engine) -> Value {
        let arguments = self.chrome();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut capabilities = engine.capabilities(&arguments);
        // WebKit keeps nothing on disk under WebDriver, whatever else it is asked for.
        if engine == Engine::Firefox {
            capabilities["moz:firefoxOptions"]["prefs"] = self.firefox();
        }
        capabilities
    }

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
