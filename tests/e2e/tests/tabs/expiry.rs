//! Tabs that need a new token in the same moment.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::shop::{Shop, one, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(RETURNING, returning(stage, browser).await);
    summary.add(OPEN, open(stage, browser).await);
    summary.add(REFUSED, refused(stage, browser).await);
    summary.add(HANGING, hanging(stage, browser).await);
}

const RETURNING: &str = "Four tabs opened at expiry, with reuse detection: one refresh, nobody is signed out (§8.5 #36)";

async fn returning(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let settings = json!({ "rotation": "reuse-detection", "grantDelay": 500 });
    let shop = Shop::open(stage, browser, 4, settings).await?;
    shop.tab(0)?.value("return await tab.age()").await?;
    one(&shop.all("visitor").await?)?;
    let expected = json!({ "mints": 0, "refreshes": 1, "visitors": 1, "reuses": 0 });
    same(&shop.counts().await?, &expected, "counts")?;
    shop.close().await
}

const OPEN: &str =
    "Four open tabs at expiry, with reuse detection: one refresh, nobody is signed out (§8.5 #36)";

async fn open(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let settings = json!({ "rotation": "reuse-detection", "grantDelay": 500 });
    let shop = Shop::open(stage, browser, 4, settings).await?;
    let before = one(&shop.all("visitor").await?)?.clone();
    for round in 1..=2 {
        for tab in &shop.tabs {
            tab.run(
                &format!("tab.later({round} * 5 * 3600); tab.going = null"),
                Vec::new(),
            )
            .await?;
        }
        same(one(&shop.all("visitor").await?)?, &before, "visitor")?;
        let expected = json!({ "mints": 1, "refreshes": round, "visitors": 1, "reuses": 0 });
        same(&shop.counts().await?, &expected, "counts")?;
    }
    shop.close().await
}

const REFUSED: &str =
    "Four tabs whose token is refused at once: one refresh, four answers (§8.5 #20, #36)";

async fn refused(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let settings = json!({ "rotation": "reuse-detection", "grantDelay": 500 });
    let shop = Shop::open(stage, browser, 4, settings).await?;
    shop.all("visitor").await?;
    shop.client.act("revoke-access").await?;
    for tab in &shop.tabs {
        tab.run("tab.going = null", Vec::new()).await?;
    }
    same(
        &json!(shop.all("status").await?),
        &json!([200, 200, 200, 200]),
        "answers",
    )?;
    let expected = json!({ "mints": 1, "refreshes": 1, "visitors": 1, "reuses": 0 });
    same(&shop.counts().await?, &expected, "counts")?;
    shop.close().await
}

const HANGING: &str =
    "A refresh that hangs in one tab holds up the others within bounds only (§8.5 #38)";

async fn hanging(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let fault = json!({ "refresh_token": { "kind": "hang", "times": 1 } });
    let shop = Shop::open(stage, browser, 2, json!({ "faults": fault })).await?;
    shop.tab(0)?.value("return await tab.age()").await?;
    shop.tab(0)?
        .start("hanging", "return await tab.visitor()")
        .await?;
    shop.asked("refresh_token", 1).await?;
    // Tab::value waits 30 s at most; the hanging request ends after 10.
    shop.tab(1)?.value("return await tab.visitor()").await?;
    same(&shop.counts().await?["visitors"], &json!(1), "visitors")?;
    shop.close().await
}
