//! Redirect sessions: how a page asks Wix for a URL to go to.
//! <https://dev.wix.com/docs/api-reference/business-management/headless/redirects/redirect-session-object>
//!
//! Each body has exactly one intent, so each intent is a type. Those of a login
//! are in `auth_request`, those of a shop in `hosted_page`.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::api_error::{ApiError, Head};
pub use super::auth_request::{Asking, Auth, Prompt, ResponseMode};
use super::lenient;

/// Where redirect sessions are made, below the API's origin.
pub const PATH: &str = "/_api/redirects-api/v1/redirect-session";

/// Asks for a URL that makes the pages which Wix hosts know the session.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Sync {
    login: Nothing,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Nothing {}

/// Asks for a URL that ends the session which Wix keeps.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Logout<'a> {
    logout: LogoutIntent<'a>,
    callbacks: LogoutCallbacks<'a>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogoutIntent<'a> {
    client_id: &'a str,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogoutCallbacks<'a> {
    post_flow_url: &'a str,
}

impl<'a> Logout<'a> {
    /// Of this client, to come back to this URL.
    pub fn new(client_id: &'a str, post_flow_url: &'a str) -> Logout<'a> {
        Logout {
            logout: LogoutIntent { client_id },
            callbacks: LogoutCallbacks { post_flow_url },
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default, deserialize_with = "lenient::object")]
    redirect_session: Option<Session>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    #[serde(default, deserialize_with = "lenient::text")]
    full_url: Option<String>,
    #[serde(default, deserialize_with = "lenient::object")]
    url_details: Option<UrlDetails>,
}

#[derive(Deserialize)]
struct UrlDetails {
    #[serde(default, deserialize_with = "lenient::text")]
    endpoint: Option<String>,
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
pub fn read<'de, D: Deserializer<'de>>(head: Head, body: Option<D>) -> Result<Target, ApiError> {
    if !head.is_ok() {
        return Err(ApiError::read(head, body));
    }
    body.and_then(|body| Answer::deserialize(body).ok())
        .and_then(|answer| answer.redirect_session?.target())
        .ok_or_else(|| ApiError::bare(head))
}

impl Session {
    fn target(self) -> Option<Target> {
        let full_url = self.full_url.filter(|url| is_web(url))?;
        let endpoint = self.url_details.and_then(|details| details.endpoint);
        let endpoint = endpoint.filter(|url| is_web(url));
        Some(Target {
            endpoint: endpoint.unwrap_or_else(|| full_url.clone()),
            full_url,
        })
    }
}

/// Whether this is a URL that a page may navigate to: nothing that runs in the
/// page itself.
fn is_web(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}
