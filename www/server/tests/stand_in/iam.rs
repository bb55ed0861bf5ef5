use serde_json::{Value, json};

use crate::browser::{CHALLENGE, EMAIL, PASSWORD};
use crate::request::{TestResponse, get, post};
use crate::shop::{Shop, plain};

impl Shop {
    /// One step of the login API.
    pub async fn iam(&self, token: &str, step: &str, body: Value) -> TestResponse {
        let url = format!("{}/_api/iam/{step}", self.running.api);
        post(url).token(token).json(body).send().await
    }

    pub async fn register(&self, token: &str) -> TestResponse {
        self.iam(token, "authentication/v2/register", ann()).await
    }

    pub async fn login(&self, token: &str) -> TestResponse {
        self.iam(token, "authentication/v2/login", ann()).await
    }

    pub async fn outbox(&self) -> Value {
        get(self.control("/outbox")).send().await.json()
    }

    /// The address of the frame that turns a session token into a code.
    pub async fn frame(&self, token: &str, session_token: &Value) -> String {
        let request = json!({
            "clientId": self.client, "codeChallenge": CHALLENGE, "codeChallengeMethod": "S256",
            "responseMode": "web_message", "responseType": "code", "scope": "offline_access",
            "state": "STATE", "sessionToken": session_token,
        });
        let body = json!({ "auth": { "authRequest": request, "prompt": "none" } });
        let response = self.redirect_session(token, body).await.json();
        response["redirectSession"]["fullUrl"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

pub fn ann() -> Value {
    json!({ "loginId": { "email": EMAIL }, "password": PASSWORD })
}

pub fn refused(response: &TestResponse, status: u16, code: &str) {
    assert_eq!(response.status, status, "{}", response.text());
    let error = &response.json()["details"]["applicationError"];
    assert_eq!(error["code"], code, "{}", response.text());
    assert_eq!(response.json()["message"], error["description"]);
    assert!(error["data"].is_object());
}

pub fn violated(response: &TestResponse, field: &str) {
    assert_eq!(response.status, 400, "{}", response.text());
    let violation = &response.json()["details"]["validationError"]["fieldViolations"][0];
    assert_eq!(violation["field"], field, "{}", response.text());
    assert!(violation["description"].is_string() && violation["violatedRule"].is_string());
    assert!(violation["data"].is_object());
}

#[tokio::test]
async fn every_step_has_its_paths_and_its_method() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let steps = [
        "authentication/v2/register",
        "authentication/v2/login",
        "authentication/v2/sign-on",
        "authentication/v2/change-password",
        "authentication/v2/validate-email",
        "verification/v1/auth/verify",
        "verification/v1/auth/resend",
        "verification/v1/start",
        "recovery/v1/send-email",
        "recovery/v1/recover",
    ];
    for step in steps {
        for prefix in ["", "/_api"] {
            let url = format!("{}{prefix}/iam/{step}", shop.running.api);
            assert_eq!(get(&url).token(&token).send().await.status, 405, "{url}");
            let none = post(&url).json(json!({})).send().await;
            refused(&none, 401, "UNAUTHENTICATED");
        }
        if !step.ends_with("sign-on") {
            for body in ["{", "[]", "\"x\"", ""] {
                let url = format!("{}/iam/{step}", shop.running.api);
                let response = post(url).token(&token).body(body).send().await;
                assert_eq!(response.status, 400, "{step} {body}");
                let error = &response.json()["details"]["validationError"];
                assert_eq!(error["fieldViolations"], json!([]), "{step} {body}");
            }
            let empty = shop.iam(&token, step, json!({})).await;
            let expected = if step.ends_with("change-password") {
                403
            } else {
                400
            };
            assert_eq!(empty.status, expected, "{step}");
        }
    }
}

#[tokio::test]
async fn every_step_has_faults() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let table = [
        ("register", "authentication/v2/register"),
        ("login", "authentication/v2/login"),
        ("verify", "verification/v1/auth/verify"),
        ("resend", "verification/v1/auth/resend"),
        ("send-email", "recovery/v1/send-email"),
        ("recover", "recovery/v1/recover"),
        ("change-password", "authentication/v2/change-password"),
        ("validate-email", "authentication/v2/validate-email"),
    ];
    for (name, step) in table {
        let state = json!({ "state": "MFA_CHALLENGE", "stateToken": "S" });
        let fault = json!({ "kind": "status", "status": 200, "body": state, "times": 1 });
        shop.change(json!({ "faults": { name: fault } })).await;
        let response = shop.iam(&token, step, json!({})).await;
        assert_eq!((response.status, response.json()), (200, state), "{name}");
        assert_ne!(
            shop.iam(&token, step, json!({})).await.status,
            200,
            "{name}: once"
        );
        shop.change(json!({ "faults": { name: { "kind": "html", "times": 1 } } }))
            .await;
        assert_eq!(
            shop.iam(&token, step, json!({})).await.status,
            502,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_fault_after_the_step_loses_only_its_response() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let fault = json!({ "kind": "truncated", "after": true, "times": 1 });
    shop.change(json!({ "faults": { "register": fault } }))
        .await;
    let response = shop.register(&token).await;
    assert_eq!(response.status, 200);
    assert!(response.text().starts_with('{') && !response.text().ends_with('}'));
    assert_eq!(shop.report().await["members"], 1);
    refused(&shop.register(&token).await, 409, "-19995");
}

#[tokio::test]
async fn a_step_is_cut_or_unreadable_as_a_grant_is() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let url = format!("{}/iam/authentication/v2/register", shop.running.api);
    let register = || {
        post(&url)
            .token(&token)
            .from(&shop.running.site)
            .json(ann())
    };
    let cut = json!({ "kind": "cut", "times": 1 });
    shop.change(json!({ "faults": { "register": cut } })).await;
    assert!(register().try_send().await.is_err());
    assert_eq!(shop.report().await["members"], 0);
    let unread = json!({ "kind": "no_cors", "after": true, "times": 1 });
    shop.change(json!({ "faults": { "register": unread } }))
        .await;
    let response = register().send().await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("access-control-allow-origin"), None);
    assert_eq!(shop.report().await["members"], 1);
}
