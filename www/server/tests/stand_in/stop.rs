use std::time::Duration;

use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::request::post;
use crate::shop::Shop;

#[tokio::test]
async fn stopping_frees_the_ports_and_ends_what_hangs() {
    let shop = Shop::open(json!({ "faults": { "anonymous": { "kind": "hang" } } })).await;
    let form = format!("client_id={}&grant_type=anonymous", shop.client);
    let hanging = tokio::spawn(post(shop.token_url()).form(&form).try_send());
    while shop.report().await["tokenRequests"]["anonymous"] != 1 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let running = shop.running;
    let origins = [&running.site, &running.api, &running.app, &running.foreign];
    let hosts = origins.map(|origin| origin.replace("http://", ""));
    timeout(Duration::from_secs(2), running.stop())
        .await
        .unwrap();
    assert!(hanging.await.unwrap().is_err());
    for host in hosts {
        assert!(TcpStream::connect(host).await.is_err());
    }
}

#[tokio::test]
async fn dropping_ends_it_as_well() {
    let shop = Shop::open(json!({})).await;
    let host = shop.running.api.replace("http://", "");
    drop(shop);
    for _ in 0..50 {
        if TcpStream::connect(&host).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("still listening");
}
