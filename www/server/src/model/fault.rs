use axum::body::to_bytes;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::http::connection::Connection;
use crate::http::cors::Sharing;

/// What goes wrong when something is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    pub kind: Kind,
    /// How often; null until changed.
    #[serde(default)]
    pub times: Option<u32>,
    /// What was asked is done first, so that a refresh token is spent, and only its answer is lost.
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
    /// Any answer that a test wants to give.
    Status,
    /// The token is dead, in the words of RFC 6749.
    InvalidGrant,
    /// A refusal in Wix' own form.
    WixError,
    /// A proxy's error page.
    Html,
    /// The connection ends without an answer.
    Cut,
    /// No answer ever comes.
    Hang,
    /// An answer that ends in its middle.
    Truncated,
    /// An answer that the browser keeps from the page.
    NoCors,
}

/// The bytes of a faulty answer.
struct Bytes {
    status: u16,
    content_type: String,
    body: String,
    retry_after: Option<String>,
}

impl Fault {
    /// Uses one of its times up; none left is no fault.
    pub fn strike(&mut self) -> Option<Fault> {
        match &mut self.times {
            None => {}
            Some(0) => return None,
            Some(left) => *left = left.saturating_sub(1),
        }
        Some(self.clone())
    }

    /// Answers, or does not, in place of `granted`, if what was asked has been done.
    pub async fn act(&self, granted: Option<Response>, connection: &Connection) -> Response {
        match (self.kind, granted) {
            (Kind::Cut, _) => connection.cut().await,
            (Kind::Hang, _) => std::future::pending().await,
            (Kind::NoCors, Some(granted)) => withheld(granted),
            (Kind::NoCors, None) => withheld(self.bytes(SAMPLE).into_response()),
            (Kind::Truncated, Some(granted)) => self.bytes(&text_of(granted).await).into_response(),
            _ => self.bytes(SAMPLE).into_response(),
        }
    }

    /// The answer in place of `granted`, the one that would have been given.
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
    let body = to_bytes(response.into_body(), MOST).await;
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
/// Seen in public material from this endpoint, for another mistake than ours.
const WIX_ERROR: &str = r#"{"message":"appRuntimeKeys [at index 0] is invalid: appId is not a valid GUID","details":{"validationError":{"fieldViolations":[]}}}"#;
const BAD_GATEWAY: &str = "<!doctype html><html><title>502</title><h1>502 Bad Gateway</h1></html>";
/// What a truncated answer is cut from when nothing was done.
const SAMPLE: &str = r#"{"access_token":"OauthNG.JWS.none","token_type":"Bearer","expires_in":14400,"refresh_token":"JWS.none"}"#;
const MOST: usize = 1 << 20;
