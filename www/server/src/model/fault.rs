use axum::body::to_bytes;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock;
use crate::http::connection::Connection;
use crate::http::cors::Sharing;

/// A fault of the response to a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    pub kind: Kind,
    /// How often; null is always.
    #[serde(default)]
    pub times: Option<u32>,
    /// Milliseconds since 1970 at which it ends; null is never.
    #[serde(default)]
    pub until: Option<u64>,
    /// The request is processed first, so that a refresh token is used, and only the response is lost.
    #[serde(default)]
    pub after: bool,
    pub status: Option<u16>,
    pub body: Option<Value>,
    pub content_type: Option<String>,
    pub retry_after: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any response that a test wants to give.
    Status,
    /// The refresh token is not valid, in the words of RFC 6749.
    InvalidGrant,
    /// A refusal in Wix's own form.
    WixError,
    /// A proxy's error page.
    Html,
    /// The connection ends without a response.
    Cut,
    /// No response ever comes.
    Hang,
    /// A response that ends in its middle.
    Truncated,
    /// A response that the browser does not let the page read.
    NoCors,
}

/// The bytes of a faulty response.
struct Bytes {
    status: u16,
    content_type: String,
    body: String,
    retry_after: Option<String>,
}

impl Fault {
    /// Uses one of its times up; none if none is left, or it has ended.
    pub fn take(&mut self) -> Option<Fault> {
        if self.until.is_some_and(|until| clock::now() >= until) {
            return None;
        }
        match &mut self.times {
            None => {}
            Some(0) => return None,
            Some(left) => *left = left.saturating_sub(1),
        }
        Some(self.clone())
    }

    /// Responds, or does not, in place of `granted`: the response if the request has been processed.
    pub async fn respond(&self, granted: Option<Response>, connection: &Connection) -> Response {
        match (self.kind, granted) {
            (Kind::Cut, _) => connection.cut().await,
            (Kind::Hang, _) => std::future::pending().await,
            (Kind::NoCors, Some(granted)) => withheld(granted),
            (Kind::NoCors, None) => withheld(self.bytes(SAMPLE).into_response()),
            (Kind::Truncated, Some(granted)) => self.bytes(&text_of(granted).await).into_response(),
            _ => self.bytes(SAMPLE).into_response(),
        }
    }

    /// The response in place of `granted`, the one that would have been given.
    fn bytes(&self, granted: &str) -> Bytes {
        let (status, content_type, body) = match self.kind {
            Kind::InvalidGrant => (400, JSON, INVALID_GRANT.to_owned()),
            Kind::WixError => (400, JSON, WIX_ERROR.to_owned()),
            Kind::Html => (502, "text/html; charset=utf-8", BAD_GATEWAY.to_owned()),
            Kind::Truncated => (200, JSON, first_half(granted)),
            Kind::Status | Kind::NoCors | Kind::Cut | Kind::Hang => (503, JSON, "{}".to_owned()),
        };
        Bytes {
            status: self.status.unwrap_or(status),
            content_type: self.content_type.clone().unwrap_or(content_type.to_owned()),
            body: self.body.as_ref().map_or(body, text),
            retry_after: self.retry_after.as_ref().map(text),
        }
    }
}

impl IntoResponse for Bytes {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.body).into_response();
        set(&mut response, header::CONTENT_TYPE, &self.content_type);
        if let Some(seconds) = self.retry_after {
            set(&mut response, header::RETRY_AFTER, &seconds);
        }
        response
    }
}

fn withheld(mut response: Response) -> Response {
    response.extensions_mut().insert(Sharing {
        withheld: true,
        ..Sharing::default()
    });
    response
}

async fn text_of(response: Response) -> String {
    let body = to_bytes(response.into_body(), MAX_BYTES).await;
    String::from_utf8_lossy(&body.unwrap_or_default()).into_owned()
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

/// A string is itself; anything else is written as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn first_half(granted: &str) -> String {
    granted.chars().take(granted.chars().count() / 2).collect()
}

const JSON: &str = "application/json";
const INVALID_GRANT: &str =
    r#"{"error":"invalid_grant","error_description":"the refresh token is not valid"}"#;
/// Seen in public material from this endpoint, for another mistake.
const WIX_ERROR: &str = r#"{"message":"appRuntimeKeys [at index 0] is invalid: appId is not a valid GUID","details":{"validationError":{"fieldViolations":[]}}}"#;
const BAD_GATEWAY: &str = "<!doctype html><html><title>502</title><h1>502 Bad Gateway</h1></html>";
/// What a truncated response is cut from when the request was not processed.
const SAMPLE: &str = r#"{"access_token":"OauthNG.JWS.none","token_type":"Bearer","expires_in":14400,"refresh_token":"JWS.none"}"#;
const MAX_BYTES: usize = 1 << 20;
