use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::response::bad;
use crate::model::backend::Backend;
use crate::state::State;

pub fn routes() -> Router<State> {
    Router::new()
        .route("/_control/foreign", get(foreign))
        .route("/_control/backend", put(set_backend))
}

async fn foreign(Extract(state): Extract<State>) -> Json<Value> {
    Json(json!({ "authorizations": state.database().foreign_authorizations }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BackendOrigin {
    /// Null removes the backend.
    origin: Value,
}

/// The origin that `/backend/` of the site forwards to.
async fn set_backend(Extract(state): Extract<State>, body: Bytes) -> Response {
    let backend = match serde_json::from_slice(&body) {
        Ok(BackendOrigin {
            origin: Value::Null,
        }) => None,
        Ok(BackendOrigin { origin }) => match Backend::at(origin.as_str().unwrap_or_default()) {
            Ok(backend) => Some(backend),
            Err(message) => return bad(&message),
        },
        Err(error) => return bad(&error.to_string()),
    };
    let origin = backend.as_ref().map(Backend::origin);
    state.database().backend = backend;
    Json(json!({ "origin": origin })).into_response()
}
