use serde_json::{Value, json};

use crate::browser::{EMAIL, PASSWORD};
use crate::iam::{ann, refused, violated};
use crate::request::post;
use crate::shop::{Shop, plain, register};

const LOGIN: &str = "authentication/v2/login";
const REGISTER: &str = "authentication/v2/register";

#[tokio::test]
async fn who_registers_or_logs_in_gets_a_session_token() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let registered = shop.register(&token).await;
    let logged_in = shop.login(&token).await;
    for response in [&registered, &logged_in] {
        assert_eq!(response.status, 200, "{}", response.text());
        let response = response.json();
        assert_eq!(response["state"], "SUCCESS");
        assert!(response["sessionToken"].is_string());
        let identity = json!({
            "id": response["identity"]["id"], "revision": "1",
            "email": { "address": EMAIL, "isVerified": false },
            "status": { "name": "ACTIVE", "reasons": [] },
        });
        assert_eq!(response["identity"], identity);
        assert_eq!(response.as_object().unwrap().len(), 3);
    }
    assert_eq!(registered.json()["identity"], logged_in.json()["identity"]);
    assert_ne!(
        registered.json()["sessionToken"],
        logged_in.json()["sessionToken"]
    );
}

#[tokio::test]
async fn an_email_is_registered_once_whatever_its_case() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.register(&token).await;
    let again = json!({ "loginId": { "email": "Ann@Example.COM" }, "password": "another one" });
    refused(&shop.iam(&token, REGISTER, again).await, 409, "-19995");
    let louder = json!({ "loginId": { "email": "ANN@example.com" }, "password": PASSWORD });
    assert_eq!(
        shop.iam(&token, LOGIN, louder).await.json()["state"],
        "SUCCESS"
    );

    let other = register(&shop.running, plain()).await;
    let there = Shop {
        running: shop.running,
        client: other,
    };
    let token = there.visitor().await.access;
    refused(&there.login(&token).await, 404, "-19999");
}

#[tokio::test]
async fn what_does_not_fit_is_named_by_its_field() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let emails = [
        "ann",
        "ann@",
        "@example.com",
        "ann@example",
        "a b@example.com",
        "a@b@c.de",
    ];
    for email in emails {
        for step in [LOGIN, REGISTER] {
            let body = json!({ "loginId": { "email": email }, "password": PASSWORD });
            let response = shop.iam(&token, step, body).await;
            violated(&response, "loginId.email");
            let violation = &response.json()["details"]["validationError"]["fieldViolations"][0];
            assert_eq!(violation["violatedRule"], "FORMAT");
            assert_eq!(violation["data"]["type"], "EMAIL");
        }
    }
    let table = [
        (json!({ "password": PASSWORD }), "loginId.email"),
        (json!({ "loginId": { "email": EMAIL } }), "password"),
        (
            json!({ "loginId": { "email": EMAIL }, "password": "short" }),
            "password",
        ),
        (
            json!({ "loginId": { "email": EMAIL }, "password": "x".repeat(201) }),
            "password",
        ),
    ];
    for (body, field) in table {
        violated(&shop.iam(&token, REGISTER, body).await, field);
    }
    assert_eq!(shop.report().await["members"], 0);
}

#[tokio::test]
async fn each_reason_for_a_refused_login_has_its_code() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let table = [
        ("BLOCKED", 403, "-19980"),
        ("PENDING", 403, "-19958"),
        ("RESET", 403, "-19973"),
    ];
    for (status, http, code) in table {
        let email = format!("{status}@example.com");
        shop.add_member(json!({ "email": email, "password": PASSWORD, "status": status }))
            .await;
        let body = json!({ "loginId": { "email": email }, "password": PASSWORD });
        refused(&shop.iam(&token, LOGIN, body).await, http, code);
    }
    shop.add_member(json!({ "email": "none@example.com" }))
        .await;
    let body = json!({ "loginId": { "email": "none@example.com" }, "password": PASSWORD });
    refused(&shop.iam(&token, LOGIN, body).await, 403, "-19973");
    refused(&shop.login(&token).await, 404, "-19999");
}

#[tokio::test]
async fn too_many_wrong_passwords_are_throttled() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.register(&token).await;
    let wrong = json!({ "loginId": { "email": EMAIL }, "password": "not this" });
    for _ in 0..10 {
        refused(&shop.iam(&token, LOGIN, wrong.clone()).await, 401, "-19976");
    }
    refused(&shop.login(&token).await, 429, "-19959");
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.register(&token).await;
    let wrong = json!({ "loginId": { "email": EMAIL }, "password": "not this" });
    for _ in 0..3 {
        for _ in 0..9 {
            refused(&shop.iam(&token, LOGIN, wrong.clone()).await, 401, "-19976");
        }
        assert_eq!(shop.login(&token).await.status, 200);
    }
}

