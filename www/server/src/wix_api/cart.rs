use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::auth::caller::Caller;
use crate::auth::principal::Principal;
use crate::error::wix::WixError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::model::products::product;
use crate::state::{Database, State};
use crate::wix_api::paths::below_api_too;

/// The cart of the token's visitor or member, as `currentCart` of `@wix/ecom` asks for it. It
/// is the same as that of the shop's backend.
pub fn routes() -> Router<State> {
    below_api_too([
        ("/ecom/v1/carts/current", get(current)),
        ("/ecom/v1/carts/current/add-to-cart", post(add)),
    ])
}

async fn current(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let process = |database: &mut Database| cart_of(database, caller).map(Json).into_response();
    with_faults(&state, &connection, caller.client, "cart", process).await
}

async fn add(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Response {
    let process = |database: &mut Database| {
        let added = add_lines(database, caller, &body);
        let cart = added.and_then(|()| cart_of(database, caller));
        cart.map(Json).into_response()
    };
    with_faults(&state, &connection, caller.client, "add-to-cart", process).await
}

/// Who has added nothing yet has no cart.
fn cart_of(database: &Database, caller: Caller) -> Result<Value, WixError> {
    let subject = owner(caller)?.subject;
    let lines: Vec<Value> = database
        .carts
        .lines(subject)
        .map(|(id, quantity)| {
            json!({
                "id": id,
                "quantity": quantity,
                "catalogReference": { "appId": STORES, "catalogItemId": id },
            })
        })
        .collect();
    if lines.is_empty() {
        let description = "there is no cart of this visitor or member";
        return Err(WixError::application(
            StatusCode::NOT_FOUND,
            "OWNED_CART_NOT_FOUND",
            description,
        ));
    }
    Ok(json!({ "cart": { "id": subject.short_id(), "lineItems": lines } }))
}

fn add_lines(database: &mut Database, caller: Caller, body: &[u8]) -> Result<(), WixError> {
    let subject = owner(caller)?.subject;
    let body: Value =
        serde_json::from_slice(body).map_err(|_| WixError::unreadable("the body is not JSON"))?;
    let lines = body["lineItems"].as_array().filter(|it| !it.is_empty());
    let lines = lines.ok_or_else(|| {
        WixError::field(
            "lineItems",
            "REQUIRED_FIELD",
            "must not be empty",
            json!({}),
        )
    })?;
    let lines: Vec<_> = lines
        .iter()
        .map(|line| {
            let id = line["catalogReference"]["catalogItemId"].as_str();
            let product = id.and_then(product);
            let product = product.ok_or_else(|| WixError::missing("there is no such product"))?;
            let quantity = line["quantity"].as_i64().unwrap_or(1);
            Ok((product, i32::try_from(quantity).unwrap_or(i32::MAX)))
        })
        .collect::<Result<_, WixError>>()?;
    for (product, quantity) in lines {
        database.carts.add(subject, product, quantity);
    }
    Ok(())
}

fn owner(caller: Caller) -> Result<Principal, WixError> {
    caller.principal().ok_or_else(WixError::unauthenticated)
}

/// The app ID of Wix Stores, whose products these are.
const STORES: &str = "215238eb-22a5-4c36-9e7b-e7c08025e04e";
