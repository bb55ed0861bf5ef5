use serde_json::{Value, json};

use crate::browser::{EMAIL, PASSWORD, parameters};
use crate::iam::{refused, violated};
use crate::shop::{Shop, plain};

const SEND: &str = "recovery/v1/send-email";
const RECOVER: &str = "recovery/v1/recover";

#[tokio::test]
async fn the_link_from_the_mail_sets_a_new_password_once() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.add_member(json!({ "email": EMAIL, "password": "forgotten", "status": "RESET" }))
        .await;
    let sent = shop.iam(&token, SEND, mail(&shop, EMAIL)).await;
    assert_eq!((sent.status, sent.json()), (200, json!({})));

    let letter = shop.outbox().await[0].clone();
    assert_eq!(
        (&letter["kind"], &letter["to"]),
        (&json!("recovery"), &json!(EMAIL))
    );
    let link = letter["link"].as_str().unwrap();
    assert!(
        link.starts_with(&format!("{}/reset?from=mail&", shop.running.site)),
        "{link}"
    );
    assert_eq!(parameters(link)["recoveryToken"], letter["recoveryToken"]);

    let recovery_token = &letter["recoveryToken"];
    let short = json!({ "recoveryToken": recovery_token, "password": "short" });
    violated(&shop.iam(&token, RECOVER, short).await, "password");
    let good = json!({ "recoveryToken": recovery_token, "password": PASSWORD });
    let response = shop.iam(&token, RECOVER, good.clone()).await.json();
    assert_eq!(
        response["state"], "SUCCESS",
        "a short password did not use the token up"
    );
    assert!(response["sessionToken"].is_string());
    assert_eq!(response["identity"]["email"]["isVerified"], true);
    refused(&shop.iam(&token, RECOVER, good).await, 400, "-19972");
    assert_eq!(shop.login(&token).await.json()["state"], "SUCCESS");
}

#[tokio::test]
async fn a_recovery_token_that_is_none_is_refused() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let body = json!({ "recoveryToken": "garbage", "password": PASSWORD });
    refused(&shop.iam(&token, RECOVER, body).await, 400, "-19972");
    let body = json!({ "password": PASSWORD });
    violated(&shop.iam(&token, RECOVER, body).await, "recoveryToken");
}

#[tokio::test]
async fn without_an_account_no_mail_is_sent_and_the_response_is_the_same() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let sent = shop
        .iam(&token, SEND, mail(&shop, "nobody@example.com"))
        .await;
    assert_eq!((sent.status, sent.json()), (200, json!({})));
    assert_eq!(shop.outbox().await, json!([]));
}

#[tokio::test]
async fn the_link_leads_to_allowed_origins_alone() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.ann().await;
    let site = &shop.running.site;
    let table = [
        (
            json!({ "url": "https://evil.example/", "clientId": shop.client }),
            "redirect.url",
        ),
        (json!({ "clientId": shop.client }), "redirect.url"),
        (
            json!({ "url": format!("{site}/{}", "x".repeat(1000)), "clientId": shop.client }),
            "redirect.url",
        ),
        (json!({ "url": site }), "redirect.clientId"),
        (
            json!({ "url": site, "clientId": "another" }),
            "redirect.clientId",
        ),
    ];
    for (redirect, field) in table {
        let body = json!({ "email": EMAIL, "redirect": redirect });
        violated(&shop.iam(&token, SEND, body).await, field);
    }
    assert_eq!(shop.outbox().await, json!([]));
    violated(
        &shop.iam(&token, SEND, json!({ "email": "ann" })).await,
        "loginId.email",
    );
    shop.iam(&token, SEND, json!({ "email": EMAIL })).await;
    let link = shop.outbox().await[0]["link"].clone();
    assert!(
        link.as_str().unwrap().starts_with(&shop.running.wix),
        "else to Wix' own page"
    );
}

#[tokio::test]
async fn a_blocked_member_stays_blocked() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.add_member(json!({ "email": EMAIL, "status": "BLOCKED" }))
        .await;
    shop.iam(&token, SEND, mail(&shop, EMAIL)).await;
    let recovery_token = shop.outbox().await[0]["recoveryToken"].clone();
    let body = json!({ "recoveryToken": recovery_token, "password": PASSWORD });
    refused(&shop.iam(&token, RECOVER, body).await, 403, "-19980");
}

fn mail(shop: &Shop, email: &str) -> Value {
    let url = format!("{}/reset?from=mail", shop.running.site);
    json!({ "email": email, "language": "en", "redirect": { "url": url, "clientId": shop.client } })
}
