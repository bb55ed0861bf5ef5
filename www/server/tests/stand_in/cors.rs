use serde_json::json;

use crate::request::{TestResponse, get, post, request};
use crate::shop::{Shop, plain};

const PAGE: &str = "http://page.test";

#[tokio::test]
async fn a_preflight_names_what_may_be_sent() {
    let shop = Shop::open(plain()).await;
    for origin in [&shop.running.api, &shop.running.app] {
        let response = preflight(&format!("{origin}/echo"), "authorization, x-mine").await;
        assert_eq!(response.status, 204);
        assert_eq!(response.header("access-control-allow-origin"), Some(PAGE));
        assert_eq!(response.header("vary"), Some("origin"));
        let headers = response.header("access-control-allow-headers").unwrap();
        let headers: Vec<_> = headers.split(", ").collect();
        assert_eq!(
            headers,
            [
                "authorization",
                "content-type",
                "x-wix-bi-gateway",
                "x-wix-consistent",
                "x-wix-linguist",
                "wix-site-id",
                "wix-account-id",
                "commonconfig",
                "client-binding",
            ]
        );
        let methods = response.header("access-control-allow-methods").unwrap();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            assert!(methods.split(", ").any(|allowed| allowed == method));
        }
    }
}

#[tokio::test]
async fn the_foreign_origin_and_the_control_take_any_header() {
    let shop = Shop::open(plain()).await;
    let urls = [
        format!("{}/echo", shop.running.foreign),
        format!("{}/_control/clients", shop.running.api),
        format!("{}/echo?cors=any", shop.running.app),
    ];
    for url in urls {
        let response = preflight(&url, "authorization, x-mine").await;
        let headers = response.header("access-control-allow-headers");
        assert_eq!(headers, Some("authorization, x-mine"), "{url}");
    }
}

#[tokio::test]
async fn a_preflight_is_responded_to_but_never_logged_or_processed() {
    let shop = Shop::open(plain()).await;
    let url = format!("{}?client={}", shop.token_url(), shop.client);
    assert_eq!(preflight(&url, "content-type").await.status, 204);
    let report = shop.report().await;
    assert_eq!(report["requests"], json!([]));
    assert_eq!(report["tokenRequestLog"], json!([]));
}

#[tokio::test]
async fn an_options_request_that_is_no_preflight_is_a_request() {
    let shop = Shop::open(plain()).await;
    let response = request("OPTIONS", format!("{}/echo", shop.running.api))
        .send()
        .await;
    assert_eq!(response.json()["method"], "OPTIONS");
}

#[tokio::test]
async fn the_site_shares_nothing_with_other_origins() {
    let shop = Shop::open(plain()).await;
    let url = format!("{}/echo", shop.running.site);
    let response = get(&url).from(PAGE).send().await;
    assert_eq!(response.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn the_api_hides_the_challenge_and_retry_after_by_default() {
    let shop = Shop::open(plain()).await;
    let access = shop.visitor().await.access;
    shop.act("revoke-access").await;
    let url = format!("{}/echo?auth=required", shop.running.api);
    let call = || get(&url).from(PAGE).token(&access).send();

    let response = call().await;
    assert_eq!(response.status, 401);
    assert!(response.exposes("x-wix-request-id"));
    assert!(response.exposes("x-wix-consistent"));
    assert!(response.header("www-authenticate").is_some());
    assert!(!response.exposes("www-authenticate"));

    shop.change(json!({ "exposeChallenge": true })).await;
    assert!(call().await.exposes("www-authenticate"));

    let fault = json!({ "anonymous": { "kind": "status", "status": 429, "retryAfter": "1" } });
    shop.change(json!({ "faults": fault })).await;
    assert!(!anonymous(&shop).await.exposes("retry-after"));
    shop.change(json!({ "exposeHeaders": ["retry-after"] }))
        .await;
    assert!(anonymous(&shop).await.exposes("retry-after"));
}

#[tokio::test]
async fn the_app_shows_its_challenge() {
    let shop = Shop::open(plain()).await;
    let url = format!("{}/api/cart", shop.running.app);
    let response = get(url).from(PAGE).token("dead").send().await;
    assert_eq!(response.status, 401);
    assert!(response.exposes("www-authenticate"));
    assert_eq!(response.header("access-control-allow-origin"), Some(PAGE));
}

#[tokio::test]
async fn every_response_of_wix_has_its_own_request_id() {
    let shop = Shop::open(plain()).await;
    let mut seen = Vec::new();
    for path in ["/echo", "/nothing", "/oauth2/token"] {
        let response = get(format!("{}{path}", shop.running.api)).send().await;
        seen.push(response.header("x-wix-request-id").unwrap().to_owned());
    }
    seen.dedup();
    assert_eq!(seen.len(), 3);
}

async fn preflight(url: &str, headers: &str) -> TestResponse {
    request("OPTIONS", url)
        .from(PAGE)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", headers)
        .send()
        .await
}

async fn anonymous(shop: &Shop) -> TestResponse {
    let form = format!("client_id={}&grant_type=anonymous", shop.client);
    post(shop.token_url()).from(PAGE).form(&form).send().await
}
