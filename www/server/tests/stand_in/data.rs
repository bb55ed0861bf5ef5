use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::{Value, json};

use crate::request::{TestRequest, get, post};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn everybody_queries_products_and_an_app_alone_queries_brands() {
    let shop = Shop::open(plain()).await;
    for (who, brands) in [
        ("visitor", 403),
        ("member", 403),
        ("user", 403),
        ("app", 200),
    ] {
        let token = token(&shop, who).await;
        let products = query(&shop, json!({ "dataCollectionId": "products" }));
        let products = products.token(&token).send().await.json();
        assert_eq!(products["pagingMetadata"]["total"], 9, "{who}");
        let request = query(&shop, json!({ "dataCollectionId": "brands" }));
        let response = request.token(&token).send().await;
        assert_eq!(response.status, brands, "{who}: {}", response.text());
    }
}

#[tokio::test]
async fn a_query_finds_what_equals_its_filter_in_the_body_or_in_the_address() {
    let shop = Shop::open(plain()).await;
    let token = token(&shop, "visitor").await;
    for filter in [
        json!({ "slug": "cup" }),
        json!({ "slug": { "$eq": "cup" } }),
    ] {
        let body = json!({ "dataCollectionId": "products", "query": { "filter": filter } });
        let address = URL_SAFE.encode(body.to_string());
        let path = format!("{}/wix-data/v2/items/query", shop.running.api);
        for request in [
            query(&shop, body),
            get(format!("{path}?.r={address}")),
            get(format!("{path}?.r={}", address.replace('=', "%3D"))),
        ] {
            let found = request.token(&token).send().await.json();
            let items = found["dataItems"].as_array().unwrap();
            assert_eq!(items.len(), 1, "{filter}");
            assert_eq!(items[0]["data"]["name"], "Morning cup");
            let paging = json!({ "count": 1, "offset": 0, "total": 1, "hasNext": false });
            assert_eq!(found["pagingMetadata"], paging);
        }
    }
}

#[tokio::test]
async fn without_a_token_a_collection_or_json_nothing_is_found() {
    let shop = Shop::open(plain()).await;
    let products = json!({ "dataCollectionId": "products" });
    let nobody = query(&shop, products.clone()).send().await;
    assert_eq!(nobody.status, 401);
    let garbage = query(&shop, products).token("garbage").send().await;
    assert_eq!(garbage.status, 401);
    let token = token(&shop, "visitor").await;
    let moons = query(&shop, json!({ "dataCollectionId": "moons" }));
    assert_eq!(moons.token(&token).send().await.status, 404);
    let path = format!("{}/wix-data/v2/items/query", shop.running.api);
    let unreadable = post(path).token(&token).body("products").send().await;
    assert_eq!(unreadable.status, 400);
}

fn query(shop: &Shop, body: Value) -> TestRequest {
    post(format!("{}/_api/wix-data/v2/items/query", shop.running.api)).json(body)
}

async fn token(shop: &Shop, who: &str) -> String {
    let tokens = shop.act(who).await;
    tokens["access_token"].as_str().unwrap().to_owned()
}
