//! Redirect sessions: Wix is sent an intent and responds with the URL to navigate to.
//! <https://dev.wix.com/docs/api-reference/business-management/headless/redirects/redirect-session-object>
//!
//! Each request has exactly one intent. That of a login is
//! [`super::authorization_request`].

use alloc::string::String;
use core::fmt;

use super::api_error::{ApiError, Head};
use super::login_tokens::SessionToken;
use crate::json::Json;

/// The path below the API's origin.
pub const PATH: &str = "/_api/redirects-api/v1/redirect-session";

/// The intent that sets the cookies of the current visitor or member on the Wix domain.
pub fn sync() -> Json {
    let mut intent = Json::object();
    intent.set("login", Json::object());
    intent
}

/// The intent that ends the session of this client on the Wix domain, and then navigates
/// to `post_flow_url`.
pub fn logout(client_id: &str, post_flow_url: &str) -> Json {
    let mut logout = Json::object();
    logout.put("clientId", Some(client_id));
    let mut callbacks = Json::object();
    callbacks.put("postFlowUrl", Some(post_flow_url));
    let mut intent = Json::object();
    intent.set("logout", logout);
    intent.set("callbacks", callbacks);
    intent
}

/// The intent of a page that Wix hosts. `options` are the caller's, with the names that
/// Wix gives them. The error is the name of an invalid option: `page` if there is not
/// exactly one page, `callbacks` if a URL is longer than Wix accepts.
pub fn hosted_page(options: &mut Json) -> Result<Json, &'static str> {
    let mut pages = PAGES.iter().filter(|name| options.get(name).is_object());
    let (Some(page), None) = (pages.next(), pages.next()) else {
        return Err("page");
    };
    let callbacks = options.get("callbacks");
    let is_long = |url: &Json| url.text().is_some_and(|url| url.len() > MAX_URL_BYTES);
    if matches!(callbacks, Json::Object(urls) if urls.iter().any(|(_, url)| is_long(url))) {
        return Err("callbacks");
    }
    let mut intent = Json::object();
    for name in [page, "callbacks", "preferences"] {
        intent.set(name, options.take(name));
    }
    Ok(intent)
}

/// A redirect session. It is not printed, because its URL may carry a session token.
#[derive(Clone, PartialEq, Eq)]
pub struct RedirectSession {
    /// The URL to navigate to, unmodified.
    pub full_url: String,
    /// The URL of the authorization endpoint; `full_url` if the response has none. Its
    /// origin is that of a frame's message.
    pub endpoint: String,
    /// The session token of the response, which a client that builds the URL itself
    /// appends.
    pub session_token: Option<SessionToken>,
}

impl fmt::Debug for RedirectSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedirectSession")
    }
}

impl RedirectSession {
    /// Parses a response. A success without an HTTP URL is an error as well, of which
    /// nothing but the head is known.
    pub fn parse(head: Head, body: &Json) -> Result<RedirectSession, ApiError> {
        if !head.is_ok() {
            return Err(ApiError::parse(head, body));
        }
        let session = body.get("redirectSession");
        let url = |json: &Json| json.owned().filter(|url| is_http(url));
        let Some(full_url) = url(session.get("fullUrl")) else {
            return Err(ApiError::bare(head));
        };
        let endpoint = url(session.get("urlDetails").get("endpoint"));
        let session_token = session.get("sessionToken").text();
        Ok(RedirectSession {
            endpoint: endpoint.unwrap_or_else(|| full_url.clone()),
            full_url,
            session_token: session_token.and_then(SessionToken::parse),
        })
    }
}

/// Whether a page may navigate to this URL. One of another scheme, like `javascript:`,
/// would run in the page itself.
fn is_http(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// The pages that Wix hosts.
const PAGES: [&str; 6] = [
    "ecomCheckout",
    "bookingsCheckout",
    "bookingsBook",
    "eventsCheckout",
    "paidPlansCheckout",
    "storesProduct",
];

/// What Wix accepts.
const MAX_URL_BYTES: usize = 2048;
