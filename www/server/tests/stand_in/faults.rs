use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::request::post;
use crate::shop::{Shop, Tokens, plain, register};

#[tokio::test]
async fn a_status_fault_responds_as_configured() {
    let shop = faulty(json!({
        "kind": "status", "status": 429, "body": "<p>slow down", "contentType": "text/html", "retryAfter": 3
    }))
    .await;
    let response = shop.anonymous().await;
    assert_eq!(response.status, 429);
    assert_eq!(response.text(), "<p>slow down");
    assert_eq!(response.header("content-type"), Some("text/html"));
    assert_eq!(response.header("retry-after"), Some("3"));
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert!(response.header("x-wix-request-id").is_some());
}

#[tokio::test]
async fn each_answering_fault_has_its_form() {
    let table = [
        ("status", 503, "application/json", "{}"),
        (
            "invalid_grant",
            400,
            "application/json",
            r#""error":"invalid_grant""#,
        ),
        (
            "wix_error",
            400,
            "application/json",
            r#""details":{"validationError""#,
        ),
        ("html", 502, "text/html; charset=utf-8", "502 Bad Gateway"),
    ];
    for (kind, status, content_type, part) in table {
        let response = faulty(json!({ "kind": kind })).await.anonymous().await;
        assert_eq!(response.status, status, "{kind}");
        assert_eq!(
            response.header("content-type"),
            Some(content_type),
            "{kind}"
        );
        assert!(
            response.text().contains(part),
            "{kind}: {}",
            response.text()
        );
    }
}

