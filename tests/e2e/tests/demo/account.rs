//! The page that only members see.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::customer::PASSWORD;
use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(MEMBERS, members(stage, browser).await);
    summary.add(GATE, gate(stage, browser).await);
    summary.add(ENDED, ended(stage, browser).await);
    summary.add(NARROW, narrow(stage, browser).await);
}

const MEMBERS: &str = "A member sees their account, and who the server says they are";

async fn members(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.fill_cart().await?;
    let email = visit.member("Ada").await?;
    visit.press("#account-menu .name").await?;
    open(&visit).await?;
    visit.shows("nickname", json!("Ada")).await?;
    visit.shows("email", json!(email)).await?;
    visit.shows("subjectType", json!("member")).await?;
    visit.shows("cartSummary", json!("2 things, €86")).await?;
    let id = visit.value("subjectId").await?;
    if id.as_str().is_none_or(|id| id.len() < 8) {
        return Err(format!("whose token it is: {id}"));
    }
    visit.press("#sign-out").await?;
    visit.is_back().await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.end().await
}

const GATE: &str = "A guest is asked to sign in on the account page, and sees it then";

async fn gate(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    let another = visit.another().await?;
    another.tab.go(&stage.page("/account.html")).await?;
    another.text("#message", "for members").await?;
    let hidden = "return ['#account', '#token'].map((it) => document.querySelector(it).hidden)";
    let hidden = another.tab.run(hidden, vec![]).await?;
    same(&hidden, &json!([true, true]), "hidden")?;
    another.press("#sign-in").await?;
    another.at_step("sign-in").await?;
    another.log_in(&email, PASSWORD).await?;
    open(&another).await?;
    another.shows("email", json!(email)).await?;
    visit.shows("member", json!("Ada")).await?;
    visit.press("#account-menu .sign-out").await?;
    visit.is_back().await?;
    another.text("#message", "for members").await?;
    another.shows("email", json!("")).await?;
    another.tab.close().await?;
    visit.end().await
}

const ENDED: &str = "A session that has ended is shown on the account page, with the way back in";

async fn ended(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.member("Ada").await?;
    visit.press("#end").await?;
    visit
        .text("#fault-result", "has ended this sign-in")
        .await?;
    visit.tab.go(&stage.page("/account.html")).await?;
    visit.text("#message", "that has ended").await?;
    visit.text("#sign-in", "Sign in again").await?;
    visit.press("#sign-in").await?;
    visit.at_step("sign-in").await?;
    visit.log_in(&email, PASSWORD).await?;
    open(&visit).await?;
    visit.shows("email", json!(email)).await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.tab.close().await
}

const NARROW: &str = "Sheet and account page fit a narrow window without scrolling sideways";

async fn narrow(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let before = visit.width(360).await?;
    let fits = fit(&visit).await;
    visit.width(before).await?;
    fits?;
    visit.tab.close().await
}

async fn fit(visit: &Visit<'_>) -> Result<(), String> {
    let fits = "return document.documentElement.scrollWidth <= innerWidth
        && [...document.querySelectorAll('dialog, header > *, .page-card')].every((it) =>
          it.scrollWidth <= it.clientWidth && it.getBoundingClientRect().right <= innerWidth)";
    let email = visit.account("Maximiliane", PASSWORD).await?;
    visit.open_sign_in().await?;
    visit.tab.wait("the dialog fits", fits).await?;
    visit.log_in(&email, PASSWORD).await?;
    visit.shows("member", json!("Maximiliane")).await?;
    visit.tab.wait("the shop fits", fits).await?;
    visit.press("#account-menu .name").await?;
    open(visit).await?;
    visit.shows("subjectType", json!("member")).await?;
    visit
        .tab
        .wait("the account page fits", fits)
        .await
        .map(drop)
}

/// Waits until the page shows what only members see.
async fn open(visit: &Visit<'_>) -> Result<(), String> {
    let script = "return document.querySelector('#account')?.hidden === false";
    visit
        .tab
        .wait("the account is shown", script)
        .await
        .map(drop)
}
