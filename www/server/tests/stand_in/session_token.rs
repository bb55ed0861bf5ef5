use serde_json::{Value, json};

use crate::browser::{Browser, redirected_parameters};
use crate::shop::{Shop, plain, register};
use crate::web_message::order;

#[tokio::test]
async fn a_frame_turns_a_direct_login_into_member_tokens() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let login = shop.register(&token).await.json();
    let url = shop.frame(&token, &login["sessionToken"]).await;
    let browser = &mut Browser::default();
    let message = order(&browser.go(&url).await)["message"].clone();
    assert_eq!(message["state"], "STATE");
    let code = message["code"].as_str().unwrap();
    let tokens = shop.exchange(code, None).await.json();
    let info = shop.info(tokens["access_token"].as_str().unwrap()).await;
    assert_eq!(info["subjectType"], "MEMBER");
    assert_eq!(info["subjectId"], login["identity"]["id"]);
    assert!(browser.has_cookies(), "the Wix site knows her now");
    let silent = shop.authorize_url(&token, json!({}), "none").await;
    assert!(
        redirected_parameters(&browser.go(&silent).await, &shop.callback())["code"].is_string()
    );
}

#[tokio::test]
async fn a_redirect_does_it_too() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let login = shop.register(&token).await.json();
    let request = json!({ "sessionToken": login["sessionToken"], "responseMode": "fragment" });
    let url = shop.authorize_url(&token, request, "none").await;
    let back = redirected_parameters(
        &Browser::default().go(&url).await,
        &format!("{}#", shop.callback()),
    );
    let code = back["code"].as_str().unwrap();
    assert_eq!(
        shop.exchange(code, Some(&shop.callback())).await.status,
        200
    );
}

#[tokio::test]
async fn a_session_token_is_valid_once() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let login = shop.register(&token).await.json();
    let first = shop.frame(&token, &login["sessionToken"]).await;
    let second = shop.frame(&token, &login["sessionToken"]).await;
    assert_eq!(Browser::default().go(&first).await.status, 200);
    assert_eq!(Browser::default().go(&first).await.status, 400);
    assert_eq!(Browser::default().go(&second).await.status, 400);
}

#[tokio::test]
async fn a_session_token_is_its_visitors_alone() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let login = shop.register(&token).await.json();
    let other = shop.visitor().await.access;
    let stolen = shop.frame(&other, &login["sessionToken"]).await;
    let page = Browser::default().go(&stolen).await;
    assert_eq!(page.status, 400);
    assert!(page.text().contains("somebody else"));
    let own = shop.frame(&token, &login["sessionToken"]).await;
    assert_eq!(
        Browser::default().go(&own).await.status,
        200,
        "the thief spent nothing"
    );
}

#[tokio::test]
async fn a_session_token_is_its_clients_alone() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let login = shop.register(&token).await.json();
    let client = register(&shop.running, plain()).await;
    let there = Shop {
        running: shop.running,
        client,
    };
    let token = there.visitor().await.access;
    let url = there.frame(&token, &login["sessionToken"]).await;
    assert_eq!(Browser::default().go(&url).await.status, 400);
}

#[tokio::test]
async fn a_session_token_ends_in_time() {
    let shop = Shop::open(json!({ "sessionTokenTtl": 0 })).await;
    let token = shop.visitor().await.access;
    let login = shop.register(&token).await.json();
    let url = shop.frame(&token, &login["sessionToken"]).await;
    assert_eq!(Browser::default().go(&url).await.status, 400);
}

#[tokio::test]
async fn a_page_that_may_not_receive_the_response_does_not_use_the_token_up() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let login = shop.register(&token).await.json();
    let url = shop.frame(&token, &login["sessionToken"]).await;
    let foreign = format!("{}/", shop.running.foreign);
    let elsewhere = crate::request::get(&url)
        .header("referer", &foreign)
        .send()
        .await;
    assert_eq!(order(&elsewhere)["message"], json!({}));
    let here: Value = order(&Browser::default().go(&url).await);
    assert!(here["message"]["code"].is_string());
}
