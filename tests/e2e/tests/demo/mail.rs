//! What goes by mail: a code for a person who makes an account, a link for one who forgot the password.

use e2e::{Browser, Stage, Summary};
use serde_json::{Value, json};

use super::customer::{PASSWORD, new_email};
use super::visit::{Visit, same};

pub async fn check_all(stage: &Stage, browser: &Browser, summary: &mut Summary) {
    summary.add(CODE, code(stage, browser).await);
    summary.add(AGAIN, again(stage, browser).await);
    summary.add(USED_UP, used_up(stage, browser).await);
    summary.add(TAKEN, taken(stage, browser).await);
    summary.add(FORGOTTEN, forgotten(stage, browser).await);
}

const CODE: &str =
    "Somebody makes an account with the code from the outbox, and the cart comes along";

async fn code(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    visit.fill_cart().await?;
    register(&visit, &new_email()).await?;
    let code = read_code(&visit, "[data-step=code] .mail-preview").await?;
    same(
        &json!(read_code(&visit, "#outbox").await?),
        &json!(code),
        "in the panel",
    )?;
    visit.type_into("[name=code]", "000000\n").await?;
    visit
        .says_problem("verificationFailed", "not the code")
        .await?;
    same(&visit.focus().await?, &json!("code"), "focus")?;
    visit.type_into("[name=code]", &format!("{code}\n")).await?;
    visit.shows("member", json!("Mina")).await?;
    visit.shows("cartCount", json!(2)).await?;
    visit.end().await
}

const AGAIN: &str =
    "A code that is sent again replaces the one before, also when the dialog was closed meanwhile";

async fn again(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    register(&visit, &new_email()).await?;
    let old = read_code(&visit, "[data-step=code] .mail-preview").await?;
    visit.press("[data-again]").await?;
    visit
        .text("[data-step=code] .status", "no longer works")
        .await?;
    let another = format!(
        "const code = document.querySelector('[data-step=code] .mail-preview strong').textContent;
         return code !== {old:?} && code"
    );
    let new = visit.tab.wait("another code", &another).await?;
    let new = new.as_str().unwrap_or_default();
    visit.press("dialog .close").await?;
    visit.press("#account-menu .sign-in").await?;
    visit.at_step("code").await?;
    visit.type_into("[name=code]", &format!("{old}\n")).await?;
    visit
        .says_problem("verificationFailed", "not the code")
        .await?;
    visit.type_into("[name=code]", &format!("{new}\n")).await?;
    visit.shows("member", json!("Mina")).await?;
    visit.end().await
}

const USED_UP: &str =
    "After too many wrong codes one begins again with the password, and gets another code";

async fn used_up(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    register(&visit, &new_email()).await?;
    for code in ["000001", "000002", "000003", "000004", "000005"] {
        visit.type_into("[name=code]", &format!("{code}\n")).await?;
        visit
            .says_problem("verificationFailed", "not the code")
            .await?;
    }
    visit.type_into("[name=code]", "000006\n").await?;
    visit.at_step("sign-in").await?;
    visit
        .says_problem("invalidSession", "with your password again")
        .await?;
    visit
        .keys(
            "[data-step=sign-in] [name=password]",
            &format!("{PASSWORD}\u{e007}"),
        )
        .await?;
    visit.at_step("code").await?;
    let code = read_code(&visit, "[data-step=code] .mail-preview").await?;
    visit.type_into("[name=code]", &format!("{code}\n")).await?;
    visit.shows("member", json!("Mina")).await?;
    visit.end().await
}

const TAKEN: &str = "An address that has an account is asked to sign in, and does";

async fn taken(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    visit.open_sign_in().await?;
    visit.press("[data-go=register]").await?;
    fill_register(&visit, &email, PASSWORD).await?;
    visit
        .says_problem("emailAlreadyExists", "sign in instead")
        .await?;
    visit
        .press("[data-step=register] [data-go=sign-in]")
        .await?;
    visit.at_step("sign-in").await?;
    same(&visit.focus().await?, &json!("password"), "what is missing")?;
    visit
        .keys(
            "[data-step=sign-in] [name=password]",
            &format!("{PASSWORD}\u{e007}"),
        )
        .await?;
    visit.shows("member", json!("Ada")).await?;
    visit.end().await
}

const FORGOTTEN: &str =
    "Somebody who forgot the password chooses another by the link in the outbox, which works once";

async fn forgotten(stage: &Stage, browser: &Browser) -> Result<(), String> {
    let visit = Visit::begin(stage, browser).await?;
    let email = visit.account("Ada", PASSWORD).await?;
    visit.fill_cart().await?;
    visit.open_sign_in().await?;
    visit.press("[data-step=sign-in] [data-go=forgot]").await?;
    visit
        .type_into("[data-step=forgot] [name=email]", &format!("{email}\n"))
        .await?;
    visit.at_step("sent").await?;
    let link = "return document.querySelector('[data-step=sent] .mail-preview a')?.href";
    let link = visit.tab.wait("a mail with a link", link).await?;
    visit.press("[data-step=sent] .mail-preview a").await?;
    let page = "return !!document.querySelector('#reset [name=password]')";
    visit.tab.wait("the page for a new password", page).await?;
    visit.address_is("/reset.html").await?;
    visit.type_into("[name=password]", "tea\n").await?;
    visit.says_problem("", "six characters").await?;
    visit.type_into("[name=password]", "kettle-2\n").await?;
    visit.text("#message", "password is set").await?;
    visit.press("#on a:first-child").await?;
    visit.ready().await?;
    visit.shows("member", json!("Ada")).await?;
    visit.shows("cartCount", json!(2)).await?;

    visit.tab.go(link.as_str().unwrap_or_default()).await?;
    visit.type_into("[name=password]", "kettle-3\n").await?;
    visit
        .says_problem("recoveryTokenInvalid", "ask for a new one")
        .await?;
    visit.press("#another a").await?;
    visit.ready().await?;
    visit.at_step("forgot").await?;
    visit.press("dialog .close").await?;
    visit.press("#forget").await?;
    visit.shows("sessionState", json!("empty")).await?;
    visit.open_sign_in().await?;
    visit.log_in(&email, "kettle-2").await?;
    visit.shows("member", json!("Ada")).await?;
    visit.end().await
}

/// As far as the code from the mail.
async fn register(visit: &Visit<'_>, email: &str) -> Result<(), String> {
    visit.press("#codes").await?;
    visit.open_sign_in().await?;
    visit.press("[data-go=register]").await?;
    visit.at_step("register").await?;
    fill_register(visit, email, "tea").await?;
    visit.says_problem("", "six characters").await?;
    fill_register(visit, email, PASSWORD).await?;
    visit.at_step("code").await
}

async fn fill_register(visit: &Visit<'_>, email: &str, password: &str) -> Result<(), String> {
    let field = |name: &str| format!("[data-step=register] [name={name}]");
    visit.type_into(&field("nickname"), "Mina").await?;
    visit.type_into(&field("email"), email).await?;
    visit
        .type_into(&field("password"), &format!("{password}\n"))
        .await
}

/// The newest code that can be read there.
async fn read_code(visit: &Visit<'_>, place: &str) -> Result<String, String> {
    let script = format!("return document.querySelector('{place} strong')?.textContent");
    let code = visit
        .tab
        .wait(&format!("a code in {place}"), &script)
        .await?;
    Ok(Value::as_str(&code).unwrap_or_default().to_owned())
}
