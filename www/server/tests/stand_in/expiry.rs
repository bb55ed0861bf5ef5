use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::shop::{Shop, Tokens, plain};

#[tokio::test]
async fn an_access_token_ends_with_its_time() {
    let shop = Shop::open(json!({ "expiresIn": "1" })).await;
    let Tokens { access, refresh } = shop.visitor().await;
    assert_eq!(shop.call(&access).await, 200);
    sleep(Duration::from_millis(1100)).await;
    assert_eq!(shop.call(&access).await, 401);
    let renewed = Tokens::of(&shop.refresh(&refresh).await);
    assert_eq!(shop.call(&renewed.access).await, 200);
}

#[tokio::test]
async fn the_server_may_accept_a_token_for_less_than_expires_in() {
    let shop = Shop::open(json!({ "ttl": 0 })).await;
    let response = shop.anonymous().await;
    assert_eq!(response.json()["expires_in"], 14400);
    assert_eq!(shop.call(&Tokens::of(&response).access).await, 401);
}

#[tokio::test]
async fn an_absurd_lifetime_is_a_long_one() {
    for absurd in [json!(1e300), json!("soon"), json!(null), json!([])] {
        let shop = Shop::open(json!({ "expiresIn": absurd })).await;
        let access = shop.visitor().await.access;
        assert_eq!(shop.call(&access).await, 200, "{absurd}");
    }
}

#[tokio::test]
async fn revoked_access_tokens_die_at_once_and_refresh_tokens_live() {
    let shop = Shop::open(plain()).await;
    let visitor = shop.visitor().await;
    let member = Tokens::from(shop.act("member").await);
    shop.act("revoke-access").await;
    for tokens in [visitor, member] {
        assert_eq!(shop.call(&tokens.access).await, 401);
        let renewed = Tokens::of(&shop.refresh(&tokens.refresh).await);
        assert_eq!(shop.call(&renewed.access).await, 200);
    }
}

#[tokio::test]
async fn revoking_all_leaves_nothing() {
    let shop = Shop::open(plain()).await;
    let visitor = shop.visitor().await;
    shop.act("revoke-all").await;
    assert_eq!(shop.call(&visitor.access).await, 401);
    assert_eq!(
        shop.refresh(&visitor.refresh).await.json()["error"],
        "invalid_grant"
    );
    assert_eq!(shop.report().await["liveRefreshTokens"], 0);
}
