//! The page itself: what it shows first, and to whom.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(FIRST, first(stage, browser).await);
    summary.add(KEYBOARD, keyboard(stage, browser).await);
    summary.add(NARROW, narrow(stage, browser).await);
}

const FIRST: &str =
    "The shop greets a new visitor after one token request, under its strict policy (row 38)";

async fn first(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit.shows("tokenRequests", json!(1)).await?;
    visit.shows("cartCount", json!(0)).await?;
    visit.shows("lastResponse", json!(200)).await?;
    visit.text("#guest", "guest").await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.end().await
}

const KEYBOARD: &str = "The shop can be used with the keyboard alone";

async fn keyboard(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let button = visit
        .tab
        .element("[data-product]:nth-child(1) button")
        .await?;
    button.focus().await.map_err(|why| why.to_string())?;
    button
        .send_keys("\u{e007}")
        .await
        .map_err(|why| why.to_string())?;
    visit.shows("cartCount", json!(1)).await?;
    let focusable = "return [...document.querySelectorAll('button, a[href], summary')]
        .every((it) => it.tabIndex >= 0)";
    same(
        &visit.tab.run(focusable, vec![]).await?,
        &json!(true),
        "everything can be reached",
    )?;
    visit.end().await
}

const NARROW: &str = "The shop fits a narrow window without scrolling sideways";

async fn narrow(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let before = visit.width(360).await?;
    let fits = visit.tab.wait(
        "the page is no wider than the window",
        "return document.documentElement.scrollWidth <= innerWidth",
    );
    let fits = fits.await;
    visit.width(before).await?;
    fits?;
    visit.end().await
}
