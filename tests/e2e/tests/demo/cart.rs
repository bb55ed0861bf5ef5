//! The cart: kept on the server, under the visitor's name.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(RELOAD, reload(stage, browser).await);
    summary.add(TABS, tabs(stage, browser).await);
    summary.add(LINES, lines(stage, browser).await);
    summary.add(FORGOTTEN, forgotten(stage, browser).await);
}

const RELOAD: &str = "The cart survives a reload, without a token request";

async fn reload(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.add(2).await?;
    visit.shows("cartCount", json!(2)).await?;
    let total = "return document.querySelector('[data-cart-total]').textContent";
    let before = visit.tab.run(total, vec![]).await?;
    visit.reload().await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.shows("tokenRequests", json!(0)).await?;
    same(&visit.tab.run(total, vec![]).await?, &before, "total")?;
    visit.end().await
}

const TABS: &str = "Two tabs share one visitor and one cart (§8.5 #15, #36)";

async fn tabs(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    let another = visit.another().await?;
    another.shows("cartCount", json!(1)).await?;
    another.shows("tokenRequests", json!(0)).await?;
    another.add(3).await?;
    another.shows("cartCount", json!(2)).await?;
    visit.shows("cartCount", json!(2)).await?;
    let guest = "return document.querySelector('#guest').textContent";
    let names = (
        visit.tab.run(guest, vec![]).await?,
        another.tab.run(guest, vec![]).await?,
    );
    same(&names.0, &names.1, "guest")?;
    another.end().await?;
    visit.end().await
}

const LINES: &str = "A thing in the cart can be had more often, less often, and not at all";

async fn lines(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.press("#cart .more").await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.press("#cart .less").await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.press("#cart .less").await?;
    visit.shows("cartCount", json!(0)).await?;
    visit.end().await
}

const FORGOTTEN: &str =
    "A visitor who is forgotten is forgotten in every tab, and comes back as somebody else";

async fn forgotten(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    let another = visit.another().await?;
    another.shows("cartCount", json!(1)).await?;
    visit.press("#forget").await?;
    for it in [&visit, &another] {
        it.shows("sessionState", json!("empty")).await?;
        it.shows("cartCount", json!(0)).await?;
    }
    another.reload().await?;
    another.shows("cartCount", json!(0)).await?;
    another.shows("tokenRequests", json!(1)).await?;
    another.end().await?;
    visit.end().await
}
