//! Things that are sold out, and who may bring them back: the backend decides that.

use e2e::{Browser, Stage, Summary, Timeout, until};
use serde_json::json;

use super::customer::ENTER;
use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(NARROW, narrow(stage, browser).await);
    summary.add(GUEST, guest(stage, browser).await);
    summary.add(MEMBER, member(stage, browser).await);
}

const NARROW: &str = "A sold-out thing says so in a narrow window, and nothing lies over it";

async fn narrow(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let before = visit.width(390).await?;
    let fits = "const words = document.querySelector('[data-left=\"0\"] .details');
        if (!words?.innerText.includes('Sold out')) return false;
        const [price, button] = ['.price', 'button'].map((it) => words.querySelector(it).getBoundingClientRect());
        return document.documentElement.scrollWidth <= innerWidth && button.right <= innerWidth
          && (price.bottom <= button.top || price.right <= button.left)";
    let fits = visit.tab.wait("price and button side by side", fits).await;
    visit.width(before).await?;
    fits?;
    visit.end().await
}

const GUEST: &str = "A guest who asks the potter is refused by the backend, in words and with the way to sign in, and the panel says why";

async fn guest(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.leaves("vase", 0).await?;
    visit.press(VASE).await?;
    visit
        .noticed("restock permission_denied", "for members only")
        .await?;
    visit
        .text("#activity", "shop.restock, refused: permission denied")
        .await?;
    visit.text("#activity", "Guest ").await?;
    same(
        &json!(visit.stock_changes("vase").await?),
        &json!([]),
        "changes of the stock",
    )?;
    visit
        .press("#notices .notice button:nth-of-type(1)")
        .await?;
    visit.at_step("sign-in").await?;
    visit.end().await
}

const MEMBER: &str = "A member gets a sold-out thing back, once, by keyboard too, and the panel says who asked and what was done as the app";

async fn member(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.member("Ada").await?;
    visit.leaves("vase", 0).await?;
    let another = visit.another().await?;
    hold(&visit, true).await?;
    visit.keys(VASE, ENTER).await?;
    until("Wix is asked", Timeout::SHORT, async || {
        let asked = !visit.stock_changes("vase").await?.is_empty();
        Ok(asked.then_some(()))
    })
    .await?;
    let ask = "return shop.restock('vase').catch(({ code }) => code)";
    same(
        &another.call(ask).await?,
        &json!("already_asked"),
        "at the same time",
    )?;
    hold(&visit, false).await?;
    visit.leaves("vase", 5).await?;
    visit.text("#status", "back on the shelf").await?;
    same(
        &visit.focus().await?,
        &json!("Add Single vase to the cart"),
        "focus",
    )?;
    visit.text("#activity", "as the app: addToStock").await?;
    visit.text("#activity", ": shop.restock").await?;
    visit.text("#activity", "Member ").await?;
    let script = "const codes = [];
        for (const given of [['vase'], ['vase', 99], ['cup'], ['unicorn'], ['__proto__'], [['vase']], []])
          codes.push(await shop.restock(...given).catch(({ code }) => code));
        return codes.join()";
    let failed = "not_sold_out,not_sold_out,not_sold_out,no_such_thing,no_such_thing,no_such_thing,no_such_thing";
    same(
        &visit.call(script).await?,
        &json!(failed),
        "what it tells others",
    )?;
    same(
        &json!(visit.stock_changes("vase").await?),
        &json!([5]),
        "changes of the stock",
    )?;
    another.end().await?;
    visit.end().await
}

/// Whether Wix keeps its answer to who adds to the stock.
async fn hold(visit: &Visit<'_>, held: bool) -> Result<(), String> {
    let pauses = json!({ "pauses": { "inventory-increment": held } });
    visit.client.set(pauses).await
}

const VASE: &str = "[data-product=vase] button";
