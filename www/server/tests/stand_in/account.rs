use serde_json::json;

use crate::browser::{Browser, EMAIL, PASSWORD};
use crate::request::{get, post};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn the_members_api_returns_the_member_of_the_token() {
    let shop = Shop::open(plain()).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD, "nickname": "Ann" });
    let id = shop.add_member(body).await.json()["memberId"].clone();
    let visitor = shop.visitor().await;
    let ann = shop.log_in(&mut Browser::default(), &visitor).await;
    for path in ["/members/v1/members/my", "/_api/members/v1/members/my"] {
        let url = format!("{}{path}?fieldsets=FULL", shop.running.api);
        let response = get(&url).token(&ann.access).send().await.json();
        let member = &response["member"];
        assert_eq!(member["id"], id);
        assert_eq!(member["loginEmail"], EMAIL);
        assert_eq!(member["profile"]["nickname"], "Ann");
        assert!(member["createdDate"].as_str().unwrap().ends_with('Z'));
        assert_eq!(get(&url).token(&visitor.access).send().await.status, 403);
        assert_eq!(get(&url).send().await.status, 401);
        assert_eq!(post(&url).token(&ann.access).send().await.status, 405);
    }
    let fault = json!({ "kind": "status", "status": 500, "times": 1 });
    shop.change(json!({ "faults": { "members-my": fault } }))
        .await;
    let url = format!("{}/members/v1/members/my", shop.running.api);
    assert_eq!(get(&url).token(&ann.access).send().await.status, 500);
}

#[tokio::test]
async fn a_member_has_an_email_only_if_a_fieldset_asks_for_it() {
    let shop = Shop::open(plain()).await;
    let id = shop.ann().await;
    let visitor = shop.visitor().await;
    let ann = shop.log_in(&mut Browser::default(), &visitor).await;
    let my = format!("{}/members/v1/members/my", shop.running.api);
    let public = json!({
        "id": id, "profile": { "nickname": "ann", "slug": "ann" },
        "status": "UNKNOWN", "privacyStatus": "UNKNOWN", "activityStatus": "UNKNOWN",
    });
    for query in ["", "?fieldsets=PUBLIC"] {
        let response = get(format!("{my}{query}")).token(&ann.access).send().await;
        assert_eq!(response.json()["member"], public, "{query}");
    }
    for query in ["EXTENDED", "FULL", "PUBLIC&fieldsets=FULL"] {
        let url = format!("{my}?fieldsets={query}");
        let response = get(url).token(&ann.access).send().await;
        assert_eq!(response.json()["member"]["loginEmail"], EMAIL, "{query}");
    }
}

#[tokio::test]
async fn the_account_is_for_members_alone() {
    let shop = Shop::open(plain()).await;
    let id = shop.ann().await;
    let visitor = shop.visitor().await;
    let ann = shop.log_in(&mut Browser::default(), &visitor).await;
    for origin in [&shop.running.app, &shop.running.site] {
        let url = format!("{origin}/api/account");
        let response = get(&url).token(&ann.access).send().await.json();
        let member = json!({
            "id": id[..8], "email": EMAIL, "nickname": "ann",
            "since": response["member"]["since"],
        });
        assert_eq!(response, json!({ "member": member }));
        assert!(member["since"].as_str().unwrap().starts_with("20"));
        assert_eq!(get(&url).token(&visitor.access).send().await.status, 403);
        let none = get(&url).send().await;
        assert_eq!(
            (none.status, none.header("www-authenticate")),
            (401, Some("Bearer"))
        );
    }
}

#[tokio::test]
async fn a_member_from_the_control_has_an_account_too() {
    let shop = Shop::open(plain()).await;
    let minted = shop.act("member").await;
    let url = format!("{}/api/account", shop.running.app);
    let token = minted["access_token"].as_str().unwrap();
    let response = get(url).token(token).send().await.json();
    let email = response["member"]["email"].as_str().unwrap();
    assert!(email.ends_with("@members.example"), "{email}");
}
