use serde_json::json;

use crate::request::{get, post, request};
use crate::shop::{Shop, Tokens, plain, register};

#[tokio::test]
async fn token_info_distinguishes_the_four_kinds_of_subject() {
    let shop = Shop::open(plain()).await;
    for (action, id, kind) in [
        ("visitor", "visitorId", "VISITOR"),
        ("member", "memberId", "MEMBER"),
        ("user", "userId", "USER"),
        ("app", "appId", "APP"),
    ] {
        let minted = shop.act(action).await;
        for path in ["/oauth2/token-info", "/_api/oauth2/token-info"] {
            let url = format!("{}{path}", shop.running.api);
            let info = post(url)
                .json(json!({ "token": minted["access_token"] }))
                .send()
                .await
                .json();
            assert_eq!(info["active"], true);
            assert_eq!(info["subjectType"], kind);
            assert_eq!(info["subjectId"], minted[id]);
            assert_eq!(info["clientId"], shop.client.as_str());
            let span = info["exp"].as_u64().unwrap() - info["iat"].as_u64().unwrap();
            assert_eq!(span, 14400);
        }
    }
}

#[tokio::test]
async fn an_app_is_its_client_and_has_nothing_to_refresh() {
    let shop = Shop::open(plain()).await;
    let app = shop.act("app").await;
    assert_eq!(app["appId"], shop.client.as_str());
    assert!(app.get("refresh_token").is_none());
    let user = shop.act("user").await;
    let response = shop.refresh(&Tokens::from(user.clone()).refresh).await;
    let info = shop.info(&Tokens::of(&response).access).await;
    assert_eq!(
        (&info["subjectType"], &info["subjectId"]),
        (&json!("USER"), &user["userId"])
    );
}

#[tokio::test]
async fn each_client_may_belong_to_a_site_of_its_own() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let before = shop.info(&token).await;
    let other = json!({
        "siteId": "517e0000-0000-4000-8000-00000000000a",
        "instanceId": "12570000-0000-4000-8000-00000000000b",
    });
    shop.change(other.clone()).await;
    let info = shop.info(&token).await;
    for name in ["siteId", "instanceId"] {
        assert_eq!(info[name], other[name]);
        assert_ne!(info[name], before[name]);
    }
    let refused = request("PATCH", shop.control("")).json(json!({ "siteId": "my site" }));
    assert_eq!(refused.send().await.status, 400);
}

#[tokio::test]
async fn a_token_that_is_not_live_is_inactive() {
    let shop = Shop::open(plain()).await;
    let tokens = shop.visitor().await;
    shop.act("revoke-access").await;
    let url = format!("{}/oauth2/token-info", shop.running.api);
    for token in [&tokens.access, &tokens.refresh, "garbage"] {
        let info = post(&url).json(json!({ "token": token })).send().await;
        assert_eq!(
            (info.status, info.json()),
            (200, json!({ "active": false }))
        );
    }
    let nothing = post(&url).json(json!({ "token": "" })).send().await;
    assert_eq!(
        nothing.status, 200,
        "an empty token is a token that is not live"
    );
    assert_eq!(post(&url).json(json!({})).send().await.status, 400);
}

#[tokio::test]
async fn questions_are_counted_for_the_client_whose_token_it_is() {
    let shop = Shop::open(plain()).await;
    assert_eq!(shop.report().await["tokenInfoRequests"], 0);
    let tokens = shop.visitor().await;
    shop.info(&tokens.access).await;
    shop.act("revoke-access").await;
    shop.change(json!({ "faults": { "token-info": { "kind": "status", "body": {} } } }))
        .await;
    shop.info(&tokens.access).await;
    for other in [&tokens.refresh, "garbage", ""] {
        shop.info(other).await;
    }
    let other = register(&shop.running, plain()).await;
    assert_eq!(shop.report().await["tokenInfoRequests"], 2);
    let url = format!("{}/_control/clients/{other}", shop.running.api);
    assert_eq!(get(url).send().await.json()["tokenInfoRequests"], 0);
}

#[tokio::test]
async fn token_info_may_write_strings() {
    let shop = Shop::open(json!({ "infoAsStrings": true })).await;
    let token = shop.visitor().await.access;
    let info = shop.info(&token).await;
    assert_eq!(info["active"], "true");
    let exp: u64 = info["exp"].as_str().unwrap().parse().unwrap();
    assert_eq!(exp - info["iat"].as_u64().unwrap(), 14400);
    shop.act("revoke-access").await;
    assert_eq!(shop.info(&token).await, json!({ "active": "false" }));
    assert_eq!(shop.info("garbage").await, json!({ "active": false }));
}

#[tokio::test]
async fn token_info_has_faults() {
    let shop = Shop::open(json!({ "faults": { "token-info": { "kind": "html" } } })).await;
    let token = shop.visitor().await.access;
    let url = format!("{}/oauth2/token-info", shop.running.api);
    let response = post(url).json(json!({ "token": token })).send().await;
    assert_eq!(response.status, 502);
}
