//! From the cart to an order.

use e2e::{Browser, Stage, Summary, Timeout, until};
use serde_json::{Value, json};

use super::customer::ENTER;
use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(ORDER, order(stage, browser).await);
    summary.add(TABS, tabs(stage, browser).await);
    summary.add(AGAIN, again(stage, browser).await);
    summary.add(SCARCE, scarce(stage, browser).await);
    summary.add(OWN, own(stage, browser).await);
    summary.add(EXPIRED, expired(stage, browser).await);
}

const ORDER: &str = "A guest orders with a key: the cart is empty, the stock is smaller, and the number has the focus";

async fn order(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let before = visit.left("cup").await?;
    visit.put("cup", 2).await?;
    visit.keys("#order", ENTER).await?;
    visit.thanked().await?;
    visit.shows("cartCount", json!(0)).await?;
    visit.leaves("cup", before - 2).await?;
    let focus = "return document.activeElement?.id === 'thanks' && !!document.querySelector('[data-order]').dataset.order";
    visit.tab.wait("the number has the focus", focus).await?;
    visit.text("#activity", "as the app: takeFromStock").await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.put("bowl", 1).await?;
    let shown =
        "return ['#thanks', '#order'].map((it) => document.querySelector(it).checkVisibility())";
    let shown = visit.tab.run(shown, vec![]).await?;
    same(&shown, &json!([false, true]), "thanks and button")?;
    visit.end().await
}

const TABS: &str =
    "Two tabs that order one cart at once take its things from the stock once, and both say so";

async fn tabs(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.put("whisk", 2).await?;
    let another = visit.another().await?;
    another.shows("cartCount", json!(2)).await?;
    let held = json!({ "pauses": { "inventory-decrement": true } });
    visit.client.set(held).await?;
    visit.press("#order").await?;
    until("Wix is asked", Timeout::SHORT, async || {
        let asked = !visit.stock_changes("whisk").await?.is_empty();
        Ok(asked.then_some(()))
    })
    .await?;
    another.press("#order").await?;
    let under_way = "return document.querySelector('#order').ariaDisabled === 'true'";
    another
        .tab
        .wait("the other is under way", under_way)
        .await?;
    let let_go = json!({ "pauses": { "inventory-decrement": false } });
    visit.client.set(let_go).await?;
    visit.thanked().await?;
    another
        .noticed("order cart_empty", "ordered it already")
        .await?;
    for it in [&visit, &another] {
        it.shows("cartCount", json!(0)).await?;
    }
    same(
        &json!(visit.stock_changes("whisk").await?),
        &json!([-2]),
        "changes of the stock",
    )?;
    another.end().await?;
    visit.end().await
}

const AGAIN: &str = "An order whose answer was lost is the same one when it is sent again";

async fn again(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.put("plate", 1).await?;
    let script = "const order = async () => (await fetchWithAuth('/backend/orders', { method: 'POST', headers: { 'idempotency-key': 'again' } })).json();
        const [first, second] = await Promise.all([order(), order()]);
        return first.number === second.number && (await order()).number === first.number";
    same(&visit.call(script).await?, &json!(true), "the same number")?;
    same(
        &json!(visit.stock_changes("plate").await?),
        &json!([-1]),
        "changes of the stock",
    )?;
    visit.end().await
}

const SCARCE: &str =
    "More than there is cannot be ordered: the shop says of what, and nothing leaves the stock";

async fn scarce(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.put("caddy", 1).await?;
    visit.put("kettle", 4).await?;
    visit.press("#order").await?;
    visit
        .noticed("order sold_out", "Of the Iron kettle there are 3 left")
        .await?;
    visit.shows("cartCount", json!(5)).await?;
    for product in ["caddy", "kettle"] {
        let changes = visit.stock_changes(product).await?;
        same(&json!(changes), &json!([]), "changes of the stock")?;
    }
    visit
        .press("#notices .notice button:nth-of-type(1)")
        .await?;
    visit.press("[data-line=kettle] .less").await?;
    visit.shows("cartCount", json!(4)).await?;
    visit.press("#order").await?;
    visit.thanked().await?;
    visit.leaves("kettle", 0).await?;
    visit
        .text("[data-product=kettle]", "Ask the potter")
        .await?;
    visit.end().await
}

const OWN: &str = "A member sees their own orders and their points on the account page, and nobody else's, not by number either";

async fn own(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.member("Ada").await?;
    visit.put("bowl", 2).await?;
    visit.press("#order").await?;
    let number = visit.thanked().await?;
    visit.press("#thanks a").await?;
    visit.text("#orders", &format!("Number {number}")).await?;
    visit.text("#orders", "2 × Rain bowl").await?;
    visit.text("#orders", "€64").await?;
    visit.number("points").await?;
    same(&ask(&visit, number).await?, &json!("200"), "one's own")?;
    visit.tab.close().await?;

    let visit = Visit::begin(stage, browser).await?;
    visit.member("Ben").await?;
    visit.tab.go(&stage.page("/account.html")).await?;
    visit.text("#orders", "Nothing yet").await?;
    same(&ask(&visit, number).await?, &json!("403 not_owner"), "hers")?;
    let there = "return document.querySelectorAll('#orders li').length";
    same(&visit.tab.run(there, vec![]).await?, &json!(0), "orders")?;
    visit.tab.close().await
}

const EXPIRED: &str = "An order with an expired token is made with another, and nobody notices";

async fn expired(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.put("cup", 1).await?;
    visit.left("cup").await?;
    visit.press("#expire").await?;
    visit.text("#fault-result", "refuses this token").await?;
    visit.press("#order").await?;
    visit.thanked().await?;
    same(&visit.notices().await?, &json!([]), "notices")?;
    visit.end().await
}

/// What the backend answers to a caller who asks for an order by its number.
async fn ask(visit: &Visit<'_>, number: u64) -> Result<Value, String> {
    let script = format!(
        "const answer = await fetchWithAuth('/backend/orders/{number}');
         const {{ error }} = await answer.json();
         return [answer.status, error?.code].filter(Boolean).join(' ')"
    );
    visit.call(&script).await
}
