use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error response in the form of RFC 6749 section 5.2.
///
/// Which body Wix sends for which mistake is not published; the RFC's names are used instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OAuthError {
    InvalidRequest(&'static str),
    InvalidClient,
    InvalidGrant(&'static str),
    UnauthorizedClient,
    UnsupportedGrantType,
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let (error, description) = match self {
            Self::InvalidRequest(what) => ("invalid_request", what),
            Self::InvalidClient => ("invalid_client", "no such client, or not its secret"),
            Self::InvalidGrant(what) => ("invalid_grant", what),
            Self::UnauthorizedClient => {
                ("unauthorized_client", "no live visitor token and good key")
            }
            Self::UnsupportedGrantType => ("unsupported_grant_type", "no such grant here"),
        };
        let body = json!({ "error": error, "error_description": description });
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    }
}
