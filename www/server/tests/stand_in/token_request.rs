use serde_json::json;

use crate::request::{get, post, request};
use crate::shop::{Shop, Tokens, plain};

#[tokio::test]
async fn every_spelling_and_both_encodings_are_understood() {
    let shop = Shop::open(plain()).await;
    let id = &shop.client;
    let refresh = shop.visitor().await.refresh;
    let forms = [
        format!("client_id={id}&grant_type=anonymous"),
        format!("clientId={id}&grantType=anonymous"),
        format!("clientId={id}&grant_type=anonymous"),
        format!("clientId={id}&client_id={id}&grant_type=anonymous"),
        format!("refresh_token={refresh}&grantType=refresh_token"),
        format!("refreshToken={refresh}&grant_type=refresh_token&clientId={id}"),
        format!("clientId={id}&grant_type=anonymous&refresh_token=&scope="),
    ];
    let objects = [
        json!({"client_id": id, "grant_type": "anonymous"}),
        json!({"clientId": id, "grantType": "anonymous"}),
        json!({"refresh_token": refresh, "grantType": "refresh_token"}),
        json!({"clientId": id, "refreshToken": refresh, "grantType": "refresh_token"}),
        json!({"clientId": id, "grantType": "anonymous", "refreshToken": null}),
    ];
    for path in ["/oauth2/token", "/_api/oauth2/token"] {
        let url = format!("{}{path}", shop.running.api);
        for form in &forms {
            let response = post(&url).form(form).send().await;
            assert_eq!(response.status, 200, "{form}: {}", response.text());
        }
        for object in &objects {
            let response = post(&url).json(object.clone()).send().await;
            assert_eq!(response.status, 200, "{object}: {}", response.text());
        }
    }
}

#[tokio::test]
async fn a_malformed_request_is_an_invalid_request() {
    let shop = Shop::open(plain()).await;
    let id = &shop.client;
    let forms = [
        format!(
            "client_id={id}&clientId=11111111-2222-4333-8444-555555555555&grant_type=anonymous"
        ),
        format!("client_id={id}&grant_type=anonymous&grantType=refresh_token"),
        format!("client_id={id}&client_id={id}&grant_type=anonymous"),
        format!("client_id={id}"),
        format!("client_id={id}&grant_type="),
        format!("client_id={id}&grant_type=refresh_token"),
        "grant_type=anonymous".to_owned(),
        String::new(),
    ];
    for form in forms {
        refused(post(shop.token_url()).form(&form), "invalid_request", &form).await;
    }
    for object in [
        json!([]),
        json!("x"),
        json!({"clientId": id, "grantType": 1}),
    ] {
        let message = object.to_string();
        refused(
            post(shop.token_url()).json(object),
            "invalid_request",
            &message,
        )
        .await;
    }
    let form = format!("client_id={id}&grant_type=anonymous");
    let bare = post(shop.token_url()).body(form.clone());
    refused(bare, "invalid_request", "no content type").await;
    let text = post(shop.token_url())
        .header("content-type", "text/plain")
        .body(form.clone());
    refused(text, "invalid_request", "text/plain").await;
    let in_query = post(format!("{}?{form}", shop.token_url())).form("");
    refused(in_query, "invalid_request", "the query is not the body").await;
    assert_eq!(shop.report().await["visitors"], 0);
}

#[tokio::test]
async fn a_grant_that_cannot_be_given_is_refused_by_its_name() {
    let shop = Shop::open(plain()).await;
    let id = &shop.client;
    let other = crate::shop::register(&shop.running, plain()).await;
    let Tokens { access, refresh } = shop.visitor().await;
    let nobody = "11111111-2222-4333-8444-555555555555";
    let table = [
        (
            format!("client_id={nobody}&grant_type=anonymous"),
            "invalid_client",
        ),
        (
            "client_id=shop&grant_type=anonymous".to_owned(),
            "invalid_client",
        ),
        (
            format!("client_id={nobody}&grant_type=refresh_token&refresh_token={refresh}"),
            "invalid_client",
        ),
        (
            "grant_type=refresh_token&refresh_token=JWS.unknown".to_owned(),
            "invalid_grant",
        ),
        (
            format!("client_id={id}&grant_type=refresh_token&refresh_token={access}"),
            "invalid_grant",
        ),
        (
            format!("client_id={other}&grant_type=refresh_token&refresh_token={refresh}"),
            "invalid_grant",
        ),
        (
            format!("client_id={id}&grant_type=password"),
            "unsupported_grant_type",
        ),
        ("grant_type=password".to_owned(), "unsupported_grant_type"),
    ];
    for (form, error) in table {
        refused(post(shop.token_url()).form(&form), error, &form).await;
    }
    assert_eq!(
        shop.refresh(&refresh).await.status,
        200,
        "nothing above spent it"
    );
}

async fn refused(request: crate::request::TestRequest, error: &str, message: &str) {
    let response = request.send().await;
    assert_eq!(response.status, 400, "{message}");
    assert_eq!(response.json()["error"], error, "{message}");
    assert!(
        response.json()["error_description"].is_string(),
        "{message}"
    );
    assert_eq!(
        response.header("cache-control"),
        Some("no-store"),
        "{message}"
    );
}

#[tokio::test]
async fn a_token_response_has_the_documented_shape() {
    let shop = Shop::open(plain()).await;
    let response = shop.anonymous().await;
    let json = response.json();
    assert!(
        json["access_token"]
            .as_str()
            .unwrap()
            .starts_with("OauthNG.JWS.")
    );
    assert!(json["refresh_token"].as_str().unwrap().starts_with("JWS."));
    assert_eq!(json["token_type"], "Bearer");
    assert_eq!(json["expires_in"], 14400);
    assert_eq!(json.as_object().unwrap().len(), 4);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert!(response.header("x-wix-request-id").is_some());
}

#[tokio::test]
async fn a_token_response_changes_with_the_settings() {
    let shop = Shop::open(json!({
        "expiresIn": "14400", "tokenType": null, "tokenStatus": 201, "omitRefreshToken": true
    }))
    .await;
    let response = shop.anonymous().await;
    assert_eq!(response.status, 201);
    let json = response.json();
    assert_eq!(json["expires_in"], "14400");
    assert!(json.get("token_type").is_none());
    assert!(json.get("refresh_token").is_none());

    for absurd in [
        json!(-5),
        json!(1e300),
        json!("soon"),
        json!({}),
        json!(true),
    ] {
        shop.change(json!({ "expiresIn": absurd, "tokenStatus": 200 }))
            .await;
        assert_eq!(shop.anonymous().await.json()["expires_in"], absurd);
    }
    shop.change(json!({ "expiresIn": null })).await;
    assert!(shop.anonymous().await.json().get("expires_in").is_none());
}

#[tokio::test]
async fn only_post_asks_for_a_token() {
    let shop = Shop::open(plain()).await;
    assert_eq!(get(shop.token_url()).send().await.status, 405);
    assert_eq!(request("PUT", shop.token_url()).send().await.status, 405);
}

#[tokio::test]
async fn a_client_id_is_understood_in_any_case() {
    let shop = Shop::open(plain()).await;
    let form = format!(
        "client_id={}&grant_type=anonymous",
        shop.client.to_uppercase()
    );
    assert_eq!(post(shop.token_url()).form(&form).send().await.status, 200);
}
