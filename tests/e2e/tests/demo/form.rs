//! The shop's own form.

use e2e::{Browser, Stage, Summary};
use serde_json::json;

use super::customer::{ENTER, ESCAPE, PASSWORD, TAB};
use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(STAYS, stays(stage, browser).await);
    summary.add(WRONG, wrong(stage, browser).await);
    summary.add(KEYS, keys(stage, browser).await);
    summary.add(CLOSED, closed(stage, browser).await);
}

const STAYS: &str =
    "Somebody signs in in the shop's own form without leaving the page, and the cart comes along";

async fn stays(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    visit.fill_cart().await?;
    visit.tab.run("window.here = true", vec![]).await?;
    visit.open_sign_in().await?;
    visit.log_in(&email, PASSWORD).await?;
    visit.shows("member", json!("Ada")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.text("#guest", "has come along").await?;
    let state = "return [window.here, document.querySelector('dialog').open,
        document.querySelectorAll('iframe').length]";
    let state = visit.tab.run(state, vec![]).await?;
    same(&state, &json!([true, false, 0]), "here, dialog, frames")?;
    visit.end().await
}

const WRONG: &str = "What is wrong with a sign-in is said in one sentence, at its field";

async fn wrong(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    visit.open_sign_in().await?;
    let table = [
        ("", "", "", "type your e-mail", "email"),
        ("ada", PASSWORD, "", "not an e-mail address", "email"),
        (&email, "", "", "type your password", "password"),
        (
            "nobody@example.com",
            PASSWORD,
            "invalidEmail",
            "create an account",
            "email",
        ),
        (
            &email,
            "kettle-2",
            "invalidPassword",
            "not the password",
            "password",
        ),
    ];
    for (email, password, code, part, field) in table {
        visit.log_in(email, password).await?;
        visit.says_problem(code, part).await?;
        same(&visit.focus().await?, &json!(field), part)?;
        let tied = "const it = document.activeElement;
            return [it.ariaInvalid, it.getAttribute('aria-describedby')]";
        let tied = visit.tab.run(tied, vec![]).await?;
        same(&tied, &json!(["true", "sign-in-problem"]), part)?;
    }
    visit.shows("sessionState", json!("visitor")).await?;
    visit
        .keys(
            "[data-step=sign-in] [name=password]",
            &format!("{PASSWORD}{ENTER}"),
        )
        .await?;
    visit.shows("member", json!("Ada")).await?;
    visit.end().await
}

const KEYS: &str = "The dialog can be used with the keyboard alone";

async fn keys(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    visit.keys("#account-menu .sign-in", ENTER).await?;
    visit.at_step("sign-in").await?;
    same(&visit.focus().await?, &json!("email"), "focus at first")?;
    visit
        .keys("[data-step=sign-in] [name=email]", ESCAPE)
        .await?;
    visit
        .tab
        .wait(
            "the dialog is closed",
            "return !document.querySelector('dialog').open",
        )
        .await?;
    same(
        &visit.focus().await?,
        &json!("Sign in"),
        "focus after Escape",
    )?;
    visit.keys("#account-menu .sign-in", ENTER).await?;
    visit.at_step("sign-in").await?;
    visit
        .keys("[data-step=sign-in] [name=email]", &format!("{email}{TAB}"))
        .await?;
    same(&visit.focus().await?, &json!("password"), "focus after Tab")?;
    visit
        .keys(
            "[data-step=sign-in] [name=password]",
            &format!("{PASSWORD}{ENTER}"),
        )
        .await?;
    visit.shows("member", json!("Ada")).await?;
    same(
        &visit.focus().await?,
        &json!("A Your account: Ada"),
        "focus afterwards",
    )?;
    visit.end().await
}

const CLOSED: &str = "A dialog that is closed forgets the password, and keeps the e-mail address";

async fn closed(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.open_sign_in().await?;
    visit.log_in("nobody@example.com", PASSWORD).await?;
    visit.says_problem("invalidEmail", "Nobody here").await?;
    visit.press("dialog .close").await?;
    visit.open_sign_in().await?;
    let fields = "return ['email', 'password'].map((name) =>
        document.querySelector(`[data-step=sign-in] [name=${name}]`).value)";
    let fields = visit.tab.run(fields, vec![]).await?;
    same(&fields, &json!(["nobody@example.com", ""]), "fields")?;
    visit.press("[data-go=register]").await?;
    visit.at_step("register").await?;
    let carried = "return document.querySelector('[data-step=register] [name=email]').value";
    let carried = visit.tab.run(carried, vec![]).await?;
    same(
        &carried,
        &json!("nobody@example.com"),
        "the e-mail typed before",
    )?;
    visit.end().await
}
