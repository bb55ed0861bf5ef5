use serde_json::{Value, json};
use thirtyfour::{By, WebElement, WindowHandle};

use crate::browser::{Browser, failed};
use crate::{Timeout, until};

/// One tab. Each act first turns the driver to it.
pub struct Tab<'b> {
    browser: &'b Browser,
    handle: WindowHandle,
}

impl<'b> Tab<'b> {
    pub(crate) fn new(browser: &'b Browser, handle: WindowHandle) -> Self {
        Self { browser, handle }
    }

    pub async fn go(&self, url: &str) -> Result<(), String> {
        self.turn_to().await?;
        self.browser.session.goto(url).await.map_err(failed)
    }

    pub async fn reload(&self) -> Result<(), String> {
        self.turn_to().await?;
        self.browser.session.refresh().await.map_err(failed)
    }

    pub async fn back(&self) -> Result<(), String> {
        self.turn_to().await?;
        self.browser.session.back().await.map_err(failed)
    }

    pub async fn close(self) -> Result<(), String> {
        self.turn_to().await?;
        self.browser.session.close_window().await.map_err(failed)
    }

    /// What a function body returns in this page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, String> {
        self.turn_to().await?;
        let answer = self.browser.session.execute(script, arguments).await;
        Ok(answer.map_err(failed)?.json().clone())
    }

    /// What a function body returns, once that is neither null nor false.
    pub async fn wait(&self, what: &str, script: &str) -> Result<Value, String> {
        until(what, Timeout::SHORT, async || {
            let value = self.run(script, Vec::new()).await?;
            Ok((!matches!(value, Value::Null | Value::Bool(false))).then_some(value))
        })
        .await
    }

    /// Starts an async function body; its outcome is fetched with [`Tab::outcome`]. WebDriver
    /// waits for nothing meanwhile, so that other tabs can be driven.
    pub async fn start(&self, name: &str, script: &str) -> Result<(), String> {
        let script = format!(
            "window.outcomes ??= {{}};
             delete window.outcomes[{name:?}];
             (async () => {{ {script} }})().then(
               (value) => (window.outcomes[{name:?}] = {{ value: value ?? null }}),
               (error) => (window.outcomes[{name:?}] = {{ error: String(error?.code ?? error) }}),
             );"
        );
        self.run(&script, Vec::new()).await.map(drop)
    }

    /// `{"value": ...}` or `{"error": "code or text"}`.
    pub async fn outcome(&self, name: &str) -> Result<Value, String> {
        let script = format!("return window.outcomes?.[{name:?}] ?? null");
        self.wait(&format!("\"{name}\" settles"), &script).await
    }

    /// Starts an async function body and waits for its value; a rejection is a failure.
    pub async fn value(&self, script: &str) -> Result<Value, String> {
        self.start("value", script).await?;
        let outcome = self.outcome("value").await?;
        match outcome.get("error") {
            None => Ok(outcome.get("value").cloned().unwrap_or(json!(null))),
            Some(error) => Err(format!("rejected with {error}: {script}")),
        }
    }

    /// A click, in the middle of the window: what sticks to its edges covers nothing there.
    pub async fn press(&self, css: &str) -> Result<(), String> {
        let script = format!(
            "document.querySelector({css:?})?.scrollIntoView({{ block: 'center', behavior: 'instant' }})"
        );
        self.run(&script, Vec::new()).await?;
        let pressed = self.element(css).await?.click().await;
        pressed.map_err(|why| format!("{css}: {}", failed(why)))
    }

    pub async fn element(&self, css: &str) -> Result<WebElement, String> {
        self.turn_to().await?;
        let found = self.browser.session.find(By::Css(css)).await;
        found.map_err(|why| format!("{css}: {}", failed(why)))
    }

    pub(crate) async fn turn_to(&self) -> Result<(), String> {
        let session = &self.browser.session;
        let turned = session.switch_to_window(self.handle.clone()).await;
        turned.map_err(failed)
    }
}
