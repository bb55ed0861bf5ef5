//! Browsers that lack something.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::shop::{Shop, one, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(ONE_PAGE, one_page(stage, browser).await);
    summary.add(TABS, tabs(stage, browser).await);
    summary.add(OVERTAKEN, overtaken(stage, browser).await);
}

const ONE_PAGE: &str =
    "Without Web Locks, the calls of one page still make one visitor and one refresh (§8.5 #15)";

async fn one_page(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let mut shop = Shop::open(
        stage,
        browser,
        0,
        json!({ "rotation": "reuse-detection", "grantDelay": 200 }),
    )
    .await?;
    shop.open_tab("&without=locks").await?;
    let tab = shop.tab(0)?;
    same(
        &tab.run("return navigator.locks === undefined", vec![])
            .await?,
        &json!(true),
        "no locks",
    )?;
    let many = "return await Promise.all(Array.from({ length: 20 }, () => tab.visitor()))";
    let visitors = tab.value(many).await?;
    one(visitors.as_array().ok_or("a list")?)?;
    let expected = json!({ "mints": 1, "refreshes": 0, "visitors": 1, "reuses": 0 });
    same(&shop.counts().await?, &expected, "counts")?;
    tab.run("tab.later(5 * 3600)", vec![]).await?;
    same(&tab.value(many).await?, &visitors, "visitors at expiry")?;
    let expected = json!({ "mints": 1, "refreshes": 1, "visitors": 1, "reuses": 0 });
    same(&shop.counts().await?, &expected, "counts at expiry")?;
    shop.close().await
}

const TABS: &str = "Without Web Locks, tabs that refresh at once recover, and agree on a visitor";

async fn tabs(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let settings = json!({ "rotation": "rotate", "grantDelay": 500 });
    let mut shop = Shop::open(stage, browser, 0, settings).await?;
    for _ in 0..3 {
        shop.open_tab("&without=locks").await?;
    }
    shop.tab(0)?.value("return await tab.age()").await?;
    // The second tab finds the refresh token spent. In the worst case its call fails.
    shop.tab(0)?
        .run("window.tab.all('visitor')", vec![])
        .await?;
    for tab in &shop.tabs {
        tab.wait("the tab heard the word", "return !!window.tab.going")
            .await?;
        tab.start("first", "return await window.tab.going").await?;
        tab.outcome("first").await?;
    }
    for tab in &shop.tabs {
        tab.run("tab.going = null", vec![]).await?;
    }
    one(&shop.all("visitor").await?)?;
    shop.close().await
}

const OVERTAKEN: &str = "Without Web Locks, a tab whose refresh is overtaken by another tab's refusal still gets its answer";

async fn overtaken(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let settings = json!({ "rotation": "rotate", "pauseGrants": 1 });
    let mut shop = Shop::open(stage, browser, 0, settings).await?;
    for _ in 0..2 {
        shop.open_tab("&without=locks").await?;
    }
    let (slow, fast) = (shop.tab(0)?, shop.tab(1)?);
    slow.value("return await tab.age()").await?;
    slow.start("call", "return await tab.visitor()").await?;
    shop.asked("refresh_token", 1).await?;
    // The refresh token is spent, and its successor is still on the way.
    let visitor = fast.value("return await tab.visitor()").await?;
    shop.client.set(json!({ "pauseGrants": false })).await?;
    let outcome = slow.outcome("call").await?;
    if outcome["value"].is_null() {
        return Err(format!("the slow call ends with {outcome}"));
    }
    same(
        &slow.value("return await tab.visitor()").await?,
        &visitor,
        "visitor",
    )?;
    shop.close().await
}
