//! The redirect session that leads to a code: the authorization request of
//! RFC 6749 §4.1.1 and RFC 7636 §4.3, in Wix's envelope.

use alloc::string::String;

use serde::Serialize;

use super::login_answer::SessionToken;
use crate::oauth::pkce::{State, Verifier};

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
