use std::path::Path;

use serde_json::{Value, json};

use crate::{Driver, Engine, request};

/// One browser with an empty profile, driven by what WebDriver calls a session. Dropping it
/// ends it.
pub struct Session {
    url: String,
    _driver: Driver,
}

impl Session {
    /// Starts Chromium with these arguments besides the usual ones. `home`: see [`Driver::start`].
    pub fn chromium(driver: &Path, home: &Path, arguments: &[&str]) -> Result<Self, String> {
        let driver = Driver::start(driver, home)?;
        let mut wanted = Engine::Chrome.capabilities(arguments);
        wanted["pageLoadStrategy"] = "none".into();
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let session = format!("{}/session", driver.url);
        let started = request("POST", &session, &wanted.to_string())?;
        let id = started["value"]["sessionId"].as_str();
        Ok(Self {
            url: format!("{session}/{}", id.ok_or("the session has no id")?),
            _driver: driver,
        })
    }

    /// Begins to load a page.
    pub fn open(&self, url: &str) -> Result<(), String> {
        self.post("url", json!({ "url": url })).map(drop)
    }

    /// Opens a tab; what follows happens there.
    pub fn open_tab(&self) -> Result<(), String> {
        let tab = self.post("window/new", json!({ "type": "tab" }))?;
        self.switch_to(&tab["handle"])
    }

    /// Closes the current tab; what follows happens in the first one.
    pub fn close_tab(&self) -> Result<(), String> {
        let left = request("DELETE", &format!("{}/window", self.url), "")?;
        self.switch_to(&left["value"][0])
    }

    /// Sends a command of the DevTools protocol, for the current tab.
    pub fn devtools(&self, command: &str, parameters: Value) -> Result<Value, String> {
        self.post(
            "goog/cdp/execute",
            json!({ "cmd": command, "params": parameters }),
        )
    }

    /// What the pages wrote to their consoles.
    pub fn console(&self) -> Vec<String> {
        let entries = self.post("se/log", json!({ "type": "browser" }));
        let entries = entries.unwrap_or_default();
        let entries = entries.as_array().into_iter().flatten();
        entries
            .filter_map(|entry| entry["message"].as_str().map(str::to_owned))
            .collect()
    }

    fn switch_to(&self, handle: &Value) -> Result<(), String> {
        self.post("window", json!({ "handle": handle })).map(drop)
    }

    fn post(&self, command: &str, body: Value) -> Result<Value, String> {
        let response = request(
            "POST",
            &format!("{}/{command}", self.url),
            &body.to_string(),
        )?;
        Ok(response["value"].clone())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = request("DELETE", &self.url, "");
    }
}
