use serde_json::json;

use crate::browser::{Browser, EMAIL, credentials, redirected_parameters};
use crate::request::get;
use crate::shop::{Shop, plain};

#[tokio::test]
async fn the_login_page_works_without_a_script() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "login").await;
    let page = Browser::default().go(&url).await;
    assert_eq!(page.status, 200);
    let html = page.text();
    for part in [
        "<html lang=\"en\">",
        "name=\"viewport\"",
        "<label for=\"email\">",
        "<label for=\"password\">",
        "autocomplete=\"username\" required value=\"\" autofocus",
        "autocomplete=\"current-password\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("<script") && !html.contains("style="));
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'"),
        "{policy}"
    );
    assert!(
        policy.contains(&shop.running.site),
        "its response leads there"
    );
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    let css = get(format!("{}/plain.css", shop.running.wix)).send().await;
    assert_eq!(css.header("content-type"), Some("text/css"));
}

#[tokio::test]
async fn the_login_page_shows_the_error_and_the_email_again() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "login").await;
    let browser = &mut Browser::default();
    let table = [
        ("email=ann%40example.com&password=wrong", "wrong password"),
        (
            "email=bob%40example.com&password=x",
            "no account has this e-mail",
        ),
        ("email=bob&password=x", "This is not an e-mail address"),
        ("", "This is not an e-mail address"),
        (
            "email=ann%40example.com&password=secret&do=sign-up",
            "registered already",
        ),
        (
            "email=new%40example.com&password=x&do=sign-up",
            "This is too short a password",
        ),
    ];
    for (form, message) in table {
        let page = browser.type_in(&url, form).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("role=\"alert\""), "{form}");
        assert!(page.text().contains("aria-describedby=\"problem\""));
        assert!(page.text().contains(message), "{form}: {}", page.text());
    }
    let page = browser.type_in(&url, "email=%3Cb%3E%22&password=x").await;
    assert!(
        page.text().contains("value=\"&lt;b&gt;&quot;\""),
        "as text, never as HTML"
    );
    assert!(!browser.has_cookies());
    let back = browser.type_in(&url, &credentials("sign-in")).await;
    assert!(redirected_parameters(&back, &shop.callback())["code"].is_string());
    assert!(browser.has_cookies());
}

#[tokio::test]
async fn somebody_new_makes_an_account_there() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "login").await;
    let back = Browser::default()
        .type_in(&url, &credentials("sign-up"))
        .await;
    assert!(redirected_parameters(&back, &shop.callback())["code"].is_string());
    assert_eq!(shop.report().await["members"], 1);
}

#[tokio::test]
async fn somebody_new_types_the_code_from_the_mail_first() {
    let shop = Shop::open(json!({ "emailVerification": true })).await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "login").await;
    let browser = &mut Browser::default();
    let page = browser.type_in(&url, &credentials("sign-up")).await;
    assert!(page.text().contains("autocomplete=\"one-time-code\""));
    let text = page.text();
    let (_, rest) = text.split_once("name=\"stateToken\" value=\"").unwrap();
    let (state_token, _) = rest.split_once('"').unwrap();
    let wrong = format!("do=verify&stateToken={state_token}&code=nothing");
    let page = browser.type_in(&url, &wrong).await;
    assert!(page.text().contains("this is not the code"));
    let outbox = get(shop.control("/outbox")).send().await.json();
    assert_eq!(
        (&outbox[0]["to"], &outbox[0]["kind"]),
        (&json!(EMAIL), &json!("verification"))
    );
    let code = outbox[0]["code"].as_str().unwrap();
    let right = format!("do=verify&stateToken={state_token}&code={code}");
    let back = browser.type_in(&url, &right).await;
    assert!(redirected_parameters(&back, &shop.callback())["code"].is_string());
}

#[tokio::test]
async fn a_member_who_waits_for_approval_sees_a_message() {
    let shop = Shop::open(json!({ "ownerApproval": true })).await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "login").await;
    let browser = &mut Browser::default();
    let page = browser.type_in(&url, &credentials("sign-up")).await;
    assert!(page.text().contains("waits for the owner"));
    let email = json!({ "email": EMAIL });
    let approve = crate::request::post(shop.control("/members/approve")).json(email);
    assert_eq!(approve.send().await.status, 200);
    let back = browser.type_in(&url, &credentials("sign-in")).await;
    assert!(redirected_parameters(&back, &shop.callback())["code"].is_string());
}

#[tokio::test]
async fn a_person_who_goes_back_is_denied_access() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "login").await;
    let back = Browser::default().type_in(&url, "do=cancel").await;
    let back = redirected_parameters(&back, &shop.callback());
    assert_eq!(
        (&back["error"], &back["state"]),
        (&json!("access_denied"), &json!("STATE"))
    );
}

#[tokio::test]
async fn a_blocked_member_is_refused() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    shop.log_in(browser, &visitor).await;
    let email = json!({ "email": EMAIL });
    crate::request::post(shop.control("/members/block"))
        .json(email)
        .send()
        .await;
    let url = shop.authorize_url(&visitor.access, json!({}), "none").await;
    let back = redirected_parameters(&browser.go(&url).await, &shop.callback());
    assert_eq!(back["error"], "access_denied");
    let page = browser.type_in(&url, &credentials("sign-in")).await;
    assert!(page.text().contains("blocked"));
}
