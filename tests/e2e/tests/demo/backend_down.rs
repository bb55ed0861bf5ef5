//! The shop without its backend.

use e2e::{Backend, Browser, Stage, Summary};
use serde_json::json;

use super::visit::{Visit, same};

/// The last of all: the backend is not the same afterwards.
pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary, shop: Backend) {
    summary.add(CLOSED, closed(stage, browser, shop).await);
}

const CLOSED: &str = "Without its backend the shop still shows shelf and cart, says what is missing, and orders once it is back";

async fn closed(stage: &Stage, browser: &Browser, shop: Backend) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.left("cup").await?;
    visit.member("Ada").await?;
    drop(shop);
    visit.reload().await?;
    visit.text("#stock-message", "is not known").await?;
    visit.put("cup", 1).await?;
    visit.press("#order").await?;
    visit
        .noticed("order backend_failed", "does not respond just now")
        .await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.tab.go(&stage.page("/account.html")).await?;
    visit.text("#orders-message", "cannot be shown").await?;
    visit.shows("cartSummary", json!("1 thing, €18")).await?;
    visit.tab.go(&stage.page("/")).await?;
    visit.ready().await?;
    visit.text("#stock-message", "is not known").await?;
    visit.press("#order").await?;
    visit
        .noticed("order backend_failed", "does not respond just now")
        .await?;

    let _shop = Backend::shop(stage).await?;
    visit.press("#stock-again").await?;
    visit.left("cup").await?;
    visit
        .press("#notices .notice button:nth-of-type(1)")
        .await?;
    visit.thanked().await?;
    visit.shows("cartCount", json!(0)).await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.end().await
}
