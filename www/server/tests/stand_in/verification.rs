use serde_json::{Value, json};

use crate::browser::EMAIL;
use crate::iam::{refused, violated};
use crate::shop::Shop;

const VERIFY: &str = "verification/v1/auth/verify";
const RESEND: &str = "verification/v1/auth/resend";

#[tokio::test]
async fn the_code_from_the_mail_finishes_the_login() {
    let shop = open().await;
    let token = shop.visitor().await.access;
    let waiting = shop.register(&token).await.json();
    assert_eq!(waiting["state"], "REQUIRE_EMAIL_VERIFICATION");
    assert!(waiting.get("sessionToken").is_none());
    assert_eq!(waiting["identity"]["email"]["isVerified"], false);
    let status = json!({ "name": "PENDING", "reasons": ["PENDING_EMAIL_VERIFICATION_REQUIRED"] });
    assert_eq!(waiting["identity"]["status"], status);

    let mail = shop.outbox().await[0].clone();
    assert_eq!(
        (&mail["to"], &mail["kind"]),
        (&json!(EMAIL), &json!("verification"))
    );
    assert_eq!(mail["code"].as_str().unwrap().len(), 6);
    assert!(mail["at"].is_u64());
    let response = verify(&shop, &token, &waiting["stateToken"], &mail["code"]).await;
    let response = response.json();
    assert_eq!(response["state"], "SUCCESS");
    assert!(response["sessionToken"].is_string());
    assert_eq!(response["identity"]["email"]["isVerified"], true);
    assert_eq!(response["identity"]["status"]["name"], "ACTIVE");
    assert_eq!(shop.login(&token).await.json()["state"], "SUCCESS");

    let used = verify(&shop, &token, &waiting["stateToken"], &mail["code"]).await;
    refused(&used, 400, "-19984");
}

#[tokio::test]
async fn a_wrong_code_may_be_corrected_but_not_for_ever() {
    let shop = open().await;
    let token = shop.visitor().await.access;
    let waiting = shop.register(&token).await.json();
    let state_token = &waiting["stateToken"];
    for _ in 0..4 {
        let wrong = verify(&shop, &token, state_token, &json!("nothing")).await;
        refused(&wrong, 400, "VERIFICATION_FAILED");
    }
    let code = shop.outbox().await[0]["code"].clone();
    assert_eq!(verify(&shop, &token, state_token, &code).await.status, 200);

    let waiting = register_bob(&shop, &token).await;
    for _ in 0..5 {
        verify(&shop, &token, &waiting["stateToken"], &json!("nothing")).await;
    }
    let code = shop.outbox().await[1]["code"].clone();
    let late = verify(&shop, &token, &waiting["stateToken"], &code).await;
    refused(&late, 400, "-19984");
}

#[tokio::test]
async fn a_state_token_is_its_visitors_alone() {
    let shop = open().await;
    let token = shop.visitor().await.access;
    let waiting = shop.register(&token).await.json();
    let code = shop.outbox().await[0]["code"].clone();
    let other = shop.visitor().await.access;
    for (token, state_token) in [
        (&other, &waiting["stateToken"]),
        (&token, &json!("garbage")),
    ] {
        refused(
            &verify(&shop, token, state_token, &code).await,
            400,
            "-19984",
        );
    }
    violated(
        &verify(&shop, &token, &Value::Null, &code).await,
        "stateToken",
    );
    violated(
        &verify(&shop, &token, &waiting["stateToken"], &Value::Null).await,
        "code",
    );
    let own = verify(&shop, &token, &waiting["stateToken"], &code).await;
    assert_eq!(own.status, 200);
}

#[tokio::test]
async fn a_new_code_replaces_the_old_one() {
    let shop = open().await;
    let token = shop.visitor().await.access;
    let waiting = shop.register(&token).await.json();
    let state_token = &waiting["stateToken"];
    let again = shop
        .iam(&token, RESEND, json!({ "stateToken": state_token }))
        .await;
    assert_eq!(again.json()["state"], "REQUIRE_EMAIL_VERIFICATION");
    assert_eq!(&again.json()["stateToken"], state_token);
    let mails = shop.outbox().await;
    let old = verify(&shop, &token, state_token, &mails[0]["code"]).await;
    refused(&old, 400, "VERIFICATION_FAILED");
    let new = verify(&shop, &token, state_token, &mails[1]["code"]).await;
    assert_eq!(new.status, 200);
    let garbage = shop
        .iam(&token, RESEND, json!({ "stateToken": "garbage" }))
        .await;
    refused(&garbage, 400, "-19984");
}

#[tokio::test]
async fn an_unverified_member_has_to_verify_at_the_login() {
    let shop = open().await;
    let token = shop.visitor().await.access;
    shop.register(&token).await;
    let waiting = shop.login(&token).await.json();
    assert_eq!(waiting["state"], "REQUIRE_EMAIL_VERIFICATION");
    let mails = shop.outbox().await;
    let code = &mails.as_array().unwrap().last().unwrap()["code"];
    let response = verify(&shop, &token, &waiting["stateToken"], code).await;
    assert_eq!(response.json()["state"], "SUCCESS");
}

#[tokio::test]
async fn the_email_is_verified_before_the_owner_approves() {
    let shop = Shop::open(json!({ "emailVerification": true, "ownerApproval": true })).await;
    let token = shop.visitor().await.access;
    let waiting = shop.register(&token).await.json();
    assert_eq!(waiting["state"], "REQUIRE_EMAIL_VERIFICATION");
    let code = shop.outbox().await[0]["code"].clone();
    let response = verify(&shop, &token, &waiting["stateToken"], &code).await;
    assert_eq!(response.json()["state"], "REQUIRE_OWNER_APPROVAL");
}

#[tokio::test]
async fn a_verification_can_be_started_for_an_identity() {
    let shop = open().await;
    let token = shop.visitor().await.access;
    let id = shop.ann().await;
    let step = "verification/v1/start";
    let body = json!({ "identityId": id, "target": "EMAIL" });
    let response = shop.iam(&token, step, body).await;
    assert!(response.json()["verificationId"].is_string());
    assert_eq!(shop.outbox().await[0]["to"], EMAIL);
    let nobody = json!({ "identityId": shop.client, "target": "EMAIL" });
    refused(&shop.iam(&token, step, nobody).await, 404, "-19999");
}

async fn open() -> Shop {
    Shop::open(json!({ "emailVerification": true })).await
}

async fn verify(
    shop: &Shop,
    token: &str,
    state_token: &Value,
    code: &Value,
) -> crate::request::TestResponse {
    let body = json!({ "stateToken": state_token, "code": code });
    shop.iam(token, VERIFY, body).await
}

async fn register_bob(shop: &Shop, token: &str) -> Value {
    let body = json!({ "loginId": { "email": "bob@example.com" }, "password": "secret" });
    shop.iam(token, "authentication/v2/register", body)
        .await
        .json()
}
