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
use crate::model::client_log::InventoryChange;
use crate::model::inventory::Change;
use crate::state::{Database, State};
use crate::wix_api::paths::below_api_too;
use crate::wix_api::site_caller::SiteCaller;

/// The inventory: everybody may query it, only an app or an API key may change it.
pub fn routes() -> Router<State> {
    let paths = [
        ("/stores/v2/inventoryItems/query", QUERY),
        ("/stores-reader/v2/inventoryItems/query", QUERY),
        ("/stores/v2/inventoryItems/increment", INCREMENT),
        ("/stores/v2/inventoryItems/decrement", DECREMENT),
    ];
    below_api_too(paths.map(|(path, call)| (path, call.route())))
}

/// One call of the inventory.
#[derive(Clone, Copy)]
struct Call {
    /// The name of its fault.
    name: &'static str,
    process: fn(&mut Database, SiteCaller, &[u8]) -> Result<Value, WixError>,
}

const QUERY: Call = Call {
    name: "inventory-query",
    process: query,
};
const INCREMENT: Call = Call {
    name: "inventory-increment",
    process: |database, caller, body| {
        change(database, caller, body, ("incrementData", "incrementBy"), 1)
    },
};
const DECREMENT: Call = Call {
    name: "inventory-decrement",
    process: |database, caller, body| {
        change(database, caller, body, ("decrementData", "decrementBy"), -1)
    },
};

impl Call {
    fn route(self) -> MethodRouter<State> {
        post(
            async move |Extract(state): Extract<State>,
                        Extension(connection): Extension<Connection>,
                        Extension(caller): Extension<Caller>,
                        headers: HeaderMap,
                        body: Bytes| {
                let respond = |database: &mut Database| {
                    let caller = SiteCaller::of(database, caller, &headers)?;
                    (self.process)(database, caller, &body)
                };
                let process = |database: &mut Database| respond(database).map(Json).into_response();
                with_faults(&state, &connection, caller.client, self.name, process).await
            },
        )
    }
}

fn query(database: &mut Database, caller: SiteCaller, _: &[u8]) -> Result<Value, WixError> {
    let site = database.clients.get(&caller.client);
    let site = site.ok_or_else(WixError::unauthenticated)?;
    let items = site.inventory.quantities();
    let items = items.map(|(id, quantity)| json!({ "productId": id, "quantity": quantity }));
    Ok(json!({ "inventoryItems": items.collect::<Vec<_>>() }))
}

fn change(
    database: &mut Database,
    caller: SiteCaller,
    body: &[u8],
    names: (&str, &str),
    sign: i64,
) -> Result<Value, WixError> {
    let subject = caller.admin()?;
    let changes = read(body, names, sign)?;
    let site = database.clients.get_mut(&caller.client);
    let site = site.ok_or_else(WixError::unauthenticated)?;
    site.inventory.apply(&changes)?;
    for Change { product, by } in changes {
        site.log.inventory_change(InventoryChange {
            product_id: product,
            by,
            subject,
        });
    }
    Ok(json!({}))
}

fn read(body: &[u8], (list, amount): (&str, &str), sign: i64) -> Result<Vec<Change>, WixError> {
    let body: Value =
        serde_json::from_slice(body).map_err(|_| WixError::unreadable("the body is not JSON"))?;
    let lines = body[list].as_array().filter(|lines| !lines.is_empty());
    let lines = lines
        .ok_or_else(|| WixError::field(list, "REQUIRED_FIELD", "must not be empty", json!({})))?;
    let lines = lines.iter().map(|line| {
        let by = line[amount]
            .as_i64()
            .filter(|by| (1..=MAX_AMOUNT).contains(by));
        let by = by.ok_or_else(|| {
            let description = format!("is no whole number from 1 to {MAX_AMOUNT}");
            WixError::field(
                &format!("{list}.{amount}"),
                "OTHER",
                &description,
                json!({}),
            )
        })?;
        Change::of(
            line["productId"].as_str().unwrap_or_default(),
            by.saturating_mul(sign),
        )
    });
    lines.collect()
}

/// More than a potter sells at once.
const MAX_AMOUNT: i64 = 100_000;
