use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

pub fn unknown() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "not_found" }))).into_response()
}

pub fn bad(message: &str) -> Response {
    let body = json!({ "error": "bad_settings", "message": message });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}
