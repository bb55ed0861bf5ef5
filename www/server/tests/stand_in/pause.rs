use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::request::{TestResponse, post, request};
use crate::shop::{Shop, Tokens, register};

#[tokio::test]
async fn a_paused_grant_is_processed_at_arrival_and_responded_to_when_resumed() {
    let shop = Shop::open(json!({ "pauseGrants": true })).await;
    let (one, other) = (mint(&shop), mint(&shop));
    arrived(&shop, "anonymous", 2).await;
    assert_eq!(shop.report().await["visitors"], 2);
    waits(&[&one, &other]).await;
    shop.change(json!({ "pauseGrants": false })).await;
    for paused in [one, other] {
        let tokens = Tokens::of(&paused.await.unwrap());
        assert_eq!(shop.call(&tokens.access).await, 200);
    }
    shop.visitor().await;
}

#[tokio::test]
async fn only_resuming_resumes() {
    let shop = Shop::open(json!({ "pauseGrants": true })).await;
    let paused = mint(&shop);
    arrived(&shop, "anonymous", 1).await;
    for change in [
        json!({}),
        json!({ "grantDelay": 0 }),
        json!({ "pauseGrants": true }),
        json!({ "pauseGrants": 0 }),
    ] {
        shop.change(change).await;
        waits(&[&paused]).await;
    }
    shop.change(json!({ "pauseGrants": false })).await;
    // A resumed response is not paused again.
    shop.change(json!({ "pauseGrants": true })).await;
    assert_eq!(paused.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_number_pauses_so_many_and_a_later_request_overtakes() {
    let shop = Shop::open(json!({ "rotation": "rotate" })).await;
    let first = shop.visitor().await;
    shop.change(json!({ "pauseGrants": 1 })).await;
    let form = format!("grant_type=refresh_token&refresh_token={}", first.refresh);
    let paused = tokio::spawn(post(shop.token_url()).form(&form).send());
    arrived(&shop, "refresh_token", 1).await;
    assert_eq!(shop.refresh(&first.refresh).await.status, 400, "spent");
    shop.visitor().await;
    waits(&[&paused]).await;
    shop.change(json!({ "pauseGrants": false })).await;
    assert_eq!(paused.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_fault_follows_on_resumption() {
    let fault = json!({ "kind": "status", "status": 503, "after": true });
    let shop = Shop::open(json!({ "pauseGrants": true, "faults": { "anonymous": fault } })).await;
    let paused = mint(&shop);
    arrived(&shop, "anonymous", 1).await;
    assert_eq!(shop.report().await["visitors"], 1);
    waits(&[&paused]).await;
    shop.change(json!({ "pauseGrants": false })).await;
    assert_eq!(paused.await.unwrap().status, 503);
}

#[tokio::test]
async fn a_pause_belongs_to_its_client() {
    let shop = Shop::open(json!({ "pauseGrants": true })).await;
    let paused = mint(&shop);
    arrived(&shop, "anonymous", 1).await;
    let other = register(&shop.running, json!({})).await;
    let form = format!("client_id={other}&grant_type=anonymous");
    assert_eq!(post(shop.token_url()).form(&form).send().await.status, 200);
    let others = format!("{}/_control/clients/{other}", shop.running.api);
    let changed = request("PATCH", others).json(json!({ "pauseGrants": false }));
    assert_eq!(changed.send().await.status, 200);
    waits(&[&paused]).await;
}

#[tokio::test]
async fn a_stop_ends_paused_responses() {
    let shop = Shop::open(json!({ "pauseGrants": true })).await;
    let form = format!("client_id={}&grant_type=anonymous", shop.client);
    let paused = tokio::spawn(post(shop.token_url()).form(&form).try_send());
    arrived(&shop, "anonymous", 1).await;
    timeout(Duration::from_secs(2), shop.running.stop())
        .await
        .unwrap();
    assert!(paused.await.unwrap().is_err());
}

#[tokio::test]
async fn a_pause_is_true_false_or_a_number() {
    let shop = Shop::open(json!({})).await;
    for pause in [json!("yes"), json!(-1), Value::Null] {
        let refused = request("PATCH", shop.control("")).json(json!({ "pauseGrants": pause }));
        let refused = refused.send().await;
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains("pauseGrants"), "{}", refused.text());
    }
}

#[tokio::test]
async fn any_step_is_paused_by_its_name_and_resumed_alone() {
    let shop = Shop::open(json!({ "pauses": { "register": true, "redirect-session": 1 } })).await;
    let token = shop.visitor().await.access;
    let step = |path: &str, body: Value| {
        let url = format!("{}{path}", shop.running.api);
        tokio::spawn(post(url).token(&token).json(body).send())
    };
    let paused = step("/iam/authentication/v2/register", crate::iam::ann());
    let other = step("/headless/v1/redirect-session", json!({ "login": {} }));
    while shop.report().await["members"] != 1 || sessions(&shop).await != 1 {
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(shop.login(&token).await.status, 200, "processed at arrival");
    waits(&[&paused, &other]).await;
    shop.change(json!({ "pauseGrants": false, "pauses": { "redirect-session": false } }))
        .await;
    assert_eq!(other.await.unwrap().status, 200);
    waits(&[&paused]).await;
    shop.change(json!({ "pauses": { "register": false } }))
        .await;
    assert_eq!(paused.await.unwrap().json()["state"], "SUCCESS");
}

async fn sessions(shop: &Shop) -> usize {
    shop.report().await["redirectSessions"]
        .as_array()
        .unwrap()
        .len()
}

fn mint(shop: &Shop) -> JoinHandle<TestResponse> {
    let form = format!("client_id={}&grant_type=anonymous", shop.client);
    tokio::spawn(post(shop.token_url()).form(&form).send())
}

async fn arrived(shop: &Shop, grant: &str, times: u64) {
    while shop.report().await["tokenRequests"][grant] != times {
        sleep(Duration::from_millis(10)).await;
    }
}

async fn waits(paused: &[&JoinHandle<TestResponse>]) {
    sleep(Duration::from_millis(50)).await;
    assert!(
        paused.iter().all(|paused| !paused.is_finished()),
        "still paused"
    );
}
