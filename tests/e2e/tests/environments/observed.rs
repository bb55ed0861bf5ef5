use std::fs;
use std::path::Path;

use e2e::{Browser, Client, PlainSite, Stage, Tab, Timeout, until};
use serde_json::{Value, json};

use super::environment::{Environment, HOST, Page};
use super::extension;

/// What an environment was seen to do.
pub struct Observed {
    first: Value,
    /// The page after it: a reload, or the way back.
    next: Value,
    /// A window of the same origin, in another tab, while the first is open.
    other: Value,
}

impl Observed {
    pub async fn of(
        stage: &Stage,
        site: &PlainSite,
        browser: &Browser,
        folder: &Path,
        environment: &Environment,
    ) -> Result<Self, String> {
        let client = stage.client(json!({})).await?;
        let addresses = Addresses {
            stage,
            site,
            browser,
            client: &client,
        };
        let (url, companion) = addresses.of(environment.page, folder)?;
        let mut tab = browser.new_tab().await?;
        addresses.go(&tab, &url).await?;
        if matches!(environment.page, Page::Prerendered(_)) {
            tab = activate(browser, tab).await?;
        }
        let first = result(&tab).await?;
        match environment.page {
            Page::Returned(_) => {
                tab.go(&stage.page("/pages/base.xhtml")).await?;
                tab.back().await?;
            }
            // What was rendered ahead and is left may be a page like any other next time.
            Page::Prerendered(_) => {
                tab.go(&url).await?;
                tab = activate(browser, tab).await?;
            }
            _ => tab.reload().await?,
        }
        let next = result(&tab).await?;
        let proven = match environment.page {
            Page::Returned(_) => next.clone(),
            _ => first.clone(),
        };
        prove(&tab, environment.proof, proven).await?;
        let another = browser.new_tab().await?;
        addresses.go(&another, &companion).await?;
        let other = result(&another).await?;
        another.close().await?;
        tab.close().await?;
        Ok(Self { first, next, other })
    }

    /// As the table writes them.
    pub fn cells(&self) -> Vec<String> {
        let Self { first, next, other } = self;
        let code = |of: &Value| of["code"].as_str().unwrap_or("no code").to_owned();
        let visitor = |of: &Value| of["call"]["value"].as_str().map(str::to_owned);
        let same = |than: &Value, yes: &str| match (visitor(first), visitor(than)) {
            (Some(one), Some(other)) if one == other => yes.to_owned(),
            (Some(_), Some(_)) => "another visitor".to_owned(),
            (None, _) => "-".to_owned(),
            (_, None) => code(&than["call"]),
        };
        let of = |of: &Value, value: Value, word: &str| match of["value"] == value {
            true => word.to_owned(),
            false => code(of),
        };
        let warnings: Vec<&str> = first["warnings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        vec![
            visitor(first).map_or_else(|| code(&first["call"]), |_| "signed".to_owned()),
            same(next, "same visitor"),
            same(other, "same visitor"),
            of(&first["members"], json!("VISITOR"), "loads"),
            of(&first["login"], json!(true), "begins"),
            if warnings.is_empty() {
                "-".to_owned()
            } else {
                warnings.join(" ")
            },
        ]
    }
}

struct Addresses<'a> {
    stage: &'a Stage,
    site: &'a PlainSite,
    browser: &'a Browser,
    client: &'a Client<'a>,
}

impl Addresses<'_> {
    async fn go(&self, tab: &Tab<'_>, url: &str) -> Result<(), String> {
        if !url.contains("-extension:") {
            return tab.go(url).await;
        }
        tab.go(&self.stage.page("/pages/base.xhtml")).await?;
        let go = "setTimeout((url) => location.assign(url), 0, arguments[0])";
        tab.run(go, vec![json!(url)]).await.map(drop)
    }

    /// The page, and a window of its origin.
    fn of(&self, page: Page, folder: &Path) -> Result<(String, String), String> {
        let own = self.site.origin("127.0.0.1");
        let window = self.at(&own, "window.html", "");
        Ok(match page {
            Page::Own(page) | Page::Returned(page) | Page::Prerendered(page) => {
                (self.at(&own, page, ""), window)
            }
            Page::AroundOther(page) => (
                self.at(&self.site.origin("localhost"), page, &format!("&at={own}")),
                window,
            ),
            Page::Host(page) => both(self.at(&self.site.origin(HOST), page, "")),
            Page::Extension => both(format!(
                "{}/window.html?{}",
                extension::origin(self.browser.engine),
                self.settings()
            )),
            Page::File => both(self.file(folder)?),
        })
    }

    fn at(&self, origin: &str, page: &str, more: &str) -> String {
        let between = if page.contains('?') { '&' } else { '?' };
        format!(
            "{origin}/pages/environment/{page}{between}{}{more}",
            self.settings()
        )
    }

    fn settings(&self) -> String {
        let origins = &self.stage.origins;
        format!(
            "client={}&api={}&app={}&callback={}/callback.html",
            self.client.id, origins.api, origins.app, origins.site
        )
    }

    /// A file whose script comes by http: of other files it may load none.
    fn file(&self, folder: &Path) -> Result<String, String> {
        let file = folder.join("window.html");
        let module = self.at(&self.site.origin("127.0.0.1"), "window.js", "");
        let module = module.replace('&', "&amp;");
        let text = format!(
            "<!doctype html><title>A file</title><script type=\"module\" src=\"{module}\"></script>"
        );
        fs::write(&file, text).map_err(|why| format!("{}: {why}", file.display()))?;
        Ok(format!("file://{}", file.display()))
    }
}

fn both(url: String) -> (String, String) {
    (url.clone(), url)
}

/// Goes to the page that was rendered ahead, once it is known to wait there.
async fn activate<'b>(browser: &'b Browser, tab: Tab<'b>) -> Result<Tab<'b>, String> {
    tab.wait("the next page is rendered ahead", "return isRendered()")
        .await?;
    tab.run("setTimeout(go)", vec![]).await?;
    until(
        "the page that was rendered ahead is shown",
        Timeout::SHORT,
        async || {
            let shown = browser.last_tab().await?;
            let there = shown.run("return !globalThis.go", vec![]).await;
            Ok((there == Ok(Value::Bool(true))).then_some(shown))
        },
    )
    .await
}

async fn result(tab: &Tab<'_>) -> Result<Value, String> {
    tab.wait("the probe ends", "return globalThis.result ?? null")
        .await
}

/// That it is the environment that it is taken for.
async fn prove(tab: &Tab<'_>, proof: &str, result: Value) -> Result<(), String> {
    if result["has"].is_null() {
        return Err(format!("it does not run: {}", result["call"]));
    }
    let script = format!("const {{ has, persisted }} = arguments[0]; return Boolean({proof})");
    match tab.run(&script, vec![result.clone()]).await? {
        Value::Bool(true) => Ok(()),
        _ => Err(format!("it is another environment: {proof}, with {result}")),
    }
}
