use serde_json::{Value, json};

use crate::browser::Browser;
use crate::request::{TestResponse, get};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn the_script_of_the_page_has_the_message_and_its_targets() {
    let shop = Shop::open(plain()).await;
    let order = order(&silent(&shop).await);
    assert_eq!(order["message"]["state"], "STATE");
    assert_eq!(order["message"]["error"], "login_required");
    assert_eq!(order["to"], json!([shop.running.site]));
    assert_eq!(order["times"], 1);
    assert_eq!(order["delay"], 0);
    assert_eq!(order["refusal"]["error"], "redirect_uri_not_allowed");
    assert_eq!(order["refusal"]["state"], "STATE");
    assert!(order["refusal"]["metaSiteId"].is_string());
}

#[tokio::test]
async fn a_member_known_to_the_wix_site_gets_a_code_without_a_redirect_uri() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    shop.log_in(browser, &visitor).await;
    let url = framed(&shop, &visitor.access).await;
    let message = order(&browser.go(&url).await)["message"].clone();
    assert_eq!(message.as_object().unwrap().len(), 2);
    let code = message["code"].as_str().unwrap();
    let wrong = shop.exchange(code, Some(&shop.callback())).await;
    assert_eq!(wrong.json()["error"], "invalid_grant", "absent is absent");
    assert_eq!(shop.exchange(code, None).await.status, 200);
}

#[tokio::test]
async fn the_message_changes_with_the_setting() {
    let shop = Shop::open(plain()).await;
    let error = json!({ "state": "STATE", "error": "login_required", "error_description": "nobody is logged in here" });
    let wrapped = json!({ "type": "authorization_response", "response": error });
    let mine = json!({ "state": "STATE", "error": "server_error" });
    let site = json!([shop.running.site]);
    let wix = json!([shop.running.wix]);
    let table = [
        (json!("flat"), &error, &site, 1, 0),
        (json!("wrapped"), &wrapped, &site, 1, 0),
        (json!("silent"), &error, &site, 0, 0),
        (json!("duplicate"), &error, &site, 2, 0),
        (json!({ "late": 1500 }), &error, &site, 1, 1500),
        (json!({ "error": "server_error" }), &mine, &site, 1, 0),
        (json!("old-refusal"), &error, &wix, 1, 0),
    ];
    for (setting, message, to, times, delay) in table {
        shop.change(json!({ "webMessage": setting })).await;
        let page = silent(&shop).await;
        let order = order(&page);
        assert_eq!(&order["message"], message, "{setting}");
        assert_eq!(&order["to"], to, "{setting}");
        assert_eq!(order["times"], times, "{setting}");
        assert_eq!(order["delay"], delay, "{setting}");
        assert_eq!(page.header("x-frame-options"), None, "{setting}");
    }
    shop.change(json!({ "webMessage": "blocked" })).await;
    let page = silent(&shop).await;
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn a_page_that_is_not_allowed_gets_no_code() {
    let shop = Shop::open(json!({ "allowedRedirectDomains": ["https://elsewhere.example"] })).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    shop.log_in(browser, &visitor).await;
    let issued = shop.report().await["codes"]["issued"].clone();
    let url = framed(&shop, &visitor.access).await;
    let referer = format!("{}/", shop.running.site);
    let page = browser.send(get(&url).header("referer", &referer)).await;
    assert_eq!(order(&page)["message"], json!({}));
    assert_eq!(shop.report().await["codes"]["issued"], issued);
}

#[tokio::test]
async fn every_page_on_this_machine_gets_a_code_if_that_is_allowed() {
    let page = "http://localhost:5173/";
    let around = |url: &str, referer: &str| get(url).header("referer", referer);
    for (is_allowed, posted) in [(true, "login_required"), (false, "")] {
        let shop = Shop::open(json!({ "allowLoopback": is_allowed })).await;
        let visitor = shop.visitor().await.access;
        let url = framed(&shop, &visitor).await;
        let response = around(&url, page).send().await;
        let error = &order(&response)["message"]["error"];
        assert_eq!(error.as_str().unwrap_or_default(), posted);
        let elsewhere = around(&url, "https://shop.example/").send().await;
        assert_eq!(order(&elsewhere)["message"], json!({}));
    }
}

#[tokio::test]
async fn without_any_allowed_domain_there_is_only_a_page() {
    let shop = Shop::open(json!({ "allowedRedirectDomains": [] })).await;
    let page = silent(&shop).await;
    assert_eq!(page.status, 400);
    assert!(page.text().contains("Allowed_domains_fetch_failed"));
}

#[tokio::test]
async fn the_script_is_the_only_one_that_the_page_runs() {
    let shop = Shop::open(plain()).await;
    let page = silent(&shop).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';"),
        "{policy}"
    );
    let script = get(format!("{}/web-message.js", shop.running.wix))
        .send()
        .await;
    assert_eq!(script.header("content-type"), Some("text/javascript"));
    assert!(!script.text().contains("'*'"), "never to just anybody");
}

async fn silent(shop: &Shop) -> TestResponse {
    let visitor = shop.visitor().await.access;
    Browser::default().go(&framed(shop, &visitor).await).await
}

async fn framed(shop: &Shop, token: &str) -> String {
    let request = json!({ "responseMode": "web_message", "redirectUri": null });
    shop.authorize_url(token, request, "none").await
}

pub fn order(page: &TestResponse) -> Value {
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let (_, rest) = text.split_once("data-parameters=\"").unwrap();
    let (order, _) = rest.split_once('"').unwrap();
    serde_json::from_str(&order.replace("&quot;", "\"").replace("&#39;", "'")).unwrap()
}