#[tokio::test]
async fn a_captcha_is_required_by_the_setting() {
    let shop = Shop::open(json!({ "captcha": true })).await;
    let token = shop.visitor().await.access;
    let table = [
        (Value::Null, Some("-19971")),
        (json!([]), Some("-19971")),
        (json!([{}]), Some("-19971")),
        (json!([{ "Recaptcha": "" }]), Some("-19971")),
        (json!([{ "Recaptcha": "invalid" }]), Some("-19970")),
        (json!([{ "InvisibleRecaptcha": "invalid" }]), Some("-19970")),
        (json!([{ "Recaptcha": "fine" }]), None),
        (json!([{ "InvisibleRecaptcha": "fine" }]), None),
        (json!([{ "NoCaptcha": "fine" }]), None),
        (
            json!([{ "recaptchaForClientSiteKey": { "token": "fine", "siteKeyId": "1" } }]),
            None,
        ),
    ];
    for step in [REGISTER, LOGIN] {
        for (tokens, code) in &table {
            let mut body = ann();
            body["captchaTokens"] = tokens.clone();
            if step == REGISTER {
                body["loginId"]["email"] = format!("{}@x.test", tokens.to_string().len()).into();
            }
            let response = shop.iam(&token, step, body).await;
            match code {
                Some(code) => refused(&response, 403, code),
                None => assert_ne!(response.status, 403, "{tokens}"),
            }
        }
    }
}

#[tokio::test]
async fn the_owner_approves_first_if_the_setting_requires_it() {
    let shop = Shop::open(json!({ "ownerApproval": true })).await;
    let token = shop.visitor().await.access;
    let response = shop.register(&token).await.json();
    assert_eq!(response["state"], "REQUIRE_OWNER_APPROVAL");
    let status = json!({ "name": "PENDING", "reasons": ["PENDING_ADMIN_APPROVAL_REQUIRED"] });
    assert_eq!(response["identity"]["status"], status);
    assert!(response.get("sessionToken").is_none() && response.get("stateToken").is_none());
    refused(&shop.login(&token).await, 403, "-19958");
    let approve = post(shop.control("/members/approve"));
    let approve = approve.json(json!({ "email": EMAIL })).send().await;
    assert_eq!(approve.json()["memberId"], response["identity"]["id"]);
    assert_eq!(shop.login(&token).await.json()["state"], "SUCCESS");
}

#[tokio::test]
async fn a_member_changes_her_password() {
    let shop = Shop::open(plain()).await;
    let step = "authentication/v2/change-password";
    let minted = shop.act("member").await;
    let token = minted["access_token"].as_str().unwrap();
    violated(
        &shop
            .iam(token, step, json!({ "newPassword": "short" }))
            .await,
        "newPassword",
    );
    let changed = shop
        .iam(token, step, json!({ "newPassword": PASSWORD }))
        .await;
    assert_eq!((changed.status, changed.json()), (200, json!({})));
    let visitor = shop.visitor().await.access;
    let theirs = shop
        .iam(&visitor, step, json!({ "newPassword": PASSWORD }))
        .await;
    refused(&theirs, 403, "PERMISSION_DENIED");
}

#[tokio::test]
async fn an_email_can_be_checked_without_an_account() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let step = "authentication/v2/validate-email";
    for (email, valid) in [("ann@example.com", true), ("ann", false), ("a@b", false)] {
        let response = shop
            .iam(&token, step, json!({ "email": email }))
            .await
            .json();
        assert_eq!(response["valid"], valid, "{email}");
        assert_eq!(response["formatInvalid"], !valid, "{email}");
        assert_eq!(response.get("failure").is_some(), !valid);
    }
}

#[tokio::test]
async fn members_are_admitted_by_the_control_in_any_state() {
    let shop = Shop::open(plain()).await;
    let id = shop.ann().await;
    assert_eq!(id.len(), 36);
    let again = shop.add_member(json!({ "email": EMAIL })).await;
    assert_eq!(again.status, 400, "nobody else has this e-mail");
    let odd = shop
        .add_member(json!({ "email": "x@example.com", "status": "ODD" }))
        .await;
    assert!(odd.status == 400 && odd.text().contains("ODD"));
    assert_eq!(shop.add_member(json!({})).await.status, 400);
    let block = |body: Value| post(shop.control("/members/block")).json(body).send();
    assert_eq!(
        block(json!({ "email": "nobody@example.com" })).await.status,
        404
    );
    assert_eq!(block(json!({})).await.status, 400);
    let odd = post(shop.control("/members/odd")).json(json!({ "email": EMAIL }));
    assert_eq!(odd.send().await.status, 404);
    assert_eq!(shop.report().await["members"], 1);
}
