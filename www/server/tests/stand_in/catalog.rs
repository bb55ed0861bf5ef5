use serde_json::{Value, json};

use crate::request::post;
use crate::shop::{Shop, plain};

#[tokio::test]
async fn both_versions_of_the_catalog_have_the_products() {
    let shop = Shop::open(plain()).await;
    let token = shop.visitor().await.access;
    for (version, filter) in [
        ("stores/v1", json!(json!({ "slug": "vase" }).to_string())),
        ("stores/v3", json!({ "slug": "vase" })),
    ] {
        let path = format!("{}/{version}/products/query", shop.running.api);
        let query = |body: Value| post(&path).token(&token).json(body);
        let all = query(json!({})).send().await.json();
        assert_eq!(all["products"].as_array().unwrap().len(), 9, "{version}");
        let vase = query(json!({ "query": { "filter": filter } })).send().await;
        let vase = &vase.json()["products"];
        assert_eq!(vase.as_array().unwrap().len(), 1, "{version}");
        assert_eq!(vase[0]["name"], "Single vase");
        let stock = [
            &vase[0]["stock"]["inventoryStatus"],
            &vase[0]["inventory"]["availabilityStatus"],
        ];
        assert!(stock.contains(&&json!("OUT_OF_STOCK")), "{version}");
        assert_eq!(post(&path).send().await.status, 401);
    }
}