#[tokio::test]
async fn a_truncated_response_is_a_whole_response_of_half_a_json() {
    for after in [false, true] {
        let shop = faulty(json!({ "kind": "truncated", "after": after })).await;
        let response = shop.anonymous().await;
        assert_eq!(response.status, 200);
        assert_eq!(response.header("content-type"), Some("application/json"));
        assert!(response.text().starts_with(r#"{"access_token":"#));
        assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    }
}

#[tokio::test]
async fn a_cut_drops_a_new_connection_without_a_byte() {
    let shop = faulty(json!({ "kind": "cut", "times": 1 })).await;
    let mut stream = connect(&shop).await;
    stream.write_all(request(&shop).as_bytes()).await.unwrap();
    let mut echoed = Vec::new();
    let _ = stream.read_to_end(&mut echoed).await;
    assert_eq!(echoed, b"");
    assert_eq!(shop.anonymous().await.status, 200, "once was enough");
}

#[tokio::test]
async fn a_cut_of_a_kept_alive_connection_leaves_bytes_after_which_no_request_is_repeated() {
    let shop = faulty(json!({ "kind": "cut" })).await;
    let mut stream = connect(&shop).await;
    stream
        .write_all(b"GET /nothing HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 4096];
    assert!(stream.read(&mut first).await.unwrap() > 0);
    stream.write_all(request(&shop).as_bytes()).await.unwrap();
    let mut echoed = Vec::new();
    let _ = stream.read_to_end(&mut echoed).await;
    assert!(echoed.starts_with(b"\0"), "{echoed:?}");
}

#[tokio::test]
async fn a_cut_fails_the_request_for_every_client() {
    let shop = faulty(json!({ "kind": "cut" })).await;
    let form = format!("client_id={}&grant_type=anonymous", shop.client);
    assert!(post(shop.token_url()).form(&form).try_send().await.is_err());
    assert_eq!(shop.report().await["visitors"], 0);
}

#[tokio::test]
async fn a_hanging_response_never_arrives() {
    let shop = faulty(json!({ "kind": "hang" })).await;
    assert!(
        timeout(Duration::from_millis(300), shop.anonymous())
            .await
            .is_err()
    );
    assert_eq!(shop.report().await["tokenRequests"]["anonymous"], 1);
}

#[tokio::test]
async fn without_cors_a_page_cannot_read_the_response() {
    for after in [false, true] {
        let shop = faulty(json!({ "kind": "no_cors", "after": after })).await;
        let form = format!("client_id={}&grant_type=anonymous", shop.client);
        let response = post(shop.token_url())
            .from("http://page.test")
            .form(&form)
            .send()
            .await;
        assert_eq!(response.header("access-control-allow-origin"), None);
        assert_eq!(response.status, if after { 200 } else { 503 });
        assert_eq!(shop.report().await["visitors"], u64::from(after));
    }
}

#[tokio::test]
async fn a_fault_happens_as_often_as_configured() {
    let shop = faulty(json!({ "kind": "status", "times": 2 })).await;
    assert_eq!(shop.anonymous().await.status, 503);
    assert_eq!(shop.anonymous().await.status, 503);
    assert_eq!(shop.anonymous().await.status, 200);
    let report = shop.report().await;
    assert_eq!(report["tokenRequests"]["anonymous"], 3);
    assert_eq!(report["visitors"], 1);
}

#[tokio::test]
async fn a_fault_before_the_grant_spends_nothing_and_one_after_it_does() {
    for (after, later) in [(false, 200), (true, 400)] {
        let shop = Shop::open(json!({ "rotation": "rotate" })).await;
        let first = shop.visitor().await;
        let fault = json!({ "kind": "html", "times": 1, "after": after });
        shop.change(json!({ "faults": { "refresh_token": fault } }))
            .await;
        assert_eq!(shop.refresh(&first.refresh).await.status, 502);
        assert_eq!(
            shop.refresh(&first.refresh).await.status,
            later,
            "after: {after}"
        );
    }
}

#[tokio::test]
async fn a_fault_belongs_to_its_grant_and_its_client() {
    let shop = Shop::open(plain()).await;
    let first = shop.visitor().await;
    shop.change(json!({ "faults": { "refresh_token": { "kind": "html" } } }))
        .await;
    assert_eq!(shop.anonymous().await.status, 200);
    assert_eq!(shop.refresh(&first.refresh).await.status, 502);

    let other = register(&shop.running, plain()).await;
    let form = format!("client_id={other}&grant_type=anonymous");
    assert_eq!(post(shop.token_url()).form(&form).send().await.status, 200);

    shop.change(json!({ "faults": { "anonymous": { "kind": "status" } } }))
        .await;
    assert_eq!(
        shop.refresh(&first.refresh).await.status,
        502,
        "others stay"
    );
    shop.change(json!({ "faults": { "refresh_token": null } }))
        .await;
    assert_eq!(shop.refresh(&first.refresh).await.status, 200);
    assert_eq!(shop.anonymous().await.status, 503);
}

#[tokio::test]
async fn a_slow_grant_is_processed_at_arrival() {
    let shop = Shop::open(json!({ "grantDelay": 400 })).await;
    let began = Instant::now();
    let impatient = timeout(Duration::from_millis(100), shop.anonymous()).await;
    assert!(impatient.is_err(), "it was slow");
    assert_eq!(
        shop.report().await["visitors"],
        1,
        "who left early was minted all the same"
    );
    let _: Tokens = shop.visitor().await;
    assert!(began.elapsed() >= Duration::from_millis(500));
}

#[tokio::test]
async fn a_fault_ends_at_its_time() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = u64::try_from(now.as_millis()).unwrap();
    for (until, status) in [(now - 1, 200), (now + 60_000, 503)] {
        let shop = faulty(json!({ "kind": "status", "until": until })).await;
        assert_eq!(shop.anonymous().await.status, status, "{until}");
    }
}

async fn faulty(fault: Value) -> Shop {
    Shop::open(json!({ "faults": { "anonymous": fault } })).await
}

async fn connect(shop: &Shop) -> TcpStream {
    let host = shop.running.api.strip_prefix("http://").unwrap();
    TcpStream::connect(host).await.unwrap()
}

fn request(shop: &Shop) -> String {
    let form = format!("client_id={}&grant_type=anonymous", shop.client);
    format!(
        "POST /oauth2/token HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    )
}
