use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::auth::caller::Caller;
use crate::error::wix::WixError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::model::client::Client;
use crate::model::products::{PRODUCTS, Product};
use crate::state::{Database, State};
use crate::wix_api::filter::matches;
use crate::wix_api::paths::below_api_too;
use crate::wix_api::site_caller::SiteCaller;

/// The catalog, in both of its versions: for every valid token.
pub fn routes() -> Router<State> {
    below_api_too([
        ("/stores/v1/products/query", route(query_v1)),
        ("/stores-reader/v1/products/query", route(query_v1)),
        ("/stores/v3/products/query", route(query_v3)),
    ])
}

fn route(query: fn(&Client, &Value) -> Value) -> MethodRouter<State> {
    post(
        async move |Extract(state): Extract<State>,
                    Extension(connection): Extension<Connection>,
                    Extension(caller): Extension<Caller>,
                    headers: HeaderMap,
                    body: Bytes| {
            let respond = |database: &mut Database| {
                let caller = SiteCaller::of(database, caller, &headers)?;
                let site = database.clients.get(&caller.client);
                let site = site.ok_or_else(WixError::unauthenticated)?;
                let body: Value = serde_json::from_slice(&body).unwrap_or_default();
                Ok::<_, WixError>(query(site, &body["query"]))
            };
            let process = |database: &mut Database| respond(database).map(Json).into_response();
            with_faults(
                &state,
                &connection,
                caller.client,
                "products-query",
                process,
            )
            .await
        },
    )
}

/// Its filter is JSON in a text.
fn query_v1(site: &Client, query: &Value) -> Value {
    let filter = query["filter"].as_str().unwrap_or_default();
    let filter = serde_json::from_str(filter).unwrap_or_default();
    let products = found(site, &filter, |product, quantity| {
        let price = json!({
            "currency": CURRENCY,
            "price": product.price,
            "discountedPrice": product.price,
            "formatted": {
                "price": money(product.price)["formattedAmount"],
                "discountedPrice": money(product.price)["formattedAmount"],
            },
        });
        json!({
            "id": product.id,
            "name": product.name,
            "slug": product.id,
            "visible": true,
            "productType": "physical",
            "description": product.description,
            "stock": {
                "trackInventory": true,
                "quantity": quantity,
                "inStock": quantity > 0,
                "inventoryStatus": status(quantity),
            },
            "price": price,
            "priceData": price,
        })
    });
    let count = products.len();
    json!({
        "products": products,
        "metadata": { "items": count, "offset": 0 },
        "totalResults": count,
    })
}

fn query_v3(site: &Client, query: &Value) -> Value {
    let products = found(site, &query["filter"], |product, quantity| {
        let price = money(product.price);
        json!({
            "id": product.id,
            "name": product.name,
            "slug": product.id,
            "visible": true,
            "productType": "PHYSICAL",
            "plainDescription": product.description,
            "currency": CURRENCY,
            "actualPriceRange": { "minValue": price, "maxValue": price },
            "inventory": { "availabilityStatus": status(quantity) },
        })
    });
    let count = products.len();
    json!({
        "products": products,
        "pagingMetadata": { "count": count, "hasNext": false },
    })
}

fn found(site: &Client, filter: &Value, write: fn(&Product, u32) -> Value) -> Vec<Value> {
    let products = PRODUCTS.iter().zip(site.inventory.quantities());
    products
        .map(|(product, (_, quantity))| write(product, quantity))
        .filter(|product| matches(product, filter))
        .collect()
}

fn status(quantity: u32) -> &'static str {
    match quantity {
        0 => "OUT_OF_STOCK",
        _ => "IN_STOCK",
    }
}

/// An amount of whole euros, as the second version writes it.
fn money(amount: u32) -> Value {
    let text = format!("{amount}.00");
    let formatted = format!("\u{20ac}{text}");
    json!({
        "amount": text,
        "convertedAmount": text,
        "formattedAmount": formatted,
        "formattedConvertedAmount": formatted,
    })
}

const CURRENCY: &str = "EUR";
