use serde_json::json;

use crate::browser::{Browser, redirected_parameters};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn a_logout_ends_the_session_of_the_wix_site_and_redirects_to_the_app() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    let ann = shop.log_in(browser, &visitor).await;
    let silent = shop.authorize_url(&visitor.access, json!({}), "none").await;
    let stolen = browser.clone();

    let url = logout_url(&shop, &ann.access, "/cart?x=1").await;
    let back = browser.go(&url).await;
    let back = redirected_parameters(&back, &format!("{}/cart?x=1&", shop.running.site));
    assert_eq!(back, json!({ "wixMemberLoggedIn": "false" }));
    assert!(!browser.has_cookies());
    for mut browser in [browser.clone(), stolen] {
        let back = redirected_parameters(&browser.go(&silent).await, &shop.callback());
        assert_eq!(
            back["error"], "login_required",
            "the cookie is worth nothing any more"
        );
    }
    assert_eq!(
        shop.call(&ann.access).await,
        200,
        "tokens are the app's own to forget"
    );
}

#[tokio::test]
async fn without_a_session_a_logout_redirects_as_well() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let url = logout_url(&shop, &token, "/").await;
    let back = redirected_parameters(&Browser::default().go(&url).await, &shop.running.site);
    assert!(back.is_object());
}

#[tokio::test]
async fn a_logout_redirects_to_allowed_origins_alone() {
    let shop = Shop::open(plain()).await;
    let (wix, client) = (&shop.running.wix, &shop.client);
    let table = [
        (
            format!("{wix}/logout?clientId={client}&postFlowUrl=https://evil.example/"),
            400,
        ),
        (format!("{wix}/logout?clientId=nobody"), 400),
        (format!("{wix}/logout"), 400),
        (format!("{wix}/logout?clientId={client}"), 200),
        (
            format!(
                "{wix}/_api/iam/authentication/v1/logout?clientId={client}&postLogoutRedirectUri={}",
                shop.running.site
            ),
            302,
        ),
    ];
    for (url, status) in table {
        assert_eq!(Browser::default().go(&url).await.status, status, "{url}");
    }
}

async fn logout_url(shop: &Shop, token: &str, path: &str) -> String {
    let back = format!("{}{path}", shop.running.site);
    let body =
        json!({ "logout": { "clientId": shop.client }, "callbacks": { "postFlowUrl": back } });
    let response = shop.redirect_session(token, body).await.json();
    response["redirectSession"]["fullUrl"]
        .as_str()
        .unwrap()
        .to_owned()
}
