use axum::Router;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

use crate::http::page::{Framed, Page, Script};
use crate::http::query::Query;
use crate::state::State;

/// `/forge?message=<JSON>&to=<origin>&times=N&delay=ms`: a page that posts any message to
/// the page around it, or to its opener. For tests of which messages are accepted.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/forge", get(page))
        .route("/forge.js", get(script))
}

async fn page(uri: Uri) -> Response {
    let query = Query::of(&uri);
    let message = query.value("message").unwrap_or("null");
    let parameters = json!({
        "message": serde_json::from_str::<Value>(message).unwrap_or_else(|_| message.into()),
        "to": query.value("to").unwrap_or("*"),
        "times": query.number("times").unwrap_or(1_u32),
        "delay": query.number("delay").unwrap_or(0_u64),
    });
    let mut page = Page::new("Somebody posts a message", String::new());
    page.framed = Framed::Anywhere;
    page.script = Some(Script {
        path: "/forge.js",
        parameters: parameters.to_string(),
    });
    page.into_response()
}

async fn script() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/javascript")];
    (kind, include_str!("forged_message.js")).into_response()
}
