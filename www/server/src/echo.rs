use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request, State as Extract};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::auth::caller::Caller;
use crate::http::header_names::HeaderNames;
use crate::http::query::Query;
use crate::model::authorization::Authorization;
use crate::origin::Origin;
use crate::state::State;
use crate::timer;

/// `/echo` and everything below it: returns the request, in the way that its query asks for.
pub fn routes(origin: Origin) -> Router<State> {
    let echoed = move |state, caller, request| echo(origin, state, caller, request);
    Router::new()
        .route("/echo", any(echoed))
        .route("/echo/{*rest}", any(echoed))
}

async fn echo(
    origin: Origin,
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let uri = head.uri;
    let Ok(body) = to_bytes(body, MAX_BYTES).await else {
        return (StatusCode::BAD_REQUEST, "the body broke off").into_response();
    };
    let echoed = json!({
        "method": head.method.as_str(),
        "url": format!("{}{uri}", state.origins().of(origin)),
        "headers": joined(&head.headers),
        "rawHeaders": head.headers.iter().map(|(k, v)| json!([k.as_str(), text(v)])).collect::<Vec<_>>(),
        "headerNames": head.extensions.get::<HeaderNames>().map(|HeaderNames(names)| names.clone()),
        "bodyBase64": STANDARD.encode(&body),
        "bodySha256": format!("{:x}", Sha256::digest(&body)),
        "bodyLength": body.len(),
        "origin": origin,
    });
    let query = Query::of(&uri);
    let delay = query.number("delay").unwrap_or(0);
    timer::sleep(Duration::from_millis(delay)).await;
    respond(&query, caller, echoed.to_string(), &uri)
}

fn respond(query: &Query, caller: Caller, echoed: String, uri: &Uri) -> Response {
    let refused =
        query.value("auth") == Some("required") && caller.authorization != Authorization::Live;
    let status = if refused {
        Some(401)
    } else if query.has("redirect") {
        query.number("code").or(Some(307))
    } else if query.has("challenge") {
        query.number("status").or(Some(401))
    } else if query.has("status") {
        query.number("status")
    } else {
        Some(200)
    };
    // Below 200 a response is not the last one, and a client would wait for ever.
    let status = status.filter(|status: &u16| (200..=599).contains(status));
    let Some(status) = status.and_then(|status| StatusCode::from_u16(status).ok()) else {
        let description = format!("no such status in {uri}");
        return (StatusCode::BAD_REQUEST, description).into_response();
    };
    let mut response = match (has_no_body(status), query.value("stream")) {
        (true, _) => ().into_response(),
        (false, Some("chunks")) => in_chunks(echoed).into_response(),
        (false, _) => echoed.into_response(),
    };
    *response.status_mut() = status;
    set(&mut response, header::CACHE_CONTROL, Some("no-store"));
    if !has_no_body(status) {
        set(
            &mut response,
            header::CONTENT_TYPE,
            Some("application/json"),
        );
    }
    let challenge = match refused && !query.has("silent") {
        true => Some(caller.authorization.challenge()),
        false => query.value("challenge"),
    };
    set(&mut response, header::WWW_AUTHENTICATE, challenge);
    if !refused {
        set(&mut response, header::LOCATION, query.value("redirect"));
    }
    response
}

/// Five chunks with pauses between: a reader of the stream receives the first at once.
fn in_chunks(echoed: String) -> Body {
    let bytes = echoed.into_bytes();
    let size = bytes.len().div_ceil(CHUNKS).max(1);
    let chunks: Vec<Vec<u8>> = bytes.chunks(size).map(<[u8]>::to_vec).collect();
    let chunks = chunks.into_iter().enumerate();
    Body::from_stream(stream::unfold(chunks, |mut chunks| async move {
        let (index, chunk) = chunks.next()?;
        if index > 0 {
            timer::sleep(CHUNK_PAUSE).await;
        }
        Some((Ok::<_, std::io::Error>(chunk), chunks))
    }))
}

fn joined(headers: &axum::http::HeaderMap) -> Map<String, Value> {
    let line = |name: &HeaderName| {
        let values: Vec<_> = headers.get_all(name).iter().map(text).collect();
        (name.as_str().to_owned(), values.join(", ").into())
    };
    headers.keys().map(line).collect()
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

fn set(response: &mut Response, name: HeaderName, value: Option<&str>) {
    if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
        response.headers_mut().insert(name, value);
    }
}

fn has_no_body(status: StatusCode) -> bool {
    matches!(status.as_u16(), 204 | 205 | 304)
}

/// More than any test sends, less than this machine's memory.
const MAX_BYTES: usize = 256 << 20;
const CHUNKS: usize = 5;
const CHUNK_PAUSE: Duration = Duration::from_millis(100);
