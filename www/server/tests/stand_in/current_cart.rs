use serde_json::{Value, json};

use crate::request::{TestRequest, get, post};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn the_current_cart_is_that_of_the_token_and_of_the_shops_backend() {
    let shop = Shop::open(plain()).await;
    let ann = shop.visitor().await.access;
    let bob = shop.visitor().await.access;
    assert_eq!(current(&shop).token(&ann).send().await.status, 404);
    for then in [2, 4] {
        let added = add(&shop, json!([line("cup", 2)])).token(&ann).send().await;
        assert_eq!(added.json()["cart"]["lineItems"][0]["quantity"], then);
    }
    let anns = current(&shop).token(&ann).send().await.json();
    assert_eq!(
        anns["cart"]["lineItems"][0]["catalogReference"]["catalogItemId"],
        "cup"
    );
    assert_eq!(current(&shop).token(&bob).send().await.status, 404);
    let backend = get(format!("{}/api/cart", shop.running.app));
    let backend = backend.token(&ann).send().await.json();
    assert_eq!(backend["items"][0]["quantity"], 4);
}

#[tokio::test]
async fn what_cannot_be_added_changes_nothing() {
    let shop = Shop::open(plain()).await;
    let ann = shop.visitor().await.access;
    for (lines, status) in [
        (json!([]), 400),
        (json!([line("cup", 1), line("moon", 1)]), 404),
    ] {
        assert_eq!(add(&shop, lines).token(&ann).send().await.status, status);
    }
    let unreadable = post(path(&shop, "/add-to-cart")).token(&ann).body("cup");
    assert_eq!(unreadable.send().await.status, 400);
    assert_eq!(current(&shop).token(&ann).send().await.status, 404);
    assert_eq!(current(&shop).send().await.status, 401);
    let nobody = add(&shop, json!([line("cup", 1)])).send().await;
    assert_eq!(nobody.status, 401);
}

fn line(id: &str, quantity: u32) -> Value {
    let app = "215238eb-22a5-4c36-9e7b-e7c08025e04e";
    json!({ "quantity": quantity, "catalogReference": { "appId": app, "catalogItemId": id } })
}

fn add(shop: &Shop, lines: Value) -> TestRequest {
    post(path(shop, "/add-to-cart")).json(json!({ "lineItems": lines }))
}

fn current(shop: &Shop) -> TestRequest {
    get(path(shop, ""))
}

fn path(shop: &Shop, rest: &str) -> String {
    format!("{}/ecom/v1/carts/current{rest}", shop.running.api)
}
