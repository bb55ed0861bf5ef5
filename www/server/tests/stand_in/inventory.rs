use serde_json::{Value, json};
use stand_in::DEMO_CLIENT;

use crate::request::{TestRequest, TestResponse, post};
use crate::shop::{Shop, plain, register};

const SITE: &str = "517e0000-0000-4000-8000-000000000002";

#[tokio::test]
async fn every_live_token_may_query() {
    let shop = Shop::open(json!({ "apiKeys": ["mine"] })).await;
    let mut requests = Vec::new();
    for who in ["visitor", "member", "app", "user"] {
        let token = token(&shop, who).await;
        for path in [
            "/stores/v2/inventoryItems/query",
            "/_api/stores/v2/inventoryItems/query",
            "/stores-reader/v2/inventoryItems/query",
        ] {
            let url = format!("{}{path}", shop.running.api);
            requests.push(post(&url).token(&token).json(plain()));
            requests.push(post(&url).token(&format!("Bearer {token}")).body("ignored"));
        }
    }
    requests.push(keyed(&shop, "query", "mine", SITE).json(plain()));
    for request in requests {
        let response = request.send().await;
        assert_eq!(response.status, 200, "{}", response.text());
        let response = response.json();
        let items = response["inventoryItems"].as_array().unwrap();
        assert_eq!(items.len(), 9);
        assert_eq!(items[0], json!({ "productId": "teapot", "quantity": 7 }));
        assert_eq!(quantity(&response, "vase"), 0);
        assert_eq!(quantity(&response, "kettle"), 3);
    }
}

#[tokio::test]
async fn only_an_app_or_a_key_changes_what_is_there() {
    let shop = Shop::open(json!({ "apiKeys": ["mine"] })).await;
    for who in ["visitor", "member", "user"] {
        let token = token(&shop, who).await;
        let response = call(&shop, "increment").token(&token).json(more("vase", 5));
        refused(response, 403, "PERMISSION_DENIED", who).await;
    }
    let app = token(&shop, "app").await;
    let response = call(&shop, "increment").token(&app).json(more("vase", 5));
    assert_eq!(expect_ok(response).await, json!({}));
    let response = keyed(&shop, "decrement", "mine", SITE).json(less("vase", 2));
    assert_eq!(expect_ok(response).await, json!({}));
    let response = post(format!(
        "{}/_api/stores/v2/inventoryItems/increment",
        shop.running.api
    ));
    expect_ok(response.token(&app).json(more("vase", 1))).await;
    assert_eq!(quantity(&stock(&shop, &app).await, "vase"), 4);
    assert_eq!(
        shop.report().await["inventoryChanges"],
        json!([
            { "productId": "vase", "by": 5, "subject": "APP" },
            { "productId": "vase", "by": -2, "subject": "API_KEY" },
            { "productId": "vase", "by": 1, "subject": "APP" },
        ])
    );
}

#[tokio::test]
async fn without_a_live_token_there_is_no_identity() {
    let shop = Shop::open(plain()).await;
    let app = shop.act("app").await;
    let visitor = shop.visitor().await;
    let dead = app["access_token"].as_str().unwrap();
    shop.act("revoke-access").await;
    let two = format!("{},stand-in-api-key", visitor.access);
    for name in ["query", "increment", "decrement"] {
        let nobody = call(&shop, name).json(more("vase", 5));
        refused(nobody, 401, "UNAUTHENTICATED", "nothing").await;
        for token in [dead, &visitor.refresh, "garbage", &two, ""] {
            let request = call(&shop, name).token(token).json(more("vase", 5));
            refused(request, 401, "UNAUTHENTICATED", token).await;
        }
        let request = call(&shop, name).token(dead).header("wix-site-id", SITE);
        refused(
            request,
            401,
            "UNAUTHENTICATED",
            "a dead token beside a site",
        )
        .await;
    }
    assert_eq!(shop.report().await["inventoryChanges"], json!([]));
}

