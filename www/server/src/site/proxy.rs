use axum::body::Body;
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::json;

use crate::model::backend::Backend;
use crate::state::State;

/// Everything below `/backend/` of the site is forwarded to the app's own backend, if there is one:
/// a page then has it on its own origin.
pub fn routes() -> Router<State> {
    let client = client();
    let pass = move |Extract(state): Extract<State>, request: Request| {
        let client = client.clone();
        let backend = state.database().backend.clone();
        async move {
            match backend {
                Some(backend) => pass(&client, &backend, request).await,
                None => refusal("no_backend", "nobody has said where the backend is"),
            }
        }
    };
    Router::new()
        .route("/backend/", any(pass.clone()))
        .route("/backend/{*rest}", any(pass))
}

type Passer = Client<HttpConnector, Body>;

/// A connection for each request. A reused one may have ended meanwhile, and then a client
/// sends again: no request may be forwarded twice.
fn client() -> Passer {
    Client::builder(TokioExecutor::new())
        .retry_canceled_requests(false)
        .pool_max_idle_per_host(0)
        .build_http()
}

async fn pass(client: &Passer, backend: &Backend, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let mut passed = Request::new(body);
    *passed.method_mut() = head.method;
    *passed.uri_mut() = backend.uri(head.uri.path_and_query());
    *passed.headers_mut() = end_to_end(head.headers);
    // The client names the host that it goes to.
    passed.headers_mut().remove(header::HOST);
    match client.request(passed).await {
        Ok(response) => {
            let (head, body) = response.into_parts();
            // A stream has no length, so none is added that the backend did not send.
            let body = Body::from_stream(Body::new(body).into_data_stream());
            let mut response = Response::new(body);
            *response.status_mut() = head.status;
            *response.headers_mut() = end_to_end(head.headers);
            response
        }
        Err(_) => refusal("backend_failed", "the backend did not answer"),
    }
}

/// Without hop-by-hop headers: RFC 9110 section 7.6.1.
fn end_to_end(mut headers: HeaderMap) -> HeaderMap {
    let connection = headers.get_all(header::CONNECTION).iter();
    let named: Vec<HeaderName> = connection
        .filter_map(|value| value.to_str().ok())
        .flat_map(|names| names.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named.iter().map(HeaderName::as_str).chain(HOP_BY_HOP) {
        headers.remove(name);
    }
    headers
}

fn refusal(code: &str, message: &str) -> Response {
    let body = json!({ "error": { "code": code, "message": message } });
    let fresh = [(header::CACHE_CONTROL, "no-store")];
    (StatusCode::BAD_GATEWAY, fresh, Json(body)).into_response()
}

const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
