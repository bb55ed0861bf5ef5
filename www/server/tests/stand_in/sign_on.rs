use serde_json::{Value, json};

use crate::browser::EMAIL;
use crate::iam::{refused, violated};
use crate::request::{TestResponse, get, post};
use crate::shop::{Shop, Tokens, plain, register};

const KEY: &str = "stand-in-api-key";
const SIGN_ON: &str = "authentication/v2/sign-on";

#[tokio::test]
async fn a_server_signs_somebody_on_and_gets_member_tokens_with_the_session() {
    let shop = Shop::open(plain()).await;
    let both = signed(&shop).await;
    let body = json!({
        "loginId": { "email": EMAIL }, "profile": { "firstName": "Ann" },
        "verifyEmail": true, "mergeExistingContact": true,
    });
    let response = shop.iam(&both, SIGN_ON, body.clone()).await.json();
    assert!(response["sessionToken"].is_string());
    assert_eq!(response["identity"]["email"]["isVerified"], true);
    let again = shop.iam(&both, SIGN_ON, body).await.json();
    assert_eq!(
        again["identity"]["id"], response["identity"]["id"],
        "the same member"
    );

    let grant = json!({
        "grant_type": "authorized_client", "member_id": response["identity"]["id"],
        "session_token": response["sessionToken"],
    });
    let tokens = Tokens::of(&token(&shop, &both, grant.clone()).await);
    let info = shop.info(&tokens.access).await;
    assert_eq!(info["subjectType"], "MEMBER");
    assert_eq!(info["subjectId"], response["identity"]["id"]);
    assert_eq!(shop.refresh(&tokens.refresh).await.status, 200);
    denied(&token(&shop, &both, grant).await, "invalid_grant");
}

#[tokio::test]
async fn a_server_names_a_member_without_a_session() {
    let shop = Shop::open(json!({ "apiKeys": ["first", "second"] })).await;
    let ann = shop.ann().await;
    let visitor = shop.visitor().await.access;
    let cart = format!("{}/api/cart", shop.running.app);
    let body = json!({ "id": "cup", "quantity": 2 });
    post(&cart).token(&visitor).json(body).send().await;
    let grant = grant(&ann);
    for key in ["first", "second"] {
        let both = format!("{visitor},{key}");
        let response = token(&shop, &both, grant.clone()).await;
        let member = Tokens::of(&response).access;
        assert_eq!(shop.info(&member).await["subjectId"], ann.as_str());
        let cart = get(&cart).token(&member).send().await.json();
        assert_eq!(
            cart["items"][0]["quantity"], 2,
            "the cart comes along, once"
        );
    }
    let report = shop.report().await;
    assert_eq!(report["tokenRequests"]["authorized_client"], 2);
    assert_eq!(report["tokenRequestLog"][1]["authorization"], true);
    assert!(!report.to_string().contains("second"), "keys are secrets");
}

#[tokio::test]
async fn without_a_live_token_and_a_valid_key_a_server_is_not_authorized() {
    let shop = Shop::open(plain()).await;
    let ann = shop.ann().await;
    let visitor = shop.visitor().await.access;
    let refresh = shop.visitor().await.refresh;
    let headers = [
        visitor.clone(),
        KEY.to_owned(),
        format!(",{KEY}"),
        format!("{visitor},"),
        format!("{visitor},wrong"),
        format!("{visitor}, {KEY}"),
        format!("{refresh},{KEY}"),
        format!("garbage,{KEY}"),
    ];
    for header in headers {
        denied(
            &token(&shop, &header, grant(&ann)).await,
            "unauthorized_client",
        );
        let body = json!({ "loginId": { "email": EMAIL } });
        refused(
            &shop.iam(&header, SIGN_ON, body).await,
            401,
            "UNAUTHENTICATED",
        );
    }
    let none = post(shop.token_url()).json(grant(&ann)).send().await;
    denied(&none, "unauthorized_client");
    let both = format!("{visitor},{KEY}");
    shop.act("revoke-access").await;
    denied(
        &token(&shop, &both, grant(&ann)).await,
        "unauthorized_client",
    );
}

#[tokio::test]
async fn a_server_acts_for_members_of_its_own_client_alone() {
    let shop = Shop::open(plain()).await;
    let other = register(&shop.running, plain()).await;
    let theirs = post(format!(
        "{}/_control/clients/{other}/member",
        shop.running.api
    ));
    let theirs = theirs.send().await.json()["memberId"].clone();
    let both = signed(&shop).await;
    for id in [theirs.as_str().unwrap(), "garbage"] {
        denied(&token(&shop, &both, grant(id)).await, "invalid_grant");
    }
    let missing = token(&shop, &both, json!({ "grant_type": "authorized_client" })).await;
    denied(&missing, "invalid_request");
}

#[tokio::test]
async fn a_session_token_is_its_members_and_its_visitors_alone() {
    let shop = Shop::open(plain()).await;
    let ann = shop.ann().await;
    let both = signed(&shop).await;
    let bob = json!({ "loginId": { "email": "bob@example.com" } });
    let bob = shop.iam(&both, SIGN_ON, bob).await.json();
    let mut swapped = grant(&ann);
    swapped["session_token"] = bob["sessionToken"].clone();
    denied(&token(&shop, &both, swapped).await, "invalid_grant");
    let mut own = grant(bob["identity"]["id"].as_str().unwrap());
    own["session_token"] = bob["sessionToken"].clone();
    denied(
        &token(&shop, &signed(&shop).await, own.clone()).await,
        "invalid_grant",
    );
    assert_eq!(token(&shop, &both, own).await.status, 200);
}

#[tokio::test]
async fn a_member_who_may_not_log_in_is_not_signed_on() {
    let shop = Shop::open(plain()).await;
    let both = signed(&shop).await;
    for (status, code) in [("BLOCKED", "-19980"), ("PENDING", "-19958")] {
        let email = format!("{status}@example.com");
        shop.add_member(json!({ "email": email, "status": status }))
            .await;
        let body = json!({ "loginId": { "email": email } });
        refused(&shop.iam(&both, SIGN_ON, body).await, 403, code);
    }
    violated(&shop.iam(&both, SIGN_ON, json!({})).await, "loginId.email");
    let fault = json!({ "kind": "status", "status": 500, "times": 1 });
    shop.change(json!({ "faults": { "sign-on": fault, "authorized_client": { "kind": "html" } } }))
        .await;
    let body = json!({ "loginId": { "email": EMAIL } });
    assert_eq!(shop.iam(&both, SIGN_ON, body).await.status, 500);
    assert_eq!(token(&shop, &both, grant(EMAIL)).await.status, 502);
}

#[tokio::test]
async fn two_parts_open_nothing_else() {
    let shop = Shop::open(plain()).await;
    let both = signed(&shop).await;
    assert_eq!(shop.call(&both).await, 401);
    let response = shop.redirect_session(&both, json!({ "login": {} })).await;
    assert_eq!(response.status, 401);
}

async fn signed(shop: &Shop) -> String {
    format!("{},{KEY}", shop.visitor().await.access)
}

fn grant(member: &str) -> Value {
    json!({ "grant_type": "authorized_client", "scope": "offline_access", "member_id": member })
}

async fn token(shop: &Shop, authorization: &str, body: Value) -> TestResponse {
    post(shop.token_url())
        .token(authorization)
        .json(body)
        .send()
        .await
}

fn denied(response: &TestResponse, error: &str) {
    assert_eq!(response.status, 400, "{}", response.text());
    assert_eq!(response.json()["error"], error, "{}", response.text());
}
