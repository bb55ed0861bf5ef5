//! Signing in on a page elsewhere, and coming back.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(WIX_PAGE, wix_page(stage, browser).await);
    summary.add(GOOGLE, google(stage, browser).await);
    summary.add(WENT_BACK, went_back(stage, browser).await);
    summary.add(FORGED, forged(stage, browser).await);
    summary.add(NOTHING, nothing(stage, browser).await);
}

const WIX_PAGE: &str =
    "Somebody signs in on the Wix page and is back in the shop, with the guest's cart";

async fn wix_page(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let who = visit.account("Ada", "kettle-1").await?;
    visit.fill_cart().await?;
    visit.press("#account-menu .sign-in").await?;
    visit.at_step("sign-in").await?;
    visit.press("[data-way=wix]").await?;
    visit.on_page("Sign in").await?;
    visit.type_into("#email", &who).await?;
    visit.type_into("#password", "kettle-1\n").await?;
    visit.ready().await?;
    visit.shows("member", json!("Ada")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.shows("sessionState", json!("member")).await?;
    visit.text("#greeting", "Ada").await?;
    visit.address_is("/").await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.reload().await?;
    visit.shows("member", json!("Ada")).await?;
    visit.end().await
}

const GOOGLE: &str = "Somebody signs in with “Google” and is a member of the shop";

async fn google(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.fill_cart().await?;
    visit.press("#account-menu .sign-in").await?;
    visit.at_step("sign-in").await?;
    visit.press("[data-way=google]").await?;
    visit.on_page("Google").await?;
    visit.press("button[value='tom.reed@example.com']").await?;
    visit.ready().await?;
    visit.shows("member", json!("Tom Reed")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.end().await
}

const WENT_BACK: &str =
    "Somebody who goes back without signing in learns that, and is the same guest";

async fn went_back(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.fill_cart().await?;
    visit.press("#account-menu .sign-in").await?;
    visit.at_step("sign-in").await?;
    visit.press("[data-way=wix]").await?;
    visit.on_page("Sign in").await?;
    visit.press("button[value=cancel]").await?;
    visit
        .says_problem("login_refused", "nothing has changed")
        .await?;
    visit.address_is("/callback.html").await?;
    visit.press("#links a:last-child").await?;
    visit.ready().await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.end().await
}

const FORGED: &str =
    "A sign-in that this browser did not begin signs nobody in, and no token is asked for";

/// With a state of the form that ours have.
const FORGERY: &str =
    "/callback.html?code=forged&state=forged-forged-forged-forged-forged-forged-x";

async fn forged(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let before = visit.client.grants("authorization_code").await?;
    visit.tab.go(&stage.page(FORGERY)).await?;
    visit.says_problem("state_mismatch", "begin again").await?;
    // It is not the answer to a login of this browser, so it is not ours to take away.
    visit.address_is(FORGERY).await?;
    let after = visit.client.grants("authorization_code").await?;
    same(&json!(after), &json!(before), "codes redeemed")?;
    visit.press("#links a:first-child").await?;
    visit.ready().await?;
    visit.at_step("sign-in").await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit.end().await
}

const NOTHING: &str = "The callback page says so when there is nothing to finish";

async fn nothing(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.tab.go(&stage.page("/callback.html")).await?;
    visit.text("#title", "Nothing to do here").await?;
    visit.press("#links a:last-child").await?;
    visit.ready().await?;
    visit.end().await
}
