//! A layer for any axum server that identifies the caller and checks a permission. The rules are
//! those of `fetch-with-auth` with its feature `backend`; what they leave to their user, a clock, an
//! HTTP client and waiting, is in `lookup.rs`.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use fetch_with_auth::backend::Refusal;
use fetch_with_auth::wix::permission::Permission;
use serde_json::json;

use crate::identity::lookup::IdentityLookup;

/// Runs the handler if the caller has the permission; handlers find the `Identity` among the request's extensions.
pub async fn identified(
    State((lookup, permission)): State<(IdentityLookup, Permission)>,
    mut request: Request,
    next: Next,
) -> Response {
    match lookup.identify(request.headers()).await {
        Ok(identity) if permission.admits(identity.kind) => {
            request.extensions_mut().insert(identity);
            next.run(request).await
        }
        Ok(_) => refused(Refusal::PermissionDenied),
        Err(refusal) => {
            let mut response = refused(refusal);
            if refusal == Refusal::IdentityUnavailable {
                let seconds = lookup.retry_after().into();
                response.headers_mut().insert(header::RETRY_AFTER, seconds);
            }
            response
        }
    }
}

/// Status and challenge are the rules' own: RFC 6750 section 3.1.
fn refused(refusal: Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = json!({ "error": { "code": refusal.code(), "message": sentence(refusal) } });
    let fresh = [(header::CACHE_CONTROL, "no-store")];
    let mut response = (status, fresh, Json(body)).into_response();
    if !refusal.challenge().is_empty() {
        let challenge = HeaderValue::from_static(refusal.challenge());
        let headers = response.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn sentence(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TokenMissing => "No access token was sent.",
        Refusal::TokenInvalid => "The access token is not valid.",
        Refusal::TokenForeign => "The access token is for another app or site.",
        Refusal::PermissionDenied => "The caller does not have permission.",
        Refusal::IdentityUnavailable => "The caller cannot be verified right now.",
        _ => "Internal error.",
    }
}
