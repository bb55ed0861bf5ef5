use serde_json::json;

use crate::shop::{Shop, Tokens};

#[tokio::test]
async fn a_static_refresh_token_stays() {
    let shop = Shop::open(json!({ "rotation": "static" })).await;
    let first = shop.visitor().await;
    let again = Tokens::of(&shop.refresh(&first.refresh).await);
    assert_eq!(again.refresh, first.refresh);
    assert_ne!(again.access, first.access);
    assert_eq!(shop.refresh(&first.refresh).await.status, 200);
    assert_eq!(shop.report().await["liveRefreshTokens"], 1);
}

#[tokio::test]
async fn a_rotated_refresh_token_is_refused_and_its_successor_is_not() {
    let shop = Shop::open(json!({ "rotation": "rotate" })).await;
    let first = shop.visitor().await;
    let second = Tokens::of(&shop.refresh(&first.refresh).await);
    assert_ne!(second.refresh, first.refresh);

    let refused = shop.refresh(&first.refresh).await;
    assert_eq!(
        (refused.status, &refused.json()["error"]),
        (400, &json!("invalid_grant"))
    );
    assert_eq!(shop.refresh(&second.refresh).await.status, 200);
    assert_eq!(shop.report().await["reuseDetected"], 0);
    assert_eq!(
        shop.call(&first.access).await,
        200,
        "access tokens outlive a rotation"
    );
}

#[tokio::test]
async fn a_reused_refresh_token_ends_its_whole_family() {
    let shop = Shop::open(json!({ "rotation": "reuse-detection" })).await;
    let first = shop.visitor().await;
    let second = Tokens::of(&shop.refresh(&first.refresh).await);
    let neighbour = shop.visitor().await;

    assert_eq!(
        shop.refresh(&first.refresh).await.json()["error"],
        "invalid_grant"
    );
    assert_eq!(
        shop.refresh(&second.refresh).await.json()["error"],
        "invalid_grant"
    );
    assert_eq!(shop.call(&first.access).await, 401);
    assert_eq!(shop.call(&second.access).await, 401);
    assert_eq!(
        shop.refresh(&neighbour.refresh).await.status,
        200,
        "another family lives on"
    );

    let report = shop.report().await;
    assert_eq!(report["reuseDetected"], 1);
    assert_eq!(report["liveRefreshTokens"], 1);
    assert_eq!(
        report["tokenRequests"],
        json!({ "anonymous": 2, "refresh_token": 4 })
    );
}

#[tokio::test]
async fn of_two_refreshes_at_once_one_is_a_reuse() {
    let shop = Shop::open(json!({ "rotation": "reuse-detection", "grantDelay": 100 })).await;
    let first = shop.visitor().await;
    let (one, other) = tokio::join!(shop.refresh(&first.refresh), shop.refresh(&first.refresh));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    assert_eq!(shop.report().await["reuseDetected"], 1);
}

#[tokio::test]
async fn an_omitted_refresh_token_leaves_the_old_one_valid() {
    let shop = Shop::open(json!({ "rotation": "reuse-detection" })).await;
    let first = shop.visitor().await;
    shop.change(json!({ "omitRefreshToken": true })).await;
    for _ in 0..2 {
        let response = shop.refresh(&first.refresh).await;
        assert_eq!(response.status, 200);
        assert!(response.json().get("refresh_token").is_none());
    }
}

#[tokio::test]
async fn members_refresh_and_rotate_as_visitors_do() {
    let shop = Shop::open(json!({ "rotation": "reuse-detection" })).await;
    let member = shop.act("member").await;
    assert!(member["memberId"].is_string());
    assert_eq!(member["expires_in"], 14400);
    let first = Tokens::from(member);
    let second = Tokens::of(&shop.refresh(&first.refresh).await);
    assert_eq!(shop.call(&second.access).await, 200);
    assert_eq!(shop.refresh(&first.refresh).await.status, 400);
    assert_eq!(shop.refresh(&second.refresh).await.status, 400);
    assert_eq!(shop.report().await["visitors"], 0);
}
