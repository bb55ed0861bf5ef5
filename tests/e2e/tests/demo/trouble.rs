//! What can go wrong with a sign-in that is nobody's fault.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::customer::PASSWORD;
use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(OFFLINE, offline(stage, browser).await);
    summary.add(SILENT, silent(stage, browser).await);
    summary.add(NO_TOKEN, no_token(stage, browser).await);
    summary.add(ALONE, alone(stage, browser).await);
}

const OFFLINE: &str = "Without a network, the form says so, and works when it is back (row 30)";

async fn offline(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    let cut = json!({ "kind": "cut" });
    visit
        .client
        .set(json!({ "faults": { "login": cut, "redirect-session": cut } }))
        .await?;
    visit.open_sign_in().await?;
    visit.log_in(&email, PASSWORD).await?;
    visit
        .says_problem("api_unavailable", "Check your connection")
        .await?;
    visit.press("[data-way=wix]").await?;
    visit
        .says_problem("api_unavailable", "Check your connection")
        .await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit
        .client
        .set(json!({ "faults": { "login": null, "redirect-session": null } }))
        .await?;
    visit.press("[data-step=sign-in] [type=submit]").await?;
    visit.shows("member", json!("Ada")).await?;
    visit.end().await
}

const SILENT: &str = "Where the frame is kept silent, the form names the way that works";

async fn silent(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    visit.press("#block").await?;
    visit.text("#fault-result", "no response from Wix").await?;
    visit.open_sign_in().await?;
    visit.log_in(&email, PASSWORD).await?;
    visit
        .says_problem("frame_silent", "with the Wix page instead")
        .await?;
    let way = json!("Continue with the Wix page");
    same(&visit.focus().await?, &way, "focus")?;
    let frames = "return document.querySelectorAll('iframe').length";
    same(&visit.tab.run(frames, vec![]).await?, &json!(0), "frames")?;
    visit.press("[data-way=wix]").await?;
    visit.on_page("Sign in").await?;
    visit.type_into("#email", &email).await?;
    visit
        .type_into("#password", &format!("{PASSWORD}\n"))
        .await?;
    visit.ready().await?;
    visit.shows("member", json!("Ada")).await?;
    visit.end().await
}

const NO_TOKEN: &str = "A broken token endpoint keeps a sign-in from ending, and costs nobody the guest's cart (row 30)";

async fn no_token(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    visit.fill_cart().await?;
    visit.press("#break").await?;
    visit.text("#fault-result", "503").await?;
    visit.open_sign_in().await?;
    visit.log_in(&email, PASSWORD).await?;
    visit
        .says_problem("token_endpoint_unavailable", "Wait a moment")
        .await?;
    visit.press("dialog .close").await?;
    visit.press("#break").await?;
    visit.text("#fault-result", "works again").await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.open_sign_in().await?;
    visit
        .keys(
            "[data-step=sign-in] [name=password]",
            &format!("{PASSWORD}\u{e007}"),
        )
        .await?;
    visit.shows("member", json!("Ada")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.end().await
}

const ALONE: &str = "A sign-out without a network is one all the same, and says what is left to do";

async fn alone(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.fill_cart().await?;
    visit.member("Ada").await?;
    visit
        .client
        .set(json!({ "faults": { "redirect-session": { "kind": "cut" } } }))
        .await?;
    visit.press("#account-menu .sign-out").await?;
    visit.shows("sessionState", json!("visitor")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.text("#notices", "sign in and out once more").await?;
    same(
        &visit.notices().await?,
        &json!(["sign-out api_unavailable"]),
        "notices",
    )?;
    visit.end().await
}
