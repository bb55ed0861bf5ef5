use serde_json::json;

use crate::browser::{Browser, credentials, redirected_parameters};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn the_response_is_sent_in_the_requested_mode() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let token = shop.visitor().await.access;
    for (mode, sign) in [("query", "?"), ("fragment", "#")] {
        let request = json!({ "responseMode": mode });
        let url = shop.authorize_url(&token, request, "login").await;
        let back = Browser::default()
            .type_in(&url, &credentials("sign-in"))
            .await;
        let at = format!("{}{sign}", shop.callback());
        let response = redirected_parameters(&back, &at);
        assert_eq!(response["state"], "STATE");
        assert!(response["code"].as_str().unwrap().len() > 40);
        assert_eq!(response.as_object().unwrap().len(), 2);
    }
    let absent = json!({ "responseMode": null, "state": null });
    let url = shop.authorize_url(&token, absent, "none").await;
    let back = Browser::default().go(&url).await;
    let response = redirected_parameters(&back, &format!("{}?", shop.callback()));
    assert_eq!(
        response["error"], "login_required",
        "query is what is the default"
    );
    assert!(response.get("state").is_none());
}

#[tokio::test]
async fn every_page_on_this_machine_is_a_redirect_uri_if_that_is_allowed() {
    for (is_allowed, uri, status) in [
        (true, "http://localhost:5173/anywhere", 302),
        (true, "http://[::1]:5173/", 302),
        (true, "https://shop.example/", 400),
        (false, "http://localhost:5173/anywhere", 400),
    ] {
        let settings = json!({ "allowLoopback": is_allowed, "allowedRedirectDomains": null });
        let shop = Shop::open(settings).await;
        let token = shop.visitor().await.access;
        let request = json!({ "redirectUri": uri });
        let url = shop.authorize_url(&token, request, "none").await;
        let response = Browser::default().go(&url).await;
        assert_eq!(response.status, status, "{is_allowed} {uri}");
    }
}

#[tokio::test]
async fn without_a_session_a_silent_login_is_refused_in_the_words_of_the_setting() {
    let shop = Shop::open(json!({ "noSessionError": "interaction_required" })).await;
    let token = shop.visitor().await.access;
    let request = json!({ "responseMode": "fragment" });
    let url = shop.authorize_url(&token, request, "none").await;
    let back = redirected_parameters(
        &Browser::default().go(&url).await,
        &format!("{}#", shop.callback()),
    );
    assert_eq!(back["error"], "interaction_required");
    assert!(back["error_description"].is_string());
    assert_eq!(back["state"], "STATE");
}

#[tokio::test]
async fn a_session_of_the_wix_site_grants_a_silent_login_until_it_ends() {
    let shop = Shop::open(plain()).await;
    let ann = shop.ann().await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    shop.log_in(browser, &visitor).await;
    assert!(browser.has_cookies());

    let another = shop.visitor().await.access;
    let url = shop.authorize_url(&another, json!({}), "none").await;
    let back = redirected_parameters(&browser.go(&url).await, &shop.callback());
    let code = back["code"].as_str().unwrap();
    let tokens = shop.exchange(code, Some(&shop.callback())).await.json();
    let info = shop.info(tokens["access_token"].as_str().unwrap()).await;
    assert_eq!(info["subjectType"], "MEMBER");
    assert_eq!(info["subjectId"], ann.as_str());

    shop.act("end-wix-sessions").await;
    let back = redirected_parameters(&browser.go(&url).await, &shop.callback());
    assert_eq!(back["error"], "login_required");
}

#[tokio::test]
async fn somebody_else_has_no_part_in_the_session() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    shop.log_in(browser, &visitor).await;
    let url = shop.authorize_url(&visitor.access, json!({}), "none").await;
    let other = &mut Browser::default();
    assert_eq!(
        redirected_parameters(&other.go(&url).await, &shop.callback())["error"],
        "login_required"
    );

    let client = crate::shop::register(&shop.running, plain()).await;
    let there = Shop {
        running: shop.running,
        client,
    };
    let visitor = there.visitor().await.access;
    let url = there.authorize_url(&visitor, json!({}), "none").await;
    let back = redirected_parameters(&browser.go(&url).await, &there.callback());
    assert_eq!(
        back["error"], "login_required",
        "another client is another site"
    );
}

