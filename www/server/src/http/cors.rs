use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::query::Query;

/// What pages of other origins may send and read: the Wix API, and an app's backend like it.
pub async fn listed(request: Request, next: Next) -> Response {
    let open = request.uri().path().starts_with("/_control/")
        || Query::of(request.uri()).value("cors") == Some("any");
    let allowed = if open { Allowed::Any } else { Allowed::Listed };
    share(allowed, request, next).await
}

/// The foreign origin takes everything: were a token sent, nothing would stop it on the way.
pub async fn anything(request: Request, next: Next) -> Response {
    share(Allowed::Any, request, next).await
}

/// What one response shows to pages of other origins, put among the response's extensions.
#[derive(Clone, Default)]
pub struct Sharing {
    /// Further headers that they may read.
    pub expose: Vec<String>,
    /// No header at all: the browser turns the response into a network error.
    pub withheld: bool,
}

#[derive(Clone, Copy)]
enum Allowed {
    Listed,
    Any,
}

async fn share(allowed: Allowed, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    if is_preflight(&request) {
        let mut response = StatusCode::NO_CONTENT.into_response();
        respond_to_preflight(allowed, request.headers(), response.headers_mut());
        name_origin(origin, response.headers_mut());
        return response;
    }
    let mut response = next.run(request).await;
    let sharing = response.extensions_mut().remove::<Sharing>();
    let sharing = sharing.unwrap_or_default();
    if !sharing.withheld {
        expose(&sharing.expose, response.headers_mut());
        name_origin(origin, response.headers_mut());
    }
    response
}

fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ORIGIN)
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The browser compares; a stand-in that allowed less for a wrong request would hide why.
fn respond_to_preflight(allowed: Allowed, request: &HeaderMap, response: &mut HeaderMap) {
    let asked = |name: HeaderName| request.get(name).cloned();
    let (methods, headers) = match allowed {
        Allowed::Listed => (None, Some(HeaderValue::from_static(HEADERS))),
        Allowed::Any => (
            asked(header::ACCESS_CONTROL_REQUEST_METHOD),
            asked(header::ACCESS_CONTROL_REQUEST_HEADERS),
        ),
    };
    let methods = methods.unwrap_or(HeaderValue::from_static(METHODS));
    response.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    if let Some(headers) = headers {
        response.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, headers);
    }
}

/// The origin by name rather than `*`, so that a page may also send credentials.
fn name_origin(origin: Option<HeaderValue>, headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    let Some(origin) = origin else { return };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
        HeaderValue::from_static("true"),
    );
}

fn expose(further: &[String], headers: &mut HeaderMap) {
    let always = EXPOSED.iter().copied();
    let names: Vec<&str> = always.chain(further.iter().map(String::as_str)).collect();
    if let Ok(names) = HeaderValue::try_from(names.join(", ")) {
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, names);
    }
}

const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/// What the SDKs and the platform are seen sending. Wix publishes no list.
const HEADERS: &str = "authorization, content-type, x-wix-bi-gateway, x-wix-consistent, \
    x-wix-linguist, wix-site-id, wix-account-id, commonconfig, client-binding";

/// `WWW-Authenticate` and `Retry-After` are not among them: a page often cannot see why it was refused.
const EXPOSED: [&str; 2] = ["x-wix-request-id", "x-wix-consistent"];
