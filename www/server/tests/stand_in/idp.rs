use serde_json::{Value, json};

use crate::browser::{Browser, EMAIL, credentials, redirected_parameters};
use crate::request::TestResponse;
use crate::shop::{Shop, plain};

const GOOGLE: &str = "0e6a50f5-b523-4e29-990d-f37fa2ffdd69";
const ADA: &str = "person=ada.birch%40example.com";

#[tokio::test]
async fn somebody_with_an_account_elsewhere_becomes_a_member() {
    let shop = Shop::open(plain()).await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    let (url, away) = leave(&shop, browser, &visitor.access).await;
    let page = browser.go(&away).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Google") && page.text().contains("Ada Birch"));
    assert_eq!(page.header("x-frame-options"), Some("DENY"));

    let code = code(&return_from_idp(browser, &away, ADA).await, &shop);
    let tokens = shop.exchange(&code, Some(&shop.callback())).await.json();
    let token = tokens["access_token"].as_str().unwrap();
    let my = format!("{}/members/v1/members/my?fieldsets=FULL", shop.running.api);
    let my = crate::request::get(my).token(token).send().await.json();
    assert_eq!(my["member"]["loginEmail"], "ada.birch@example.com");
    assert_eq!(my["member"]["loginEmailVerified"], true);
    assert_eq!(my["member"]["profile"]["nickname"], "Ada Birch");

    let silent = url.replace("prompt=login", "prompt=none");
    let back = redirected_parameters(&browser.go(&silent).await, &shop.callback());
    assert!(back["code"].is_string(), "the Wix site knows her now");
}

#[tokio::test]
async fn an_account_with_that_email_is_the_same_member() {
    let shop = Shop::open(plain()).await;
    let body =
        json!({ "email": "Ada.Birch@example.com", "password": "secret", "status": "UNVERIFIED" });
    let id = shop.add_member(body).await.json()["memberId"].clone();
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    for _ in 0..2 {
        let (_, away) = leave(&shop, browser, &visitor.access).await;
        let code = code(&return_from_idp(browser, &away, ADA).await, &shop);
        let tokens = shop.exchange(&code, Some(&shop.callback())).await.json();
        let info = shop.info(tokens["access_token"].as_str().unwrap()).await;
        assert_eq!(info["subjectId"], id);
    }
    assert_eq!(shop.report().await["members"], 1);
}

#[tokio::test]
async fn a_person_who_goes_back_or_is_blocked_is_denied_access() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let browser = &mut Browser::default();
    shop.add_member(json!({ "email": "tom.reed@example.com", "status": "BLOCKED" }))
        .await;
    for typed in ["person=", "person=nobody", "person=tom.reed%40example.com"] {
        let (_, away) = leave(&shop, browser, &token).await;
        let back = return_from_idp(browser, &away, typed).await;
        let back = redirected_parameters(&back, &shop.callback());
        let message = (&back["error"], &back["state"]);
        assert_eq!(
            message,
            (&json!("access_denied"), &json!("STATE")),
            "{typed}"
        );
    }
}

#[tokio::test]
async fn the_owner_approves_of_them_as_well() {
    let shop = Shop::open(json!({ "ownerApproval": true })).await;
    let token = shop.visitor().await.access;
    let browser = &mut Browser::default();
    let (_, away) = leave(&shop, browser, &token).await;
    let page = return_from_idp(browser, &away, ADA).await;
    assert!(page.text().contains("waits for the owner"));
    let email = json!({ "email": "ada.birch@example.com" });
    crate::request::post(shop.control("/members/approve"))
        .json(email)
        .send()
        .await;
    let (_, away) = leave(&shop, browser, &token).await;
    code(&return_from_idp(browser, &away, ADA).await, &shop);
}

#[tokio::test]
async fn a_callback_without_a_pending_login_is_refused() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let browser = &mut Browser::default();
    let (_, away) = leave(&shop, browser, &token).await;
    let home = browser.type_in(&away, ADA).await;
    let home = home.header("location").unwrap().to_owned();
    assert_eq!(browser.go(&home).await.status, 302);
    assert_eq!(browser.go(&home).await.status, 400, "a second time");
    let forged = format!("{}/_api/idp/callback?code=x&state=y", shop.running.wix);
    assert_eq!(browser.go(&forged).await.status, 400);
    let elsewhere = away.replace("callback", "other");
    assert_eq!(browser.go(&elsewhere).await.status, 400);
    assert_eq!(browser.type_in(&elsewhere, ADA).await.status, 400);
}

#[tokio::test]
async fn a_connection_of_the_site_works_and_a_silent_login_needs_no_interaction() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let request = json!({ "idp": "11111111-2222-4333-8444-555555555555" });
    let url = shop.authorize_url(&token, request.clone(), "login").await;
    let away = Browser::default().go(&url).await;
    let page = Browser::default()
        .go(away.header("location").unwrap())
        .await;
    assert!(page.text().contains("your organisation"));
    let url = shop.authorize_url(&token, request, "none").await;
    let back = redirected_parameters(&Browser::default().go(&url).await, &shop.callback());
    assert_eq!(back["error"], "login_required");
}

#[tokio::test]
async fn the_login_page_links_to_the_identity_provider_and_the_log_has_it() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let token = shop.visitor().await.access;
    let browser = &mut Browser::default();
    let url = shop.authorize_url(&token, json!({}), "login").await;
    let page = browser.go(&url).await.text();
    let (_, rest) = page.split_once("id=\"google\" href=\"").unwrap();
    let link = rest.split_once('"').unwrap().0.replace("&amp;", "&");
    let away = browser.go(&format!("{}{link}", shop.running.wix)).await;
    let away = away.header("location").unwrap().to_owned();
    assert!(away.starts_with(&format!("{}/authorize?", shop.running.idp)));
    browser.go(&away).await;
    let report = shop.report().await;
    let requests = report["requests"].as_array().unwrap();
    assert!(requests.iter().any(|entry| entry["origin"] == "idp"));
    let back = browser.type_in(&url, &credentials("sign-in")).await;
    assert!(
        redirected_parameters(&back, &shop.callback())["code"].is_string(),
        "{EMAIL} as well"
    );
}

/// The address of the authorization request, and of the identity provider.
async fn leave(shop: &Shop, browser: &mut Browser, token: &str) -> (String, String) {
    let request = json!({ "idp": GOOGLE });
    let url = shop.authorize_url(token, request, "login").await;
    let away = browser.go(&url).await;
    assert_eq!(away.status, 302, "{}", away.text());
    let away = away.header("location").unwrap().to_owned();
    assert!(away.starts_with(&format!("{}/authorize?", shop.running.idp)));
    (url, away)
}

async fn return_from_idp(browser: &mut Browser, away: &str, typed: &str) -> TestResponse {
    let home = browser.type_in(away, typed).await;
    assert_eq!(home.status, 302);
    let home = home.header("location").unwrap().to_owned();
    browser.go(&home).await
}

fn code(back: &TestResponse, shop: &Shop) -> String {
    let back: Value = redirected_parameters(back, &shop.callback());
    back["code"].as_str().unwrap().to_owned()
}
