use harness::{Driver, Engine};
use serde_json::Value;
use tempfile::TempDir;
use thirtyfour::prelude::WebDriverError;
use thirtyfour::{Capabilities, WebDriver, WindowHandle};

use crate::{Tab, Variant, engine};

/// One browser with an empty profile. Dropping it ends it, after a failure too.
pub struct Browser {
    pub session: WebDriver,
    pub engine: Engine,
    first: WindowHandle,
    // In this order: the session ends while its driver still runs.
    _driver: Driver,
    _home: TempDir,
}

impl Browser {
    pub async fn open(engine: Engine) -> Result<Self, String> {
        Self::open_as(engine, &Variant::Plain).await
    }

    pub async fn open_as(engine: Engine, variant: &Variant) -> Result<Self, String> {
        let home = TempDir::new().map_err(|why| format!("no folder for a profile: {why}"))?;
        let driver = Driver::start(&engine::driver(engine)?, home.path())?;
        let Value::Object(capabilities) = variant.capabilities(engine) else {
            return Err("capabilities are an object".to_owned());
        };
        let session = WebDriver::new(&driver.url, Capabilities::from(capabilities))
            .await
            .map_err(|why| format!("{} did not start: {why}", engine.name()))?;
        let first = session.window().await.map_err(failed)?;
        Ok(Self {
            session,
            engine,
            first,
            _driver: driver,
            _home: home,
        })
    }

    /// The window that is there from the start. It stays open, or the browser would end.
    pub fn first_tab(&self) -> Tab<'_> {
        Tab::new(self, self.first.clone())
    }

    pub async fn new_tab(&self) -> Result<Tab<'_>, String> {
        self.first_tab().turn_to().await?;
        let handle = self.session.new_tab().await.map_err(failed)?;
        Ok(Tab::new(self, handle))
    }

    /// The last tab that was opened. A page that was rendered ahead brings a handle of its own.
    pub async fn last_tab(&self) -> Result<Tab<'_>, String> {
        let handles = self.session.windows().await.map_err(failed)?;
        let last = handles.into_iter().rfind(|handle| *handle != self.first);
        Ok(Tab::new(self, last.ok_or("no tab was opened")?))
    }
}

/// On one line, without the driver's stack.
pub(crate) fn failed(error: WebDriverError) -> String {
    let text = error.to_string();
    let text = text.split("Stacktrace").next().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("WebDriver: {}", words.join(" "))
}
