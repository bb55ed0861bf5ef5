use serde_json::{Value, json};

use crate::browser::Browser;
use crate::request::{get, post, request};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn a_visitors_cart_is_merged_and_there_again_after_logout() {
    let shop = Shop::open(plain()).await;
    let id = shop.ann().await;
    let visitor = shop.visitor().await;
    put(&shop, &visitor.access, "cup", 2).await;
    let ann = shop.log_in(&mut Browser::default(), &visitor).await;
    let cart = cart(&shop, &ann.access).await;
    assert_eq!(amounts(&cart), json!({ "cup": 2 }));
    assert_eq!(
        (&cart["member"], &cart["visitor"]),
        (&json!(id[..8]), &json!(id[..8]))
    );
    let theirs = self::cart(&shop, &visitor.access).await;
    assert_eq!(
        amounts(&theirs),
        json!({ "cup": 2 }),
        "the visitor keeps it"
    );
    assert!(theirs.get("member").is_none());
}

#[tokio::test]
async fn quantities_add() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    for product in ["cup", "bowl"] {
        let visitor = shop.visitor().await;
        put(&shop, &visitor.access, "cup", 1).await;
        put(&shop, &visitor.access, product, 1).await;
        shop.log_in(&mut Browser::default(), &visitor).await;
    }
    let visitor = shop.visitor().await;
    let ann = shop.log_in(&mut Browser::default(), &visitor).await;
    let cart = cart(&shop, &ann.access).await;
    assert_eq!(amounts(&cart), json!({ "cup": 3, "bowl": 1 }));
}

#[tokio::test]
async fn each_product_is_merged_once_however_often_a_visitor_logs_in() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    let browser = &mut Browser::default();
    put(&shop, &visitor.access, "cup", 2).await;
    shop.log_in(browser, &visitor).await;
    shop.log_in(browser, &visitor).await;
    put(&shop, &visitor.access, "cup", 1).await;
    let ann = shop.log_in(browser, &visitor).await;
    assert_eq!(
        amounts(&cart(&shop, &ann.access).await),
        json!({ "cup": 3 })
    );

    let url = format!("{}/api/cart/cup", shop.running.app);
    request("DELETE", url).token(&visitor.access).send().await;
    put(&shop, &visitor.access, "cup", 1).await;
    let ann = shop.log_in(browser, &visitor).await;
    let cart = cart(&shop, &ann.access).await;
    assert_eq!(
        amounts(&cart),
        json!({ "cup": 4 }),
        "what was taken away and put back is new"
    );
}

#[tokio::test]
async fn a_refused_code_brings_no_cart() {
    let shop = Shop::open(plain()).await;
    shop.ann().await;
    let visitor = shop.visitor().await;
    put(&shop, &visitor.access, "cup", 1).await;
    shop.exchange("garbage", None).await;
    let nobody = shop.visitor().await;
    let ann = shop.log_in(&mut Browser::default(), &nobody).await;
    assert_eq!(amounts(&cart(&shop, &ann.access).await), json!({}));
}

async fn put(shop: &Shop, token: &str, id: &str, quantity: i32) {
    let url = format!("{}/api/cart", shop.running.app);
    let body = json!({ "id": id, "quantity": quantity });
    assert_eq!(post(url).token(token).json(body).send().await.status, 200);
}

async fn cart(shop: &Shop, token: &str) -> Value {
    let url = format!("{}/api/cart", shop.running.app);
    get(url).token(token).send().await.json()
}

fn amounts(cart: &Value) -> Value {
    let items = cart["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            (
                item["id"].as_str().unwrap().to_owned(),
                item["quantity"].clone(),
            )
        })
        .collect()
}
