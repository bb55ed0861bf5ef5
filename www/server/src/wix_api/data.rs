use axum::Router;
use axum::body::Bytes;
use axum::extract::{Extension, RawQuery, State as Extract};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::auth::caller::Caller;
use crate::error::wix::WixError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::model::products::PRODUCTS;
use crate::state::{Database, State};
use crate::wix_api::filter::matches;
use crate::wix_api::paths::below_api_too;
use crate::wix_api::site_caller::SiteCaller;

/// Queries of data collections: of `products` and `favourites` by everybody, of `brands` by an app
/// or an API key only. As the SDK sends them: in the body, or in base64 in the address.
pub fn routes() -> Router<State> {
    below_api_too([("/wix-data/v2/items/query", get(query).post(query))])
}

async fn query(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    RawQuery(address): RawQuery,
    body: Bytes,
) -> Response {
    let respond = |database: &mut Database| {
        let caller = SiteCaller::of(database, caller, &headers)?;
        found(caller, &read(address.as_deref(), &body)?)
    };
    let process = |database: &mut Database| respond(database).map(axum::Json).into_response();
    with_faults(&state, &connection, caller.client, "data-query", process).await
}

fn read(address: Option<&str>, body: &[u8]) -> Result<Value, WixError> {
    let parameters = address.unwrap_or_default().split('&');
    let encoded = parameters.filter_map(|parameter| parameter.strip_prefix(".r="));
    let decoded = encoded
        .map(|text| text.trim_end_matches('=').trim_end_matches("%3D"))
        .find_map(|text| URL_SAFE_NO_PAD.decode(text).ok());
    serde_json::from_slice(decoded.as_deref().unwrap_or(body))
        .map_err(|_| WixError::unreadable("the query is not JSON"))
}

fn found(caller: SiteCaller, request: &Value) -> Result<Value, WixError> {
    let collection = request["dataCollectionId"].as_str().unwrap_or_default();
    if collection == "brands" {
        caller.admin()?;
    }
    let query = &request["query"];
    let found: Vec<Value> = items(collection)?
        .into_iter()
        .filter(|item| matches(item, &query["filter"]))
        .map(|item| json!({ "id": item["_id"], "dataCollectionId": collection, "data": item }))
        .collect();
    let count = found.len();
    Ok(json!({
        "dataItems": found,
        "pagingMetadata": { "count": count, "offset": 0, "total": count, "hasNext": false },
    }))
}

fn items(collection: &str) -> Result<Vec<Value>, WixError> {
    match collection {
        "products" => Ok(PRODUCTS
            .iter()
            .map(|it| json!({ "_id": it.id, "slug": it.id, "name": it.name, "price": it.price }))
            .collect()),
        "brands" => Ok(vec![
            json!({ "_id": "brand-a", "slug": "a", "name": "Ash and Clay" }),
            json!({ "_id": "brand-b", "slug": "b", "name": "Bright Glaze" }),
        ]),
        "favourites" => Ok(vec![
            json!({ "_id": "favourite-a", "slug": "a", "brand": "a" }),
        ]),
        _ => Err(WixError::missing("there is no such collection")),
    }
}
