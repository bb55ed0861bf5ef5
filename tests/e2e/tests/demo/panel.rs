//! The buttons behind the counter: what a shop hopes never happens.

use e2e::{Browser, Stage, Summary};
use serde_json::{Value, json};

use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(FIFTY, fifty(stage, browser).await);
    summary.add(EXPIRED, expired(stage, browser).await);
    summary.add(EXPIRED_FIFTY, expired_fifty(stage, browser).await);
    summary.add(BROKEN, broken(stage, browser).await);
    summary.add(NO_TOKEN, no_token(stage, browser).await);
    summary.add(CODE, code(stage, browser).await);
    summary.add(DEVTOOLS, devtools(stage, browser).await);
}

const FIFTY: &str = "Fifty first calls at once: one token request, one visitor (§8.5 #15)";

async fn fifty(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.press("#forget").await?;
    visit.shows("sessionState", json!("empty")).await?;
    let before = visit.client.seen().await?["visitors"].as_u64();
    visit.press("#fifty").await?;
    visit
        .text("#fifty-result", "50 calls, 1 token request.")
        .await?;
    visit.text("#fifty-result", "All answered").await?;
    let after = visit.client.seen().await?["visitors"].as_u64();
    same(
        &json!(after),
        &json!(before.map(|count| count + 1)),
        "visitors",
    )?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.end().await
}

const EXPIRED: &str = "An expired token is renewed and nobody notices (§8.5 #20)";

async fn expired(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.press("#expire").await?;
    visit.text("#fault-result", "refuses this token").await?;
    let before = visit.number("tokenRequests").await?;
    visit.add(2).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.shows("tokenRequests", json!(before + 1)).await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.end().await
}

const EXPIRED_FIFTY: &str =
    "Fifty calls with an expired token: one token request, the same cart (§8.5 #15, #20)";

async fn expired_fifty(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.press("#expire").await?;
    visit.text("#fault-result", "refuses this token").await?;
    visit.press("#fifty").await?;
    visit
        .text("#fifty-result", "50 calls, 1 token request.")
        .await?;
    visit.text("#fifty-result", "All answered").await?;
    visit.reload().await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.end().await
}

const BROKEN: &str =
    "While the token lives, a broken token endpoint costs nobody anything (row 30)";

async fn broken(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.press("#break").await?;
    visit.text("#fault-result", "503").await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.press("#break").await?;
    visit.text("#fault-result", "works again").await?;
    visit.end().await
}

const NO_TOKEN: &str = "Without a token to be had, the shop says so; afterwards the same visitor goes on (§8.5 #47, row 30)";

async fn no_token(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit.press("#break").await?;
    visit.text("#fault-result", "503").await?;
    visit.press("#expire").await?;
    visit
        .text("#fault-result", "no new one can be obtained")
        .await?;
    visit.add(2).await?;
    visit.text("#notices", "try again").await?;
    let notices = visit.notices().await?;
    let known = [
        json!(["cart 401"]),
        json!(["cart token_endpoint_unavailable"]),
    ];
    if !known.contains(&notices) {
        return Err(format!("a notice about the token, got {notices}"));
    }
    same(
        &visit.value("sessionState").await?,
        &json!("visitor"),
        "session",
    )?;
    visit.press("#break").await?;
    visit.text("#fault-result", "works again").await?;
    // What failed is done again by itself.
    visit.shows("cartCount", json!(2)).await?;
    same(&visit.notices().await?, &Value::Array(vec![]), "notices")?;
    visit.end().await
}

const CODE: &str = "Beside each switch is the code of its moment, here and with @wix/sdk";

async fn code(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    for (button, moment) in [
        ("#fifty", "fifty"),
        ("#expire", "expire"),
        ("#break", "outage"),
        ("#break", "outage"),
        ("#end", "end"),
        ("#forget", "forget"),
    ] {
        visit.press(button).await?;
        let script = format!(
            "const codes = [...document.querySelectorAll('#code code')].map((it) => it.textContent);
             return !document.querySelector('#code').hidden && codes.length === 2
               && codes[0].startsWith('async function {moment}(auth')
               && codes[1].startsWith('async function {moment}(client')"
        );
        visit
            .tab
            .wait(&format!("the code of {moment}"), &script)
            .await?;
    }
    visit.end().await
}

const DEVTOOLS: &str = "The shop opens fetch-with-auth/devtools under its strict policy";

async fn devtools(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.press("#devtools").await?;
    visit
        .tab
        .wait(
            "the devtools show the visitor",
            &in_devtools("dd", "visitor"),
        )
        .await?;
    visit.ready().await?;
    visit.add(1).await?;
    visit.shows("cartCount", json!(1)).await?;
    visit
        .tab
        .wait(
            "the call is in the timeline",
            &in_devtools("li", "/api/cart"),
        )
        .await?;
    visit.end().await
}

/// Whether one of these elements in the devtools says so.
fn in_devtools(element: &str, part: &str) -> String {
    format!(
        "return [...document.querySelector('fetch-with-auth-devtools')?.shadowRoot.querySelectorAll({element:?}) ?? []]
           .some((it) => it.textContent.includes({part:?}))"
    )
}
