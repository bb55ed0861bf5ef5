use e2e::{Browser, Client, Stage, Tab};
use serde_json::{Value, json};

/// A visitor in the shop, with one tab open.
pub struct Visit<'a> {
    pub(super) stage: &'a Stage,
    browser: &'a Browser,
    pub tab: Tab<'a>,
    pub client: Client<'a>,
}

impl<'a> Visit<'a> {
    /// Somebody whom the shop has not seen before.
    pub async fn begin(stage: &'a Stage, browser: &'a Browser) -> Result<Self, String> {
        let client = stage.demo_client().await?;
        let whole = json!({ "faults": {
            "anonymous": null, "refresh_token": null, "authorization_code": null,
            "login": null, "redirect-session": null,
        }, "pauses": {
            "inventory-increment": false, "inventory-decrement": false,
        }, "webMessage": "flat", "emailVerification": false });
        client.set(whole).await?;
        let visit = Self {
            stage,
            browser,
            tab: browser.new_tab().await?,
            client,
        };
        visit.tab.go(&stage.page("/")).await?;
        visit.ready().await?;
        visit.press("#forget").await?;
        visit.shows("sessionState", json!("empty")).await?;
        visit.reload().await?;
        Ok(visit)
    }

    /// The same visitor's second tab.
    pub async fn another(&self) -> Result<Self, String> {
        let client = self.stage.demo_client().await?;
        let tab = self.browser.new_tab().await?;
        let another = Self {
            stage: self.stage,
            browser: self.browser,
            tab,
            client,
        };
        another.tab.go(&self.stage.page("/")).await?;
        another.ready().await?;
        Ok(another)
    }

    pub async fn reload(&self) -> Result<(), String> {
        self.tab.reload().await?;
        self.ready().await
    }

    /// Waits until the shop is there, wherever the tab was before.
    pub async fn ready(&self) -> Result<(), String> {
        let ready = "return document.documentElement?.dataset.ready === 'true'
            && !!document.querySelector('[data-product]')";
        self.tab.wait("the shop is ready", ready).await?;
        self.tab.run(LISTEN, Vec::new()).await.map(drop)
    }

    /// Makes the window so wide; answers how wide it was.
    pub async fn width(&self, width: u32) -> Result<u32, String> {
        let session = &self.browser.session;
        let before = session.get_window_rect().await;
        let before = before.map_err(|why| why.to_string())?;
        let resized = session.set_window_rect(0, 0, width, 800).await;
        resized.map_err(|why| why.to_string())?;
        Ok(before.width as u32)
    }

    pub async fn press(&self, css: &str) -> Result<(), String> {
        self.tab.press(css).await
    }

    /// Puts the n-th thing of the shelf into the cart.
    pub async fn add(&self, nth: usize) -> Result<(), String> {
        self.press(&format!("[data-product]:nth-child({nth}) button"))
            .await
    }

    /// What a data attribute says, by the name that it has in a dataset.
    pub async fn value(&self, name: &str) -> Result<Value, String> {
        self.tab.run(&read(name), Vec::new()).await
    }

    pub async fn number(&self, name: &str) -> Result<u64, String> {
        let value = self.value(name).await?;
        let text = value.as_str().unwrap_or_default();
        text.parse()
            .map_err(|_| format!("{name} is no number: {value}"))
    }

    /// Waits until a data attribute says so.
    pub async fn shows(&self, name: &str, expected: Value) -> Result<(), String> {
        let script = format!("return ({}) === String({expected})", expression(name));
        let waited = self
            .tab
            .wait(&format!("{name} is {expected}"), &script)
            .await;
        match waited {
            Ok(_) => Ok(()),
            Err(why) => Err(format!("{why}; it is {}", self.value(name).await?)),
        }
    }

    pub async fn text(&self, css: &str, part: &str) -> Result<(), String> {
        let script =
            format!("return document.querySelector({css:?}).textContent.includes({part:?})");
        let waited = self
            .tab
            .wait(&format!("{css} says {part:?}"), &script)
            .await;
        if let Err(why) = waited {
            let script = format!("return document.querySelector({css:?}).textContent");
            return Err(format!(
                "{why}; it says {}",
                self.tab.run(&script, Vec::new()).await?
            ));
        }
        Ok(())
    }

    /// The codes of the notices that a person sees.
    pub async fn notices(&self) -> Result<Value, String> {
        let script = "return [...document.querySelectorAll('#notices .notice')]
            .map(({ dataset }) => `${dataset.about} ${dataset.code}`)";
        self.tab.run(script, Vec::new()).await
    }

    /// What the content security policy refused, and what nobody caught.
    pub async fn strays(&self) -> Result<Value, String> {
        self.tab.run("return window.strays", Vec::new()).await
    }

    pub async fn end(self) -> Result<(), String> {
        let strays = self.strays().await?;
        self.tab.close().await?;
        same(&strays, &json!([]), "policy violations and errors")
    }
}

pub fn same(actual: &Value, expected: &Value, what: &str) -> Result<(), String> {
    if actual == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected}, got {actual}"))
}

fn read(name: &str) -> String {
    format!("return {} ?? null", expression(name))
}

/// The attribute is on the one element that has it: sessionState is `data-session-state`.
fn expression(name: &str) -> String {
    let attribute: String = name
        .chars()
        .flat_map(|c| match c.is_uppercase() {
            true => vec!['-', c.to_ascii_lowercase()],
            false => vec![c],
        })
        .collect();
    format!("document.querySelector('[data-{attribute}]')?.dataset.{name}")
}

/// Violations before this are still in the buffer of an observer that has one.
const LISTEN: &str = "
    window.strays = [];
    addEventListener('securitypolicyviolation', (it) => strays.push(`${it.effectiveDirective} ${it.blockedURI}`));
    addEventListener('error', (it) => strays.push(it.message));
    addEventListener('unhandledrejection', (it) => strays.push(String(it.reason)));
    if (window.ReportingObserver) {
        const report = (reports) => strays.push(...reports.map(({ body }) => `${body.effectiveDirective} ${body.blockedURL}`));
        new ReportingObserver(report, { types: ['csp-violation'], buffered: true }).observe();
    }";
