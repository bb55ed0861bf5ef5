//! Tabs that go away while they renew.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::shop::{Shop, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(KEPT, kept(stage, browser, true).await);
    summary.add(LEFT, kept(stage, browser, false).await);
    summary.add(ROTATED, rotated(stage, browser).await);
}

const KEPT: &str =
    "A tab that is closed during its refresh does not lose the session for the next one (row 31)";
const LEFT: &str = "A tab that goes elsewhere during its refresh does not lose the session for the next one (row 31)";

async fn kept(stage: &Stage, browser: &Browser, close: bool) -> Result<(), String> {
    let mut shop = Shop::open(stage, browser, 1, json!({ "pauseGrants": 1 })).await?;
    interrupted(&mut shop, close).await?;
    shop.open_tab("").await?;
    let next = shop.tabs.last().ok_or("no tab")?;
    next.value("return await tab.visitor()").await?;
    same(&shop.counts().await?["visitors"], &json!(1), "visitors")?;
    let_go(shop).await
}

const ROTATED: &str = "A tab that is closed during its refresh leaves the next one working where refresh tokens rotate (row 31)";

async fn rotated(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let settings = json!({ "rotation": "reuse-detection", "pauseGrants": 1 });
    let mut shop = Shop::open(stage, browser, 1, settings).await?;
    interrupted(&mut shop, true).await?;
    shop.open_tab("").await?;
    let next = shop.tabs.last().ok_or("no tab")?;
    next.value("return await tab.visitor()").await?;
    let session = next
        .value("return (await tab.auth.session()).state")
        .await?;
    same(&session, &json!("visitor"), "session")?;
    let_go(shop).await
}

/// The request is out, and the page goes. Nobody answers it before the next page is done.
async fn interrupted(shop: &mut Shop<'_>, close: bool) -> Result<(), String> {
    let tab = shop.tab(0)?;
    tab.value("return await tab.age()").await?;
    tab.start("call", "return await tab.visitor()").await?;
    shop.asked("refresh_token", 1).await?;
    if close {
        return shop.tabs.remove(0).close().await;
    }
    shop.tab(0)?.go(&shop.elsewhere()).await
}

/// The late answer comes, to nobody.
async fn let_go(shop: Shop<'_>) -> Result<(), String> {
    shop.client.set(json!({ "pauseGrants": false })).await?;
    shop.close().await
}
