//! Members in the shop: their carts, their tabs, their way out, and what happens when a sign-in ends.

use e2e::{Browser, Stage, Summary};
use serde_json::{Value, json};

use super::customer::PASSWORD;
use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(OUT, out(stage, browser).await);
    summary.add(TABS, tabs(stage, browser).await);
    summary.add(ENDED, ended(stage, browser).await);
    summary.add(GUEST, guest(stage, browser).await);
    summary.add(RENEWED, renewed(stage, browser).await);
}

const OUT: &str = "A person who signs out is the same guest with the same cart, and finds the member's when they are back";

async fn out(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.fill_cart().await?;
    let before = guest_name(&visit).await?;
    let email = visit.member("Ada").await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.add(3).await?;
    visit.shows("cartCount", json!(3)).await?;
    visit.press("#account-menu .sign-out").await?;
    visit.is_back().await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit.shows("cartCount", json!(2)).await?;
    same(&guest_name(&visit).await?, &before, "guest")?;
    visit.open_sign_in().await?;
    visit.log_in(&email, PASSWORD).await?;
    visit.shows("member", json!("Ada")).await?;
    visit.shows("cartCount", json!(3)).await?;
    visit.end().await
}

const TABS: &str = "A sign-in and a sign-out in one tab are the other's too (§8.5 #36)";

async fn tabs(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.fill_cart().await?;
    let another = visit.another().await?;
    another.shows("state", json!("visitor")).await?;
    visit.member("Ada").await?;
    visit.add(3).await?;
    visit.shows("cartCount", json!(3)).await?;
    another.shows("member", json!("Ada")).await?;
    another.shows("cartCount", json!(3)).await?;
    another.text("#greeting", "Ada").await?;
    another.press("#account-menu .sign-out").await?;
    another.is_back().await?;
    visit.shows("state", json!("visitor")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.text("#guest", "You are signed out.").await?;
    another.end().await?;
    visit.end().await
}

const ENDED: &str = "A member whose session ended is asked to sign in again, in every tab, and gets what they wanted then (§8.5 #16)";

async fn ended(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.member("Ada").await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    let another = visit.another().await?;
    another.shows("member", json!("Ada")).await?;
    let before = visit.client.seen().await?["visitors"].clone();
    visit.press("#end").await?;
    visit
        .text("#fault-result", "has ended this sign-in")
        .await?;
    visit.add(2).await?;
    for it in [&visit, &another] {
        it.shows("state", json!("expired")).await?;
        it.text("#notices", "that has ended").await?;
        let notices = it.notices().await?;
        same(&notices, &json!(["session sign_in_required"]), "notices")?;
    }
    visit.shows("cartCount", json!(1)).await?;
    let after = visit.client.seen().await?["visitors"].clone();
    same(&after, &before, "visitors")?;
    visit.reload().await?;
    visit.shows("state", json!("expired")).await?;
    visit.text("#cart", "is kept for you").await?;
    visit.add(2).await?;
    visit.text("#notices", "that has ended").await?;
    visit
        .press("#notices .notice button:nth-of-type(1)")
        .await?;
    visit.at_step("sign-in").await?;
    visit.log_in(&email, PASSWORD).await?;
    visit.shows("member", json!("Ada")).await?;
    visit.shows("cartCount", json!(2)).await?;
    another.shows("member", json!("Ada")).await?;
    for it in [&visit, &another] {
        same(&it.notices().await?, &json!([]), "notices")?;
    }
    another.end().await?;
    visit.end().await
}

const GUEST: &str = "A member whose session ended may go on as a guest, by their own choice only";

async fn guest(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.member("Ada").await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.press("#end").await?;
    visit
        .text("#fault-result", "has ended this sign-in")
        .await?;
    visit.add(2).await?;
    visit.shows("state", json!("expired")).await?;
    visit
        .press("#notices .notice button:nth-of-type(2)")
        .await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit.shows("cartCount", json!(0)).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.end().await
}

const RENEWED: &str = "A member's expired token is renewed and nobody notices (§8.5 #20)";

async fn renewed(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.member("Ada").await?;
    visit.press("#expire").await?;
    visit.text("#fault-result", "refuses this token").await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.shows("member", json!("Ada")).await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.end().await
}

/// The last word of what a guest is called by.
async fn guest_name(visit: &Visit<'_>) -> Result<Value, String> {
    let script = "return document.querySelector('#guest').textContent.match(/guest (\\w+)/)?.[1]";
    visit.tab.wait("a guest's name", script).await
}
