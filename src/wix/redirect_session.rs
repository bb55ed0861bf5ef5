//! Redirect sessions: how a page asks Wix for a URL to go to.
//! <https://dev.wix.com/docs/api-reference/business-management/headless/redirects/redirect-session-object>
//!
//! Each body has exactly one intent, so each intent is a type.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::api_error::{ApiError, Head};
use super::lenient;
use super::login_answer::SessionToken;
use crate::oauth::pkce::{State, Verifier};

/// Where redirect sessions are made, below the API's origin.
pub const PATH: &str = "/_api/redirects-api/v1/redirect-session";

/// Who asks for a code, and by which proof it will be redeemed.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The client.
    pub client_id: &'a str,
    /// Ties the answer to this login.
    pub state: &'a State,
    /// Its challenge is sent.
    pub verifier: &'a Verifier,
}

/// Where the answer stands in the redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query.
    Query,
    /// In the fragment, which no server sees.
    Fragment,
}

/// Whether the user is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The login page is shown.
    Login,
    /// Nothing is shown: it works or it does not.
    None,
}

impl ResponseMode {
    /// The mode of this name.
    pub fn read(name: &str) -> Option<ResponseMode> {
        [ResponseMode::Query, ResponseMode::Fragment]
            .into_iter()
            .find(|mode| mode.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            ResponseMode::Query => "query",
            ResponseMode::Fragment => "fragment",
        }
    }
}

impl Prompt {
    /// The prompt of this name.
    pub fn read(name: &str) -> Option<Prompt> {
        [Prompt::Login, Prompt::None]
            .into_iter()
            .find(|prompt| prompt.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Prompt::Login => "login",
            Prompt::None => "none",
        }
    }
}

/// Asks for a code.
#[derive(Serialize)]
pub struct Auth<'a> {
    auth: AuthIntent<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthIntent<'a> {
    auth_request: AuthRequest<'a>,
    prompt: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthRequest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<&'a str>,
    client_id: &'a str,
    code_challenge: String,
    code_challenge_method: &'static str,
    response_mode: &'static str,
    response_type: &'static str,
    scope: &'static str,
    state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idp: Option<&'a str>,
}

impl<'a> Auth<'a> {
    /// By navigation. `idp` is the id of a connection: see `idp`.
    pub fn redirect(
        asking: Asking<'a>,
        redirect_uri: &'a str,
        mode: ResponseMode,
        prompt: Prompt,
        idp: Option<&'a str>,
    ) -> Auth<'a> {
        let mut auth = Auth::new(asking, mode.name(), prompt);
        auth.auth.auth_request.redirect_uri = Some(redirect_uri);
        auth.auth.auth_request.idp = idp;
        auth
    }

    /// By navigation, for whoever logged in with the page's own form.
    pub fn redirect_with(
        asking: Asking<'a>,
        redirect_uri: &'a str,
        mode: ResponseMode,
        session_token: &'a SessionToken,
    ) -> Auth<'a> {
        let mut auth = Auth::redirect(asking, redirect_uri, mode, Prompt::None, None);
        auth.auth.auth_request.session_token = Some(session_token.expose());
        auth
    }

    /// In a hidden frame: for whoever logged in with the page's own form, or
    /// else for whoever Wix knows.
    pub fn web_message(asking: Asking<'a>, session_token: Option<&'a SessionToken>) -> Auth<'a> {
        let mut auth = Auth::new(asking, "web_message", Prompt::None);
        auth.auth.auth_request.session_token = session_token.map(SessionToken::expose);
        auth
    }

    fn new(asking: Asking<'a>, response_mode: &'static str, prompt: Prompt) -> Auth<'a> {
        Auth {
            auth: AuthIntent {
                auth_request: AuthRequest {
                    redirect_uri: None,
                    client_id: asking.client_id,
                    code_challenge: asking.verifier.challenge(),
                    code_challenge_method: "S256",
                    response_mode,
                    response_type: "code",
                    scope: "offline_access",
                    state: asking.state.expose(),
                    session_token: None,
                    idp: None,
                },
                prompt: prompt.name(),
            },
        }
    }
}

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
