use serde_json::{Value, json};

use crate::browser::{Browser, EMAIL};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn a_login_session_page_sets_the_cookie_of_the_wix_site() {
    let shop = Shop::open(plain()).await;
    let browser = &mut Browser::default();
    let checkout = format!("{}/checkout?clientId={}", shop.running.wix, shop.client);
    assert!(
        browser
            .go(&checkout)
            .await
            .text()
            .contains("data-kind=\"nobody\"")
    );

    let minted = shop.act("visitor").await;
    let token = minted["access_token"].as_str().unwrap();
    let page = browser
        .go(&url(&shop, token, json!({ "login": {} })).await)
        .await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("x-frame-options"), None, "it works in a frame");
    let id = minted["visitorId"].as_str().unwrap();
    let who = format!("data-kind=\"visitor\" data-id=\"{id}\"");
    assert!(browser.go(&checkout).await.text().contains(&who));
    let unnamed = format!("{}/checkout", shop.running.wix);
    assert!(browser.go(&unnamed).await.text().contains(&who));

    shop.ann().await;
    let visitor = shop.visitor().await;
    let ann = shop.log_in(&mut Browser::default(), &visitor).await;
    browser
        .go(&url(&shop, &ann.access, json!({ "login": {} })).await)
        .await;
    assert!(browser.go(&checkout).await.text().contains(EMAIL));
}

#[tokio::test]
async fn a_login_session_page_fails_as_configured_and_sets_no_cookie() {
    let shop = Shop::open(json!({ "loginSessionFails": true })).await;
    let token = shop.visitor().await.access;
    let browser = &mut Browser::default();
    let page = browser
        .go(&url(&shop, &token, json!({ "login": {} })).await)
        .await;
    assert_eq!(page.status, 400);
    assert!(!browser.has_cookies());
    let garbage = format!(
        "{}/login-session?clientId={}&sessionToken=x",
        shop.running.wix, shop.client
    );
    assert_eq!(browser.go(&garbage).await.status, 400);
}

#[tokio::test]
async fn a_hosted_page_shows_the_subject_and_links_back() {
    let shop = Shop::open(plain()).await;
    let minted = shop.act("visitor").await;
    let token = minted["access_token"].as_str().unwrap();
    let site = &shop.running.site;
    let callbacks = json!({ "postFlowUrl": format!("{site}/cart"), "thankYouPageUrl": format!("{site}/thanks") });
    let intents = [
        json!({ "ecomCheckout": { "checkoutId": "1" } }),
        json!({ "bookingsCheckout": { "slotAvailability": {}, "timezone": "UTC" } }),
        json!({ "bookingsBook": { "resourceId": "1" } }),
        json!({ "eventsCheckout": { "reservationId": "1", "eventSlug": "fair" } }),
        json!({ "paidPlansCheckout": { "planId": "1" } }),
        json!({ "storesProduct": { "productSlug": "cup" } }),
        json!({ "ecomOrderPaymentRequest": { "paymentRequestId": "1" } }),
    ];
    for mut body in intents {
        body["callbacks"] = callbacks.clone();
        body["preferences"] = json!({ "additionalQueryParameters": { "utm": "x" } });
        let url = url(&shop, token, body.clone()).await;
        assert!(url.contains("utm=x"), "{url}");
        let browser = &mut Browser::default();
        let page = browser.go(&url).await;
        assert_eq!(page.status, 200, "{body}");
        let html = page.text();
        assert!(
            html.contains(minted["visitorId"].as_str().unwrap()),
            "{html}"
        );
        assert!(
            html.contains(&format!("href=\"{site}/cart?wixMemberLoggedIn=false\"")),
            "{html}"
        );
        assert!(html.contains(&format!(
            "{site}/thanks?wixMemberLoggedIn=false&amp;orderId="
        )));
        assert!(browser.has_cookies());
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
    }
}

#[tokio::test]
async fn without_maintain_identity_only_the_cookie_counts() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let preferences = json!({ "maintainIdentity": false });
    let body = json!({ "ecomCheckout": { "checkoutId": "1" }, "preferences": preferences });
    let url = url(&shop, &token, body).await;
    assert!(
        Browser::default()
            .go(&url)
            .await
            .text()
            .contains("data-kind=\"nobody\"")
    );
}

#[tokio::test]
async fn a_hosted_page_links_nowhere_else() {
    let shop = Shop::open(plain()).await;
    for bad in ["https://evil.example/", "javascript:alert(1)"] {
        let url = format!(
            "{}/checkout?clientId={}&postFlowUrl={bad}",
            shop.running.wix, shop.client
        );
        assert!(
            !Browser::default()
                .go(&url)
                .await
                .text()
                .contains("id=\"back\""),
            "{bad}"
        );
    }
}

async fn url(shop: &Shop, token: &str, body: Value) -> String {
    let response = shop.redirect_session(token, body).await;
    assert_eq!(response.status, 200, "{}", response.text());
    let url = response.json()["redirectSession"]["fullUrl"].clone();
    url.as_str().unwrap().to_owned()
}