#[tokio::test]
async fn a_key_is_valid_for_its_site_alone_and_only_without_a_scheme() {
    let shop = Shop::open(json!({ "apiKeys": ["mine"] })).await;
    let other = "517e0000-0000-4000-8000-00000000000a";
    let without = call(&shop, "query").token("mine");
    refused(without, 403, "PERMISSION_DENIED", "no header").await;
    for (key, site) in [("mine", other), ("mine", "my site"), ("theirs", SITE)] {
        let request = keyed(&shop, "query", key, site);
        refused(request, 403, "PERMISSION_DENIED", &format!("{key} {site}")).await;
    }
    let bearer = keyed(&shop, "query", "Bearer mine", SITE);
    refused(bearer, 403, "PERMISSION_DENIED", "not raw").await;
    let twice = keyed(&shop, "query", "mine", SITE).token("mine");
    refused(twice, 401, "UNAUTHENTICATED", "twice").await;
    shop.change(json!({ "siteId": other })).await;
    expect_ok(keyed(&shop, "query", "mine", other)).await;
}

#[tokio::test]
async fn a_key_of_several_clients_is_the_demos() {
    let shop = Shop::open(json!({ "apiKeys": ["ours"] })).await;
    register(&shop.running, json!({ "apiKeys": ["ours"] })).await;
    let ours = keyed(&shop, "query", "ours", SITE);
    refused(ours, 403, "PERMISSION_DENIED", "whose?").await;
    register(&shop.running, plain()).await;
    let key = "stand-in-api-key";
    expect_ok(keyed(&shop, "increment", key, SITE).json(more("vase", 5))).await;
    let url = format!("{}/_control/clients/{DEMO_CLIENT}", shop.running.api);
    let report = crate::request::get(url).send().await.json();
    assert_eq!(report["inventoryChanges"][0]["by"], 5);
}

#[tokio::test]
async fn what_is_not_there_cannot_be_taken_away() {
    let shop = Shop::open(plain()).await;
    let app = token(&shop, "app").await;
    let send = |name: &str, body: Value| call(&shop, name).token(&app).json(body);
    let line = |id: &str, by: i32| json!({ "productId": id, "decrementBy": by });
    let table = [
        json!([line("vase", 1)]),
        json!([line("kettle", 4)]),
        json!([line("kettle", 3), line("vase", 1)]),
        json!([line("kettle", 2), line("kettle", 2)]),
    ];
    for lines in table {
        let message = lines.to_string();
        let request = send("decrement", json!({ "decrementData": lines }));
        refused(request, 409, "INSUFFICIENT_INVENTORY", &message).await;
    }
    for name in ["increment", "decrement"] {
        let both = json!({
            "incrementData": [{ "productId": "cup", "incrementBy": 1 }, { "productId": "moon", "incrementBy": 1 }],
            "decrementData": [{ "productId": "cup", "decrementBy": 1 }, { "productId": "moon", "decrementBy": 1 }],
        });
        refused(send(name, both), 404, "NOT_FOUND", name).await;
    }
    let stock = stock(&shop, &app).await;
    assert_eq!(
        (quantity(&stock, "kettle"), quantity(&stock, "cup")),
        (3, 20)
    );
    assert_eq!(shop.report().await["inventoryChanges"], json!([]));
    expect_ok(send("decrement", less("kettle", 3))).await;
}

