//! Redirect sessions: how a page asks Wix for a URL to go to.
//! <https://dev.wix.com/docs/api-reference/business-management/headless/redirects/redirect-session-object>
//!
//! Each body has exactly one intent. Those of a login are in `authorization_request`.

use alloc::string::String;
use core::fmt;

use super::api_error::{ApiError, Head};
pub use super::authorization_request::{Asking, Prompt, ResponseMode};
use crate::json::Json;

/// Where redirect sessions are made, below the API's origin.
pub const PATH: &str = "/_api/redirects-api/v1/redirect-session";

/// Asks for a URL that makes the pages which Wix hosts know the session.
pub fn sync() -> Json {
    let mut intent = Json::object();
    intent.set("login", Json::object());
    intent
}

/// Asks for a URL that ends the session which Wix keeps of this client, and
/// comes back to this URL.
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

/// Asks for the URL of a page that Wix hosts: what the caller says, as Wix
/// names it. Err: the member that cannot be sent: `page` where there is not
/// exactly one, `callbacks` where a URL is longer than Wix takes.
pub fn hosted_page(given: &mut Json) -> Result<Json, &'static str> {
    let mut pages = PAGES.iter().filter(|name| given.get(name).is_object());
    let (Some(page), None) = (pages.next(), pages.next()) else {
        return Err("page");
    };
    let callbacks = given.get("callbacks");
    let is_long = |url: &Json| url.text().is_some_and(|url| url.len() > LONGEST_URL);
    if matches!(callbacks, Json::Object(urls) if urls.iter().any(|(_, url)| is_long(url))) {
        return Err("callbacks");
    }
    let mut intent = Json::object();
    for name in [page, "callbacks", "preferences"] {
        intent.set(name, given.take(name));
    }
    Ok(intent)
}

/// Where to go. Not printed: the URL may carry a session token.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// The URL to navigate to, unmodified.
    pub full_url: String,
    /// Of which origin a frame's message must be: that of `full_url`, if the
    /// answer names no other.
    pub endpoint: String,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Target")
    }
}

/// Reads the answer. A success without a URL of the web is an error as well,
/// with its status and nothing more.
pub fn parse(head: Head, body: &Json) -> Result<Target, ApiError> {
    if !head.is_ok() {
        return Err(ApiError::parse(head, body));
    }
    let session = body.get("redirectSession");
    let url = |json: &Json| json.owned().filter(|url| is_web(url));
    let Some(full_url) = url(session.get("fullUrl")) else {
        return Err(ApiError::bare(head));
    };
    let endpoint = url(session.get("urlDetails").get("endpoint"));
    Ok(Target {
        endpoint: endpoint.unwrap_or_else(|| full_url.clone()),
        full_url,
    })
}

/// Whether this is a URL that a page may navigate to: nothing that runs in the
/// page itself.
fn is_web(url: &str) -> bool {
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

/// Characters; a URL is ASCII.
const LONGEST_URL: usize = 2048;