#[tokio::test]
async fn an_invalid_authorization_request_is_an_error_for_the_person_alone() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let site = shop.running.site.clone();
    let requests = [
        json!({ "redirectUri": format!("{site}/callback/") }),
        json!({ "redirectUri": format!("{site}/callback?x") }),
        json!({ "redirectUri": format!("{site}/other") }),
        json!({ "redirectUri": "https://evil.example/callback" }),
        json!({ "redirectUri": "unused://" }),
        json!({ "redirectUri": null }),
        json!({ "responseMode": "form_post" }),
        json!({ "sessionToken": "unknown" }),
        json!({ "idp": "google" }),
    ];
    for request in requests {
        let message = request.to_string();
        let url = shop.authorize_url(&token, request, "login").await;
        let page = Browser::default().go(&url).await;
        assert_eq!(page.status, 400, "{message}");
        assert_eq!(page.header("location"), None, "{message}");
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(page.text().contains("This did not work"));
    }
    let nobody = format!(
        "{}/_api/oauth2/authorize?client_id=nobody",
        shop.running.wix
    );
    assert_eq!(Browser::default().go(&nobody).await.status, 400);
}

#[tokio::test]
async fn a_request_without_pkce_is_refused_by_name() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let table = [
        (json!({ "codeChallenge": null }), "invalid_request"),
        (json!({ "codeChallengeMethod": "plain" }), "invalid_request"),
        (json!({ "codeChallengeMethod": null }), "invalid_request"),
        (
            json!({ "responseType": "token" }),
            "unsupported_response_type",
        ),
    ];
    for (request, error) in table {
        let message = request.to_string();
        let url = shop.authorize_url(&token, request, "login").await;
        let back = redirected_parameters(&Browser::default().go(&url).await, &shop.callback());
        assert_eq!(back["error"], error, "{message}");
        assert_eq!(back["state"], "STATE", "{message}");
    }
}

#[tokio::test]
async fn a_redirect_uri_may_be_listed_with_a_query_of_its_own() {
    let shop = Shop::open(plain()).await;
    let uri = format!("{}/back?from=wix", shop.running.site);
    shop.change(json!({ "allowedRedirectUris": [uri] })).await;
    let token = shop.visitor().await.access;
    let url = shop
        .authorize_url(&token, json!({ "redirectUri": uri }), "none")
        .await;
    let back = redirected_parameters(&Browser::default().go(&url).await, &format!("{uri}&"));
    assert_eq!(back["error"], "login_required");
    let url = shop.authorize_url(&token, json!({}), "none").await;
    let page = Browser::default().go(&url).await;
    assert_eq!(
        page.status, 400,
        "the list replaces what is allowed by default"
    );
}

#[tokio::test]
async fn no_page_may_read_the_response_to_a_navigation() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "none").await;
    let read = crate::request::get(&url)
        .from(&shop.running.site)
        .send()
        .await;
    assert_eq!(read.header("access-control-allow-origin"), None);
    let caching = read.header("cache-control");
    assert_eq!(caching, Some("no-store"));
    assert_eq!(read.header("referrer-policy"), Some("no-referrer"));
}

#[tokio::test]
async fn authorize_and_redirect_sessions_have_faults() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let url = shop.authorize_url(&token, json!({}), "none").await;
    let page =
        json!({ "kind": "status", "status": 400, "body": "<p>no", "contentType": "text/html" });
    shop.change(json!({ "faults": { "authorize": page } }))
        .await;
    let response = Browser::default().go(&url).await;
    assert_eq!((response.status, response.text().as_str()), (400, "<p>no"));

    let faults = json!({ "redirect-session": { "kind": "html", "times": 1 }, "authorize": null });
    shop.change(json!({ "faults": faults })).await;
    let body = json!({ "login": {} });
    assert_eq!(
        shop.redirect_session(&token, body.clone()).await.status,
        502
    );
    assert_eq!(shop.redirect_session(&token, body).await.status, 200);
    assert_eq!(Browser::default().go(&url).await.status, 302);
}

#[tokio::test]
async fn the_log_has_every_address_on_the_wix_site() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    let tokens = shop.log_in(&mut Browser::default(), &visitor).await;
    let report = shop.report().await;
    let requests = report["requests"].as_array().unwrap();
    let visits = requests.iter().filter(|entry| entry["origin"] == "wix");
    let paths: Vec<_> = visits.map(|entry| &entry["path"]).collect();
    assert_eq!(paths, [&json!("/_api/oauth2/authorize")]);
    let all = report.to_string();
    for secret in [
        &tokens.access,
        &visitor.access,
        crate::browser::VERIFIER,
        "good+password",
    ] {
        assert!(!all.contains(secret), "{secret}");
    }
}
