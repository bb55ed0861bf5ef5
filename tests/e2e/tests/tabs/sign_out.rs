//! Signing out in one tab, with others open.

use e2e::{Browser, Stage, Summary};
use serde_json::{Value, json};

use super::shop::{Shop, back, one, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(OBEYED, obeyed(stage, browser).await);
    for rotation in ["static", "reuse-detection"] {
        summary.add(
            &format!("{WINS} {rotation}"),
            wins(stage, browser, rotation).await,
        );
    }
    summary.add(FIRST, first(stage, browser).await);
    summary.add(AWAY, away(stage, browser).await);
}

const OBEYED: &str = "A sign-out in one tab is obeyed by the others as soon as the signal arrives";

async fn obeyed(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let shop = Shop::open(stage, browser, 3, json!({})).await?;
    let before = one(&shop.all("visitor").await?)?.clone();
    shop.tab(0)?.value("await tab.auth.signOut()").await?;
    for tab in &shop.tabs {
        tab.wait(
            "the tab hears of it",
            "return tab.states.at(-1) === 'empty'",
        )
        .await?;
        let session = tab.value("return await tab.auth.session()").await?;
        same(&session, &json!({ "state": "empty" }), "session")?;
    }
    let after = shop.tab(2)?.value("return await tab.visitor()").await?;
    differs(&before, &after)?;
    same(
        &shop.tab(1)?.value("return await tab.visitor()").await?,
        &after,
        "visitor",
    )?;
    shop.close().await
}

const WINS: &str =
    "A sign-out in one tab during a refresh in another wins: no token is left (row 32)";

async fn wins(stage: &Stage, browser: &Browser, rotation: &str) -> Result<(), String> {
    let settings = json!({ "rotation": rotation, "pauseGrants": true });
    let shop = Shop::open(stage, browser, 2, settings).await?;
    let (one, other) = (shop.tab(0)?, shop.tab(1)?);
    one.value("return await tab.age()").await?;
    one.start("call", "return await tab.visitor()").await?;
    shop.asked("refresh_token", 1).await?;
    other.value("await tab.auth.signOut()").await?;
    shop.client.set(json!({ "pauseGrants": false })).await?;
    one.outcome("call").await?;
    empty(&shop).await
}

const FIRST: &str = "A sign-out in one tab during the first token request of another wins (row 32)";

async fn first(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let shop = Shop::open(stage, browser, 2, json!({ "pauseGrants": true })).await?;
    let (one, other) = (shop.tab(0)?, shop.tab(1)?);
    one.start("call", "return await tab.visitor()").await?;
    shop.asked("anonymous", 1).await?;
    other.value("await tab.auth.signOut()").await?;
    shop.client.set(json!({ "pauseGrants": false })).await?;
    one.outcome("call").await?;
    empty(&shop).await
}

const AWAY: &str = "A page that was in the back/forward cache during a sign-out knows of it when it comes back (row 32, row 41)";

async fn away(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let shop = Shop::open(stage, browser, 2, json!({})).await?;
    let before = one(&shop.all("visitor").await?)?.clone();
    let (one, other) = (shop.tab(0)?, shop.tab(1)?);
    one.go(&shop.elsewhere()).await?;
    other.value("await tab.auth.signOut()").await?;
    back(one).await?;
    differs(&before, &one.value("return await tab.visitor()").await?)?;
    shop.close().await
}

/// Every tab says so, and storage too.
async fn empty(shop: &Shop<'_>) -> Result<(), String> {
    for tab in &shop.tabs {
        let session = tab.value("return await tab.auth.session()").await?;
        same(&session, &json!({ "state": "empty" }), "session")?;
        same(
            &tab.value("return await tab.holdsTokens()").await?,
            &json!(false),
            "stored tokens",
        )?;
    }
    Ok(())
}

fn differs(before: &Value, after: &Value) -> Result<(), String> {
    match after.is_string() && before != after {
        true => Ok(()),
        false => Err(format!("another visitor than {before}, got {after}")),
    }
}
