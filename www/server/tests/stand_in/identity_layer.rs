use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, pause, resume, sleep};

use crate::request::{TestRequest, get, post, request};
use crate::shop::{Shop, plain, register};

const INVALID: Option<&str> = Some(r#"Bearer error="invalid_token""#);

#[tokio::test]
async fn only_callers_with_the_permission_are_admitted() {
    let shop = Shop::open(plain()).await;
    let other = register(&shop.running, plain()).await;
    let url = format!("{}/_control/clients/{other}/member", shop.running.api);
    let foreign = token(&post(url).send().await.json());
    let live = async |action| token(&shop.act(action).await);
    let (visitor, member) = (live("visitor").await, live("member").await);
    let (user, app) = (live("user").await, live("app").await);
    let refresh = shop.visitor().await.refresh;
    shop.change(json!({ "ttl": 0 })).await;
    let expired = token(&shop.act("member").await);

    let none = (401, "token_missing", Some("Bearer"));
    let invalid = (401, "token_invalid", INVALID);
    let elsewhere = (401, "token_foreign", INVALID);
    let denied = (
        403,
        "permission_denied",
        Some(r#"Bearer error="insufficient_scope""#),
    );
    let welcome = (200, "", None);
    #[rustfmt::skip]
    let table = [
        // caller, Anyone, SiteMember
        ("visitor", visitor.as_str(), welcome, denied),
        ("member", &member, welcome, welcome),
        ("user", &user, welcome, denied),
        ("app", &app, welcome, denied),
        ("nobody", "", none, none),
        ("garbage", "garbage", invalid, invalid),
        ("no token", "a b", invalid, invalid),
        ("refresh token", &refresh, invalid, invalid),
        ("expired", &expired, invalid, invalid),
        ("other app", &foreign, elsewhere, elsewhere),
    ];
    for (who, token, anyone, site_member) in table {
        for (path, expected) in [("whoami", anyone), ("points", site_member)] {
            for origin in [&shop.running.app, &shop.running.site] {
                let response = at(&shop, origin, path, token).send().await;
                let (status, code, challenge) = expected;
                assert_eq!(response.status, status, "{who} {path}: {}", response.text());
                assert_eq!(response.header("www-authenticate"), challenge, "{who}");
                if status == 200 {
                    continue;
                }
                let error = &response.json()["error"];
                assert_eq!(error["code"], code, "{who} {path}");
                let message = error["message"].as_str().unwrap();
                assert!(message.ends_with('.'), "{message}");
                assert_eq!(response.header("cache-control"), Some("no-store"));
            }
        }
    }
}

#[tokio::test]
async fn whoami_returns_the_identity_of_token_info() {
    let shop = Shop::open(json!({ "infoAsStrings": true })).await;
    for (action, kind, id) in [
        ("visitor", "visitor", "visitorId"),
        ("member", "member", "memberId"),
        ("user", "user", "userId"),
        ("app", "app", "appId"),
    ] {
        let minted = shop.act(action).await;
        let token = token(&minted);
        let info = shop.info(&token).await;
        let mut identity = app(&shop, "whoami", &token).send().await.json();
        let ends = identity["expiresAt"].take().as_f64().unwrap();
        assert_eq!(info["exp"], format!("{ends}"));
        let mut expected = json!({
            "type": kind, "clientId": shop.client, "expiresAt": null,
            "siteId": info["siteId"], "instanceId": info["instanceId"], "accountId": info["accountId"],
        });
        expected[id] = minted[id].clone();
        assert_eq!(identity, expected);
    }
}

#[tokio::test]
async fn points_are_the_members_own() {
    let shop = Shop::open(plain()).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let minted = shop.act("member").await;
        let token = token(&minted);
        let first = app(&shop, "points", &token).send().await.json();
        assert_eq!(first["memberId"], minted["memberId"]);
        assert!(first["points"].as_u64().unwrap() < 1000);
        let again = app(&shop, "points", &format!("Bearer {token}"));
        assert_eq!(again.send().await.json(), first);
        seen.push(first["memberId"].clone());
    }
    assert_ne!(seen[0], seen[1]);
    let posted = post(url(&shop, &shop.running.app, "points")).send().await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn without_a_name_the_client_is_the_demos() {
    let shop = Shop::open(plain()).await;
    let demo = stand_in::DEMO_CLIENT;
    let control = format!("{}/_control/clients/{demo}/member", shop.running.api);
    let member = token(&post(control).send().await.json());
    let points = format!("{}/api/points", shop.running.app);
    assert_eq!(get(&points).token(&member).send().await.status, 200);
    let refused = app(&shop, "points", &member).send().await;
    assert_eq!(refused.json()["error"]["code"], "token_foreign");
}

#[tokio::test]
async fn callers_of_another_site_are_refused_everywhere() {
    let shop = Shop::open(plain()).await;
    let here = token(&shop.act("member").await);
    assert_eq!(app(&shop, "points", &here).send().await.status, 200);
    shop.change(json!({ "siteId": "51e00000-0000-4000-8000-000000000009" }))
        .await;
    let elsewhere = token(&shop.act("member").await);
    for path in ["points", "whoami"] {
        let refused = app(&shop, path, &elsewhere).send().await;
        assert_eq!(refused.json()["error"]["code"], "token_foreign", "{path}");
    }
}

#[tokio::test]
async fn two_tokens_are_refused() {
    let shop = Shop::open(plain()).await;
    let member = token(&shop.act("member").await);
    let twice = app(&shop, "points", &member).token(&member).send().await;
    assert_eq!(
        (twice.status, twice.header("www-authenticate")),
        (401, INVALID)
    );
}

#[tokio::test]
async fn a_page_of_another_origin_may_read_why() {
    let shop = Shop::open(plain()).await;
    let refused = app(&shop, "points", "").from("http://page.test").send();
    let refused = refused.await;
    assert!(refused.exposes("www-authenticate"));
    let preflight = request("OPTIONS", url(&shop, &shop.running.app, "points"))
        .from("http://page.test")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    assert_eq!(preflight.send().await.status, 204);
}

#[tokio::test]
async fn ten_requests_with_one_token_look_it_up_once() {
    let shop = Shop::open(json!({ "pauses": { "token-info": true } })).await;
    let member = token(&shop.act("member").await);
    let calls = (0..10).map(|number| {
        let shown = match number % 2 {
            0 => member.clone(),
            _ => format!("Bearer {member}"),
        };
        tokio::spawn(app(&shop, "points", &shown).send())
    });
    let calls: Vec<_> = calls.collect();
    arrived(&shop, 10).await;
    assert_eq!(questions(&shop).await, 1);
    shop.change(json!({ "pauses": { "token-info": false } }))
        .await;
    for call in calls {
        assert_eq!(call.await.unwrap().status, 200);
    }
    // A known caller is not looked up again.
    for path in ["points", "whoami"] {
        assert_eq!(app(&shop, path, &member).send().await.status, 200);
    }
    assert_eq!(questions(&shop).await, 1);
}

#[tokio::test]
async fn the_first_caller_may_disconnect() {
    let shop = Shop::open(json!({ "pauses": { "token-info": true } })).await;
    let member = token(&shop.act("member").await);
    let first = tokio::spawn(app(&shop, "points", &member).send());
    arrived(&shop, 1).await;
    let second = tokio::spawn(app(&shop, "points", &member).send());
    arrived(&shop, 2).await;
    first.abort();
    assert!(first.await.is_err_and(|error| error.is_cancelled()));
    shop.change(json!({ "pauses": { "token-info": false } }))
        .await;
    assert_eq!(second.await.unwrap().status, 200);
    assert_eq!(app(&shop, "points", &member).send().await.status, 200);
    assert_eq!(questions(&shop).await, 1);
}

#[tokio::test]
async fn while_the_caller_is_unavailable_each_request_looks_up_again() {
    let shop = Shop::open(plain()).await;
    let member = token(&shop.act("member").await);
    let faults = [
        json!({ "kind": "status", "status": 403 }),
        json!({ "kind": "status", "status": 302 }),
        json!({ "kind": "html", "status": 404 }),
        json!({ "kind": "html", "status": 200 }),
        json!({ "kind": "truncated" }),
    ];
    for (fault, asked) in faults.iter().zip(1..) {
        let mut once = fault.clone();
        once["times"] = json!(1);
        shop.change(json!({ "faults": { "token-info": once } }))
            .await;
        let response = app(&shop, "points", &member).send().await;
        assert_eq!(response.status, 503, "{fault}");
        assert_eq!(response.json()["error"]["code"], "identity_unavailable");
        assert_eq!(response.header("www-authenticate"), None);
        assert_eq!(questions(&shop).await, asked);
    }
    let asked = faults.len() as u64;
    assert_eq!(app(&shop, "points", &member).send().await.status, 200);
    assert_eq!(questions(&shop).await, asked + 1);
}

#[tokio::test]
async fn during_retry_after_token_info_is_not_requested() {
    for status in [429, 500, 502, 503] {
        let fault = json!({ "kind": "status", "status": status, "retryAfter": "60" });
        let shop = Shop::open(json!({ "faults": { "token-info": fault } })).await;
        let tokens = [
            token(&shop.act("member").await),
            token(&shop.act("visitor").await),
            "garbage".to_owned(),
        ];
        for token in tokens.iter().cycle().take(21) {
            let response = app(&shop, "points", token).send().await;
            let code = &response.json()["error"]["code"];
            assert_eq!(
                (response.status, code),
                (503, &json!("identity_unavailable"))
            );
            let seconds = response.header("retry-after").unwrap();
            assert!((50..=60).contains(&seconds.parse().unwrap()), "{seconds}");
        }
        assert_eq!(questions(&shop).await, 1, "{status}");
    }
}

#[tokio::test]
async fn token_info_is_requested_again_after_a_second_without_retry_after() {
    let fault = json!({ "kind": "status", "status": 503, "times": 1 });
    let shop = Shop::open(json!({ "faults": { "token-info": fault } })).await;
    let member = token(&shop.act("member").await);
    let first = app(&shop, "points", &member).send().await;
    assert_eq!(
        (first.status, first.header("retry-after")),
        (503, Some("1"))
    );
    while app(&shop, "points", &member).send().await.status == 503 {
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(app(&shop, "points", &member).send().await.status, 200);
    assert_eq!(questions(&shop).await, 2);
}

#[tokio::test]
async fn so_many_tokens_are_looked_up_at_once_and_the_rest_is_queued() {
    let shop = Shop::open(json!({ "pauses": { "token-info": true } })).await;
    let mut calls = Vec::new();
    for _ in 0..40 {
        let visitor = token(&shop.act("visitor").await);
        calls.push(tokio::spawn(app(&shop, "whoami", &visitor).send()));
    }
    arrived(&shop, 40).await;
    while questions(&shop).await < 32 {
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(questions(&shop).await, 32);
    shop.change(json!({ "pauses": { "token-info": false } }))
        .await;
    for call in calls {
        assert_eq!(call.await.unwrap().status, 200);
    }
    assert_eq!(questions(&shop).await, 40);
}

#[tokio::test]
async fn an_outage_ends_all_waiting_requests() {
    let fault = json!({ "kind": "cut", "times": 1 });
    let pauses = json!({ "token-info": true });
    let shop = Shop::open(json!({ "pauses": pauses, "faults": { "token-info": fault } })).await;
    let member = token(&shop.act("member").await);
    let calls = [(); 3].map(|()| tokio::spawn(app(&shop, "points", &member).send()));
    arrived(&shop, 3).await;
    shop.change(json!({ "pauses": { "token-info": false } }))
        .await;
    for call in calls {
        assert_eq!(call.await.unwrap().status, 503);
    }
    assert_eq!(app(&shop, "points", &member).send().await.status, 200);
}

#[tokio::test]
async fn no_request_waits_longer_than_ten_seconds() {
    let fault = json!({ "kind": "hang", "times": 1 });
    let shop = Shop::open(json!({ "faults": { "token-info": fault } })).await;
    let member = token(&shop.act("member").await);
    let calls = [(); 2].map(|()| tokio::spawn(app(&shop, "points", &member).send()));
    arrived(&shop, 2).await;
    // From here the clock advances by itself as soon as all tasks wait.
    pause();
    let began = Instant::now();
    for call in calls {
        assert_eq!(call.await.unwrap().status, 503);
    }
    let waited = began.elapsed().as_secs_f32();
    assert!((9.0..11.0).contains(&waited), "{waited}");
    resume();
    assert_eq!(app(&shop, "points", &member).send().await.status, 200);
    assert_eq!(questions(&shop).await, 2);
}

/// Until so many requests have reached the app.
async fn arrived(shop: &Shop, number: usize) {
    loop {
        let report = shop.report().await;
        let requests = report["requests"].as_array().unwrap().iter();
        let there = requests.filter(|request| request["origin"] == "app");
        if there.count() == number && report["tokenInfoRequests"] != 0 {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
}

async fn questions(shop: &Shop) -> u64 {
    let report = shop.report().await;
    report["tokenInfoRequests"].as_u64().unwrap()
}

fn app(shop: &Shop, path: &str, token: &str) -> TestRequest {
    at(shop, &shop.running.app, path, token)
}

/// Without a header if the token is empty.
fn at(shop: &Shop, origin: &str, path: &str, token: &str) -> TestRequest {
    let call = get(url(shop, origin, path));
    match token {
        "" => call,
        token => call.token(token),
    }
}

fn url(shop: &Shop, origin: &str, path: &str) -> String {
    format!("{origin}/api/{path}?client={}", shop.client)
}

fn token(minted: &Value) -> String {
    minted["access_token"].as_str().unwrap().to_owned()
}