#[tokio::test]
async fn a_change_has_a_body_that_fits() {
    let shop = Shop::open(plain()).await;
    let app = token(&shop, "app").await;
    let line = |by: Value| json!({ "incrementData": [{ "productId": "cup", "incrementBy": by }] });
    let table = [
        plain(),
        json!([]),
        json!({ "incrementData": [] }),
        json!({ "incrementData": {} }),
        json!({ "decrementData": [{ "productId": "cup", "decrementBy": 1 }] }),
        line(json!(0)),
        line(json!(-1)),
        line(json!(1.5)),
        line(json!("1")),
        line(json!(100_001)),
        line(Value::Null),
    ];
    for body in table {
        let message = body.to_string();
        let response = call(&shop, "increment").token(&app).json(body).send().await;
        assert_eq!(response.status, 400, "{message}");
        let violations = &response.json()["details"]["validationError"]["fieldViolations"];
        assert_eq!(violations.as_array().unwrap().len(), 1, "{message}");
    }
    let garbage = call(&shop, "increment").token(&app).body("cups").send();
    assert_eq!(garbage.await.status, 400);
}

#[tokio::test]
async fn each_client_has_stores_of_its_own() {
    let shop = Shop::open(plain()).await;
    let other = Shop {
        client: register(&shop.running, plain()).await,
        running: shop.running,
    };
    let url = format!("{}/_control/clients/{}/app", other.running.api, shop.client);
    let app = post(url).send().await.json();
    let app = app["access_token"].as_str().unwrap();
    expect_ok(call(&other, "increment").token(app).json(more("vase", 5))).await;
    let theirs = token(&other, "visitor").await;
    assert_eq!(quantity(&stock(&other, app).await, "vase"), 5);
    assert_eq!(quantity(&stock(&other, &theirs).await, "vase"), 0);
}

#[tokio::test]
async fn calls_of_a_key_break_and_are_logged_as_those_of_a_token() {
    let faults = json!({ "inventory-increment": { "kind": "status", "times": 1 } });
    let shop = Shop::open(json!({ "apiKeys": ["mine"], "faults": faults })).await;
    let request = || keyed(&shop, "increment", "mine", SITE).json(more("vase", 5));
    assert_eq!(request().send().await.status, 503);
    assert_eq!(shop.report().await["inventoryChanges"], json!([]));
    expect_ok(request()).await;
    let report = shop.report().await;
    let requests = report["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0]["authorization"], "other");
    assert!(!report.to_string().contains("mine"), "no key in a log");
}

#[tokio::test]
async fn a_page_may_ask_for_the_inventory() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let page = "http://page.test";
    let response = call(&shop, "query").from(page).token(&token).send().await;
    assert_eq!(response.header("access-control-allow-origin"), Some(page));
    assert!(response.header("x-wix-request-id").is_some());
}

fn call(shop: &Shop, name: &str) -> TestRequest {
    let api = &shop.running.api;
    post(format!("{api}/stores/v2/inventoryItems/{name}"))
}

fn keyed(shop: &Shop, name: &str, key: &str, site: &str) -> TestRequest {
    call(shop, name).token(key).header("wix-site-id", site)
}

async fn token(shop: &Shop, who: &str) -> String {
    let minted = shop.act(who).await;
    minted["access_token"].as_str().unwrap().to_owned()
}

async fn stock(shop: &Shop, token: &str) -> Value {
    expect_ok(call(shop, "query").token(token)).await
}

fn quantity(stock: &Value, product: &str) -> u64 {
    let mut items = stock["inventoryItems"].as_array().unwrap().iter();
    let item = items.find(|item| item["productId"] == product);
    item.unwrap()["quantity"].as_u64().unwrap()
}

fn more(product: &str, by: u32) -> Value {
    json!({ "incrementData": [{ "productId": product, "incrementBy": by }] })
}

fn less(product: &str, by: u32) -> Value {
    json!({ "decrementData": [{ "productId": product, "decrementBy": by }] })
}

async fn expect_ok(request: TestRequest) -> Value {
    let response = request.send().await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()
}

async fn refused(request: TestRequest, status: u16, code: &str, message: &str) {
    let response: TestResponse = request.send().await;
    assert_eq!(response.status, status, "{message}: {}", response.text());
    let error = &response.json()["details"]["applicationError"];
    assert_eq!(error["code"], code, "{message}");
}
