use serde_json::{Value, json};

use crate::browser::{CHALLENGE, parameters};
use crate::request::{get, post, request};
use crate::shop::{Shop, plain, register};

#[tokio::test]
async fn every_alias_accepts_a_token_with_and_without_a_scheme() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let aliases = [
        "/_api/redirects-api/v1/redirect-session",
        "/redirects-api/v1/redirect-session",
        "/headless/v1/redirect-session",
        "/redirect-session/v1/redirect-session",
    ];
    for origin in [&shop.running.api, &shop.running.wix] {
        for alias in aliases {
            let url = format!("{origin}{alias}");
            for token in [token.clone(), format!("Bearer {token}")] {
                let response = post(&url).token(&token).json(json!({ "login": {} }));
                let response = response.from(&shop.running.site).send().await;
                assert_eq!(response.status, 200, "{url}");
                let page = response.header("access-control-allow-origin");
                assert_eq!(page, Some(shop.running.site.as_str()), "{url}");
                assert!(response.exposes("x-wix-request-id"));
            }
            assert_eq!(get(&url).token(&token).send().await.status, 405, "{url}");
            let asked = request("OPTIONS", &url)
                .from(&shop.running.site)
                .header("access-control-request-method", "POST")
                .header(
                    "access-control-request-headers",
                    "authorization,content-type",
                );
            assert_eq!(asked.send().await.status, 204, "{url}");
        }
    }
}

#[tokio::test]
async fn a_redirect_session_has_the_documented_shape() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let body = json!({ "auth": { "authRequest": {
        "clientId": shop.client, "redirectUri": shop.callback(), "codeChallenge": CHALLENGE,
        "codeChallengeMethod": "S256", "responseMode": "fragment", "responseType": "code",
        "scope": "offline_access", "state": "S"
    }, "prompt": "login" } });
    let response = shop.redirect_session(&token, body).await.json();
    let session = &response["redirectSession"];
    let endpoint = format!("{}/_api/oauth2/authorize", shop.running.wix);
    assert_eq!(session["urlDetails"]["endpoint"], endpoint.as_str());
    let url = session["fullUrl"].as_str().unwrap();
    assert!(url.starts_with(&format!("{endpoint}?")));
    assert_eq!(session["urlDetails"]["searchParams"], parameters(url));
    assert_eq!(
        parameters(url),
        json!({
            "client_id": shop.client, "redirect_uri": shop.callback(), "response_type": "code",
            "response_mode": "fragment", "scope": "offline_access", "state": "S",
            "code_challenge": CHALLENGE, "code_challenge_method": "S256", "prompt": "login",
            "sessionToken": session["sessionToken"],
        })
    );
    assert_eq!(session["id"].as_str().unwrap().len(), 36);
    let short = get(session["shortUrl"].as_str().unwrap()).send().await;
    assert_eq!(short.header("location"), Some(url));
}

#[tokio::test]
async fn a_redirect_session_has_exactly_one_intent() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let table = [
        (json!({}), 400),
        (json!([]), 400),
        (json!("login"), 400),
        (
            json!({ "login": {}, "logout": { "clientId": shop.client } }),
            400,
        ),
        (json!({ "login": null }), 400),
        (json!({ "login": {}, "logout": null }), 200),
        (json!({ "ecomCheckout": { "checkoutId": "1" } }), 200),
        (
            json!({ "bookingsCheckout": { "slotAvailability": {}, "timezone": "UTC" } }),
            200,
        ),
        (json!({ "storesProduct": { "productSlug": "cup" } }), 200),
    ];
    for (body, status) in table {
        let message = body.to_string();
        let response = shop.redirect_session(&token, body).await;
        assert_eq!(response.status, status, "{message}");
        if status == 400 {
            assert!(response.json()["message"].is_string());
            let violations = &response.json()["details"]["validationError"]["fieldViolations"];
            assert!(violations.is_array(), "{message}");
        }
    }
    let url = format!("{}/headless/v1/redirect-session", shop.running.api);
    let garbage = post(url).token(&token).body("{").send().await;
    assert_eq!(garbage.status, 400);
}

#[tokio::test]
async fn only_a_live_token_makes_a_redirect_session() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.act("revoke-access").await;
    let member = shop.act("member").await;
    let member = member["access_token"].as_str().unwrap();
    for (token, status) in [(token.as_str(), 401), ("garbage", 401), (member, 200)] {
        let response = shop.redirect_session(token, json!({ "login": {} })).await;
        assert_eq!(response.status, status);
    }
    let url = format!("{}/headless/v1/redirect-session", shop.running.api);
    let none = post(url).json(json!({ "login": {} })).send().await;
    assert_eq!(none.status, 401);
    assert!(none.json()["details"]["applicationError"]["code"].is_string());
}

#[tokio::test]
async fn a_redirect_session_is_for_the_client_of_its_token() {
    let shop = Shop::open(plain()).await;
    let other = register(&shop.running, plain()).await;
    let token = shop.visitor().await.access;
    for body in [
        json!({ "logout": { "clientId": other } }),
        json!({ "auth": { "authRequest": { "clientId": other } } }),
    ] {
        let response = shop.redirect_session(&token, body).await;
        assert_eq!(response.status, 400);
        assert!(response.text().contains("clientId"));
    }
}

#[tokio::test]
async fn callbacks_lie_on_allowed_domains_and_are_not_too_long() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let site = shop.running.site.clone();
    let table = [
        (json!({ "postFlowUrl": format!("{site}/cart?x=1") }), 200),
        (
            json!({ "postFlowUrl": site, "state": "anything at all" }),
            200,
        ),
        (json!({ "postFlowUrl": shop.running.foreign }), 400),
        (
            json!({ "postFlowUrl": site, "thankYouPageUrl": "https://evil.example/" }),
            400,
        ),
        (
            json!({ "postFlowUrl": format!("{site}@evil.example/") }),
            400,
        ),
        (json!({ "postFlowUrl": "/cart" }), 400),
        (json!({ "postFlowUrl": 1 }), 400),
        (
            json!({ "postFlowUrl": format!("{site}/{}", "x".repeat(2048)) }),
            400,
        ),
    ];
    for (callbacks, status) in table {
        let message = callbacks.to_string();
        let body = json!({ "ecomCheckout": { "checkoutId": "1" }, "callbacks": callbacks });
        let response = shop.redirect_session(&token, body).await;
        assert_eq!(response.status, status, "{message}");
    }
    shop.change(json!({ "allowedRedirectDomains": [shop.running.foreign] }))
        .await;
    let body = json!({ "login": {}, "callbacks": { "postFlowUrl": shop.running.foreign } });
    assert_eq!(shop.redirect_session(&token, body).await.status, 200);
}

#[tokio::test]
async fn the_report_lists_requests_and_grants() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.authorize_url(&token, json!({ "sessionToken": "T" }), "none")
        .await;
    shop.redirect_session(&token, json!({ "login": {} })).await;
    let report = shop.report().await;
    let sessions = &report["redirectSessions"];
    let first = json!({
        "intent": "auth", "subject": "VISITOR", "prompt": "none", "responseMode": "query",
        "redirectUri": shop.callback(), "hasSessionToken": true, "idp": null, "callbacks": null,
        "at": sessions[0]["at"],
    });
    assert_eq!(sessions[0], first);
    assert_eq!(sessions[1]["intent"], "login");
    assert_eq!(sessions[1]["prompt"], Value::Null);
    assert_eq!(sessions[1]["hasSessionToken"], false);
}
