use serde_json::{Value, json};

use crate::request::{get, post, request};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn the_products_are_public() {
    let shop = Shop::open(plain()).await;
    for origin in [&shop.running.app, &shop.running.site] {
        let products = get(format!("{origin}/api/products")).send().await.json();
        let products = products.as_array().unwrap();
        assert!(products.len() >= 6);
        for product in products {
            assert!(product["price"].as_u64().unwrap() > 0);
            assert!(product["name"].is_string());
            let image = format!("/images/{}.svg", product["id"].as_str().unwrap());
            assert_eq!(product["image"], image.as_str());
        }
    }
}

#[tokio::test]
async fn a_cart_belongs_to_its_visitor_alone() {
    let shop = Shop::open(plain()).await;
    let ann = shop.visitor().await;
    let bob = shop.visitor().await;
    let cart = format!("{}/api/cart", shop.running.app);
    put(&cart, &ann.access, json!({ "id": "cup", "quantity": 2 })).await;
    let anns = put(&cart, &ann.access, json!({ "id": "teapot" })).await;
    assert_eq!(amounts(&anns), json!({ "cup": 2, "teapot": 1 }));
    let bobs = get(&cart).token(&bob.access).send().await.json();
    assert_eq!(amounts(&bobs), json!({}));
    assert_ne!(anns["visitor"], bobs["visitor"]);
    assert_eq!(anns["visitor"].as_str().unwrap().len(), 8);

    let renewed = shop.refresh(&ann.refresh).await.json();
    let renewed = renewed["access_token"].as_str().unwrap();
    let same = format!("{}/api/cart", shop.running.site);
    assert_eq!(
        get(same).token(renewed).send().await.json(),
        anns,
        "the same person, there too"
    );
}

#[tokio::test]
async fn things_are_added_taken_away_and_removed() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let cart = format!("{}/api/cart", shop.running.app);
    for (quantity, then) in [(3, 3), (-1, 2), (1000, 99)] {
        let now = put(&cart, &token, json!({ "id": "bowl", "quantity": quantity })).await;
        assert_eq!(amounts(&now), json!({ "bowl": then }));
    }
    let none = put(&cart, &token, json!({ "id": "bowl", "quantity": -100 })).await;
    assert_eq!(amounts(&none), json!({}));
    put(&cart, &token, json!({ "id": "bowl" })).await;
    put(&cart, &token, json!({ "id": "cup" })).await;
    let left = request("DELETE", format!("{cart}/bowl"))
        .token(&token)
        .send()
        .await;
    assert_eq!(amounts(&left.json()), json!({ "cup": 1 }));
    let emptied = request("DELETE", &cart).token(&token).send().await;
    assert_eq!(amounts(&emptied.json()), json!({}));
}

#[tokio::test]
async fn a_wish_that_makes_no_sense_is_refused() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    let cart = format!("{}/api/cart", shop.running.app);
    let body = |body: Value| post(&cart).token(&token).json(body).send();
    assert_eq!(body(json!({ "id": "moon" })).await.status, 404);
    assert_eq!(body(json!({ "quantity": 1 })).await.status, 400);
    assert_eq!(body(json!([])).await.status, 400);
}

#[tokio::test]
async fn without_a_live_token_there_is_no_cart() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    shop.act("revoke-access").await;
    let cart = format!("{}/api/cart", shop.running.app);
    let refused = post(&cart)
        .token(&token)
        .json(json!({ "id": "cup" }))
        .send()
        .await;
    assert_eq!(refused.status, 401);
    let challenge = refused.header("www-authenticate");
    assert_eq!(challenge, Some(r#"Bearer error="invalid_token""#));
    assert_eq!(get(&cart).send().await.status, 401);
}

async fn put(cart: &str, token: &str, body: Value) -> Value {
    let response = post(cart).token(token).json(body).send().await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()
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
