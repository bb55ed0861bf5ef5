//! Tabs that open at once, are reloaded, and go back.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::shop::{Shop, back, one, ready, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(AT_ONCE, at_once(stage, browser).await);
    summary.add(RELOAD, reload(stage, browser).await);
    summary.add(BACK, returned(stage, browser).await);
}

const AT_ONCE: &str = "Four tabs opened at once: one token request, one visitor (§8.5 #15, #36)";

async fn at_once(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let shop = Shop::open(stage, browser, 4, json!({ "grantDelay": 500 })).await?;
    one(&shop.all("visitor").await?)?;
    let expected = json!({ "mints": 1, "refreshes": 0, "visitors": 1, "reuses": 0 });
    same(&shop.counts().await?, &expected, "counts")?;
    shop.close().await
}

const RELOAD: &str = "A reload keeps the visitor, without a token request";

async fn reload(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let shop = Shop::open(stage, browser, 1, json!({})).await?;
    let tab = shop.tab(0)?;
    let before = tab.value("return await tab.visitor()").await?;
    tab.reload().await?;
    ready(tab).await?;
    same(
        &tab.value("return await tab.visitor()").await?,
        &before,
        "visitor",
    )?;
    let expected = json!({ "mints": 1, "refreshes": 0, "visitors": 1, "reuses": 0 });
    same(&shop.counts().await?, &expected, "counts")?;
    shop.close().await
}

const BACK: &str =
    "Going back to a page in the back/forward cache brings the same visitor (row 41)";

async fn returned(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let shop = Shop::open(stage, browser, 1, json!({})).await?;
    let tab = shop.tab(0)?;
    let before = tab.value("return await tab.visitor()").await?;
    tab.go(&shop.elsewhere()).await?;
    back(tab).await?;
    same(
        &tab.value("return await tab.visitor()").await?,
        &before,
        "visitor",
    )?;
    same(&shop.counts().await?["mints"], &json!(1), "visitor grants")?;
    shop.close().await
}
