use e2e::{Browser, Client, Stage, Tab, Timeout, until};
use serde_json::{Value, json};

/// A client of its own for one scenario, and the tabs that are open on it.
pub struct Shop<'a> {
    stage: &'a Stage,
    browser: &'a Browser,
    pub client: Client<'a>,
    pub tabs: Vec<Tab<'a>>,
}

impl<'a> Shop<'a> {
    pub async fn open(
        stage: &'a Stage,
        browser: &'a Browser,
        tabs: usize,
        settings: Value,
    ) -> Result<Self, String> {
        let client = stage.client(settings).await?;
        let mut shop = Self {
            stage,
            browser,
            client,
            tabs: Vec::new(),
        };
        for _ in 0..tabs {
            shop.open_tab("").await?;
        }
        Ok(shop)
    }

    pub async fn open_tab(&mut self, query: &str) -> Result<(), String> {
        let tab = self.browser.new_tab().await?;
        tab.go(&self.address(query)).await?;
        ready(&tab).await?;
        self.tabs.push(tab);
        Ok(())
    }

    /// The page that a tab shows.
    pub fn address(&self, query: &str) -> String {
        let page = format!("/pages/tab.html?client={}{query}", self.client.id);
        self.stage.page(&page)
    }

    pub fn elsewhere(&self) -> String {
        self.stage.page("/pages/base.xhtml")
    }

    pub fn tab(&self, index: usize) -> Result<&Tab<'a>, String> {
        self.tabs
            .get(index)
            .ok_or_else(|| format!("there is no tab {index}"))
    }

    /// All tabs do the same in the same moment; the results, in the order of the tabs.
    pub async fn all(&self, act: &str) -> Result<Vec<Value>, String> {
        let go = format!("window.tab.all({act:?})");
        self.tab(0)?.run(&go, Vec::new()).await?;
        let mut values = Vec::new();
        for tab in &self.tabs {
            tab.wait("the tab heard the word", "return !!window.tab.going")
                .await?;
            values.push(tab.value("return await window.tab.going").await?);
        }
        Ok(values)
    }

    /// Waits until the token endpoint got so many requests with this grant.
    pub async fn asked(&self, grant: &str, times: u64) -> Result<(), String> {
        let what = format!("{times} token requests with {grant}");
        until(&what, Timeout::SHORT, async || {
            Ok((self.client.grants(grant).await? >= times).then_some(()))
        })
        .await
    }

    /// What the stand-in counted: visitor grants, refreshes, visitors, reuses of a refresh token.
    pub async fn counts(&self) -> Result<Value, String> {
        let seen = self.client.seen().await?;
        let grants = &seen["tokenRequests"];
        let count = |value: &Value| value.as_u64().unwrap_or(0);
        Ok(json!({
            "mints": count(&grants["anonymous"]),
            "refreshes": count(&grants["refresh_token"]),
            "visitors": seen["visitors"],
            "reuses": seen["reuseDetected"],
        }))
    }

    pub async fn close(self) -> Result<(), String> {
        for tab in self.tabs {
            tab.close().await?;
        }
        Ok(())
    }
}

pub async fn ready(tab: &Tab<'_>) -> Result<(), String> {
    tab.wait("the page is there", "return !!window.tab")
        .await
        .map(drop)
}

/// Goes back to a page, which the browser kept as it was.
pub async fn back(tab: &Tab<'_>) -> Result<(), String> {
    tab.back().await?;
    let kept = "return !!window.tab?.kept";
    tab.wait("the page comes from the back/forward cache", kept)
        .await
        .map(drop)
}

pub fn same(actual: &Value, expected: &Value, what: &str) -> Result<(), String> {
    if actual == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected}, got {actual}"))
}

/// One visitor, whichever tab asks.
pub fn one(visitors: &[Value]) -> Result<&Value, String> {
    let first = visitors.first().ok_or("no tab answered")?;
    match first.is_string() && visitors.iter().all(|it| it == first) {
        true => Ok(first),
        false => Err(format!("one visitor in all tabs, got {visitors:?}")),
    }
}
