use serde_json::{Value, json};

use crate::browser::{Browser, VERIFIER, credentials, redirected_parameters};
use crate::request::{TestResponse, post};
use crate::shop::{Shop, plain, register};

#[tokio::test]
async fn a_code_becomes_a_member_whose_tokens_are_refreshed() {
    let shop = Shop::open(plain()).await;
    let ann = shop.ann().await;
    let visitor = shop.visitor().await;
    let tokens = shop.log_in(&mut Browser::default(), &visitor).await;
    let info = shop.info(&tokens.access).await;
    assert_eq!(
        (&info["subjectType"], &info["subjectId"]),
        (&json!("MEMBER"), &json!(ann))
    );
    let renewed = shop.refresh(&tokens.refresh).await.json();
    let info = shop.info(renewed["access_token"].as_str().unwrap()).await;
    assert_eq!(info["subjectId"], ann.as_str());
    assert_eq!(
        shop.call(&visitor.access).await,
        200,
        "the visitor is there still"
    );
}

#[tokio::test]
async fn a_code_is_valid_once() {
    let shop = Shop::open(plain()).await;
    let code = code(&shop).await;
    let callback = shop.callback();
    assert_eq!(shop.exchange(&code, Some(&callback)).await.status, 200);
    refused(&shop.exchange(&code, Some(&callback)).await);
    let counts = json!({ "issued": 1, "redeemed": 1, "refused": 1 });
    assert_eq!(shop.report().await["codes"], counts);
}

#[tokio::test]
async fn a_code_is_valid_for_its_redirect_uri_alone() {
    let shop = Shop::open(plain()).await;
    let code = code(&shop).await;
    let callback = shop.callback();
    let slash = format!("{callback}/");
    for uri in [None, Some(slash.as_str()), Some("")] {
        refused(&shop.exchange(&code, uri).await);
    }
    assert_eq!(shop.exchange(&code, Some(&callback)).await.status, 200);
}

#[tokio::test]
async fn a_code_is_valid_for_its_verifier_alone() {
    let shop = Shop::open(plain()).await;
    let code = code(&shop).await;
    let other = "a".repeat(43);
    for verifier in [&other, &VERIFIER[1..], &format!("{VERIFIER} ")] {
        let body = request(&shop, &code, json!({ "codeVerifier": verifier }));
        refused(&post(shop.token_url()).json(body).send().await);
    }
    let body = request(&shop, &code, json!({ "codeVerifier": null }));
    let response = post(shop.token_url()).json(body).send().await;
    assert_eq!(response.json()["error"], "invalid_request");
    assert_eq!(
        shop.exchange(&code, Some(&shop.callback())).await.status,
        200
    );
}

#[tokio::test]
async fn a_code_is_valid_for_its_client_alone() {
    let shop = Shop::open(plain()).await;
    let code = code(&shop).await;
    let other = register(&shop.running, plain()).await;
    let body = request(&shop, &code, json!({ "clientId": other }));
    refused(&post(shop.token_url()).json(body).send().await);
    let body = request(&shop, &code, json!({ "clientId": null }));
    let response = post(shop.token_url()).json(body).send().await;
    assert_eq!(response.json()["error"], "invalid_request");
}

#[tokio::test]
async fn a_code_ends_in_time() {
    let shop = Shop::open(json!({ "codeTtl": 0 })).await;
    let code = code(&shop).await;
    refused(&shop.exchange(&code, Some(&shop.callback())).await);
}

#[tokio::test]
async fn a_form_in_the_rfcs_spelling_redeems_a_code_too() {
    let shop = Shop::open(plain()).await;
    let code = code(&shop).await;
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("client_id", shop.client.as_str()),
            ("grant_type", "authorization_code"),
            ("redirect_uri", &shop.callback()),
            ("code", &code),
            ("code_verifier", VERIFIER),
        ])
        .finish();
    let response = post(shop.token_url()).form(&form).send().await;
    assert_eq!(response.status, 200, "{}", response.text());
}

#[tokio::test]
async fn the_token_response_has_the_configured_scope() {
    let shop = Shop::open(json!({ "scope": "offline_access" })).await;
    let code = code(&shop).await;
    let response = shop.exchange(&code, Some(&shop.callback())).await;
    assert_eq!(response.json()["scope"], "offline_access");
    shop.change(json!({ "scope": ["odd"] })).await;
    assert_eq!(shop.anonymous().await.json()["scope"], json!(["odd"]));
    shop.change(json!({ "scope": null })).await;
    assert!(shop.anonymous().await.json().get("scope").is_none());
}

#[tokio::test]
async fn the_log_shows_neither_code_nor_verifier() {
    let shop = Shop::open(plain()).await;
    let code = code(&shop).await;
    shop.exchange(&code, Some(&shop.callback())).await;
    shop.exchange(&code, Some(&shop.callback())).await;
    let report = shop.report().await;
    let log = &report["tokenRequestLog"];
    assert_eq!(log[1]["grant"], "authorization_code");
    assert_eq!(log[1]["body"]["code"], log[2]["body"]["code"]);
    assert_ne!(log[1]["body"]["code"], log[1]["body"]["codeVerifier"]);
    assert!(log[1]["body"]["code"].is_u64());
    assert!(!report.to_string().contains(&code));
    assert!(!report.to_string().contains(VERIFIER));
}

#[tokio::test]
async fn a_fault_may_eat_the_code_or_leave_it() {
    let shop = Shop::open(plain()).await;
    for (after, then) in [(false, 200), (true, 400)] {
        let code = code(&shop).await;
        let fault = json!({ "kind": "status", "status": 503, "times": 1, "after": after });
        shop.change(json!({ "faults": { "authorization_code": fault } }))
            .await;
        assert_eq!(
            shop.exchange(&code, Some(&shop.callback())).await.status,
            503
        );
        assert_eq!(
            shop.exchange(&code, Some(&shop.callback())).await.status,
            then
        );
    }
}

async fn code(shop: &Shop) -> String {
    shop.add_member(
        json!({ "email": crate::browser::EMAIL, "password": crate::browser::PASSWORD }),
    )
    .await;
    let visitor = shop.visitor().await.access;
    let url = shop.authorize_url(&visitor, json!({}), "login").await;
    let back = Browser::default()
        .type_in(&url, &credentials("sign-in"))
        .await;
    redirected_parameters(&back, &shop.callback())["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn request(shop: &Shop, code: &str, changes: Value) -> Value {
    let mut body = json!({
        "clientId": shop.client, "grantType": "authorization_code", "code": code,
        "codeVerifier": VERIFIER, "redirectUri": shop.callback(),
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn refused(response: &TestResponse) {
    assert_eq!(response.status, 400, "{}", response.text());
    assert_eq!(response.json()["error"], "invalid_grant");
}
