use serde_json::{Value, json};

use crate::request::{TestResponse, post};
use crate::shop::{Shop, plain};

const SECRET: &str = "stand-in-app-secret";
const INSTANCE: &str = "12570000-0000-4000-8000-000000000003";

#[tokio::test]
async fn a_secret_gives_an_access_token_of_the_app_and_nothing_to_refresh() {
    let shop = Shop::open(plain()).await;
    let id = &shop.client;
    let forms = [
        format!("grant_type=client_credentials&client_id={id}&client_secret={SECRET}"),
        format!(
            "grantType=client_credentials&clientId={id}&clientSecret={SECRET}&instanceId={INSTANCE}"
        ),
    ];
    let objects = [
        json!({"grant_type": "client_credentials", "client_id": id, "client_secret": SECRET, "instance_id": INSTANCE}),
        json!({"grantType": "client_credentials", "clientId": id, "clientSecret": SECRET, "instanceId": null}),
    ];
    for path in ["/oauth2/token", "/_api/oauth2/token"] {
        let url = format!("{}{path}", shop.running.api);
        for form in &forms {
            assert_is_app_token(&shop, post(&url).form(form).send().await).await;
        }
        for object in &objects {
            assert_is_app_token(&shop, post(&url).json(object.clone()).send().await).await;
        }
    }
    let report = shop.report().await;
    assert_eq!(report["tokenRequests"], json!({ "client_credentials": 8 }));
    assert_eq!(
        (&report["visitors"], &report["liveRefreshTokens"]),
        (&json!(0), &json!(0))
    );
}

async fn assert_is_app_token(shop: &Shop, response: TestResponse) {
    assert_eq!(response.status, 200, "{}", response.text());
    let tokens = response.json();
    assert_eq!(tokens["expires_in"], 14400);
    let names: Vec<_> = tokens.as_object().unwrap().keys().collect();
    assert_eq!(names, ["access_token", "expires_in", "token_type"]);
    let info = shop.info(tokens["access_token"].as_str().unwrap()).await;
    assert_eq!(
        (&info["subjectType"], &info["subjectId"], &info["clientId"]),
        (&json!("APP"), &json!(shop.client), &json!(shop.client))
    );
}

#[tokio::test]
async fn an_app_that_does_not_prove_itself_is_refused_by_name() {
    let shop = Shop::open(plain()).await;
    let id = &shop.client;
    let nobody = "11111111-2222-4333-8444-555555555555";
    let table = [
        (json!({ "client_id": id }), "invalid_request"),
        (
            json!({ "client_id": id, "client_secret": "" }),
            "invalid_request",
        ),
        (
            json!({ "client_id": id, "client_secret": 7 }),
            "invalid_request",
        ),
        (json!({ "client_secret": SECRET }), "invalid_request"),
        (
            json!({ "client_id": nobody, "client_secret": SECRET }),
            "invalid_client",
        ),
        (
            json!({ "client_id": id, "client_secret": "guess" }),
            "invalid_client",
        ),
        (
            json!({ "client_id": id, "client_secret": "guess", "instance_id": nobody }),
            "invalid_client",
        ),
        (
            json!({ "client_id": id, "client_secret": SECRET, "instance_id": nobody }),
            "invalid_grant",
        ),
        (
            json!({ "client_id": id, "client_secret": SECRET, "instance_id": "mine" }),
            "invalid_grant",
        ),
    ];
    for (body, error) in table {
        let response = request(&shop, body.clone()).await;
        assert_eq!(
            (response.status, &response.json()["error"]),
            (400, &json!(error)),
            "{body}"
        );
        assert!(!response.text().contains(SECRET), "{body}");
    }
}

#[tokio::test]
async fn secret_and_instance_are_the_clients_own() {
    let shop = Shop::open(json!({ "appSecret": "mine", "instanceRequired": true })).await;
    let theirs = request(
        &shop,
        json!({ "client_id": shop.client, "client_secret": SECRET }),
    )
    .await;
    assert_eq!(theirs.json()["error"], "invalid_client");
    let body = json!({ "client_id": shop.client, "client_secret": "mine" });
    let missing = request(&shop, body.clone()).await;
    assert_eq!(missing.json()["error"], "invalid_request");
    let other = "12570000-0000-4000-8000-00000000000b";
    shop.change(json!({ "instanceId": other })).await;
    for (instance, status) in [(INSTANCE, 400), (other, 200)] {
        let mut body = body.clone();
        body["instance_id"] = instance.into();
        assert_eq!(request(&shop, body).await.status, status, "{instance}");
    }
}

#[tokio::test]
async fn the_secret_is_in_no_log() {
    let shop = Shop::open(plain()).await;
    for secret in [
        json!(SECRET),
        json!("guess"),
        json!(SECRET),
        json!(471_147_114_711_u64),
        json!(["deep"]),
    ] {
        request(
            &shop,
            json!({ "client_id": shop.client, "client_secret": secret }),
        )
        .await;
    }
    let form = format!(
        "grantType=client_credentials&clientId={}&clientSecret={SECRET}",
        shop.client
    );
    post(shop.token_url()).form(&form).send().await;
    let report = shop.report().await;
    let log = report["tokenRequestLog"].as_array().unwrap();
    let shown: Vec<_> = log
        .iter()
        .map(|entry| match &entry["body"]["client_secret"] {
            Value::Null => &entry["body"]["clientSecret"],
            shown => shown,
        })
        .collect();
    assert_eq!(shown, [0, 1, 0, 2, 3, 0], "as its index among those seen");
    for secret in [SECRET, "guess", "471147114711", "deep"] {
        assert!(!report.to_string().contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn the_grant_has_faults_and_pauses_as_others_have() {
    let fault = json!({ "kind": "status", "status": 503, "times": 1 });
    let shop = Shop::open(json!({ "faults": { "client_credentials": fault } })).await;
    let body = json!({ "client_id": shop.client, "client_secret": SECRET });
    assert_eq!(shop.anonymous().await.status, 200, "that of another grant");
    assert_eq!(request(&shop, body.clone()).await.status, 503);
    assert_eq!(request(&shop, body.clone()).await.status, 200);

    shop.change(json!({ "pauseGrants": true })).await;
    let url = shop.token_url();
    let paused = tokio::spawn(post(url).json(of_app(body)).send());
    while shop.report().await["tokenRequests"]["client_credentials"] != 3 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(!paused.is_finished());
    shop.change(json!({ "pauseGrants": false })).await;
    assert_eq!(paused.await.unwrap().status, 200);
}

async fn request(shop: &Shop, body: Value) -> TestResponse {
    post(shop.token_url()).json(of_app(body)).send().await
}

fn of_app(mut body: Value) -> Value {
    body["grant_type"] = "client_credentials".into();
    body
}
