use serde_json::{Value, json};
use stand_in::{Options, start};

use crate::request::get;
use crate::shop::{Shop, plain};
use crate::web_message::order;

#[tokio::test]
async fn a_page_of_the_wix_site_or_a_foreign_origin_posts_any_message() {
    let shop = Shop::open(plain()).await;
    for origin in [&shop.running.wix, &shop.running.foreign] {
        let query = "message=%7B%22state%22%3A%22S%22%7D&to=http%3A%2F%2Fx.test&times=2&delay=5";
        let page = get(format!("{origin}/forge?{query}")).send().await;
        let expected = json!({
            "message": { "state": "S" }, "to": "http://x.test", "times": 2, "delay": 5
        });
        assert_eq!(order(&page), expected);
        assert_eq!(page.header("x-frame-options"), None);
        let script = get(format!("{origin}/forge.js")).send().await;
        assert_eq!(script.header("content-type"), Some("text/javascript"));
    }
    let bare = get(format!("{}/forge?message=hello", shop.running.wix))
        .send()
        .await;
    let expected: Value = json!({ "message": "hello", "to": "*", "times": 1, "delay": 0 });
    assert_eq!(order(&bare), expected);
}

#[tokio::test]
async fn without_the_control_nothing_is_forged() {
    let running = start(Options::default()).await.unwrap();
    for origin in [&running.wix, &running.foreign] {
        assert_eq!(get(format!("{origin}/forge")).send().await.status, 404);
    }
}
