//! The authorization request of RFC 6749 §4.1.1 and RFC 7636 §4.3, as the intent of a
//! redirect session.

use super::login_tokens::SessionToken;
use crate::json::Json;
use crate::oauth::pkce::State;

/// An authorization request of response type `code`.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationRequest<'a> {
    /// The client ID of the OAuth app.
    pub client_id: &'a str,
    /// Ties the response to this request: RFC 6749 §10.12.
    pub state: &'a State,
    /// The code challenge of method S256: RFC 7636 §4.2.
    pub challenge: &'a str,
    /// Everything else.
    pub parameters: AuthorizationParameters<'a>,
}

/// The parameters of an authorization request that depend on the kind of login.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationParameters<'a> {
    /// The URL of the callback page; absent in a frame.
    pub redirect_uri: Option<&'a str>,
    /// How the response arrives.
    pub response_mode: ResponseMode,
    /// Whether Wix shows its login page.
    pub prompt: Prompt,
    /// The session token of a direct login that has succeeded.
    pub session_token: Option<&'a SessionToken>,
    /// The connection ID of an identity provider: see [`super::idp`].
    pub idp: Option<&'a str>,
}

/// How the response arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    Query,
    /// In the fragment of the redirect URI, which no server sees.
    Fragment,
    /// As a message of a frame.
    WebMessage,
}

/// Whether the user is prompted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Wix shows its login page.
    Login,
    /// Wix shows nothing: without a session of its own it refuses.
    None,
}

impl ResponseMode {
    /// The mode of this name. A redirect has no `web_message`.
    pub fn parse(name: &str) -> Option<ResponseMode> {
        match name {
            "query" => Some(ResponseMode::Query),
            "fragment" => Some(ResponseMode::Fragment),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            ResponseMode::Query => "query",
            ResponseMode::Fragment => "fragment",
            ResponseMode::WebMessage => "web_message",
        }
    }
}

impl Prompt {
    /// The prompt of this name.
    pub fn parse(name: &str) -> Option<Prompt> {
        match name {
            "login" => Some(Prompt::Login),
            "none" => Some(Prompt::None),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Prompt::Login => "login",
            Prompt::None => "none",
        }
    }
}

impl<'a> AuthorizationParameters<'a> {
    /// Of a login by redirect.
    pub fn redirect(
        redirect_uri: &'a str,
        response_mode: ResponseMode,
        prompt: Prompt,
        idp: Option<&'a str>,
    ) -> AuthorizationParameters<'a> {
        AuthorizationParameters {
            redirect_uri: Some(redirect_uri),
            response_mode,
            prompt,
            session_token: None,
            idp,
        }
    }

    /// Of a direct login that continues with a redirect. The user is not prompted.
    pub fn redirect_with_session_token(
        redirect_uri: &'a str,
        response_mode: ResponseMode,
        session_token: &'a SessionToken,
    ) -> AuthorizationParameters<'a> {
        AuthorizationParameters {
            session_token: Some(session_token),
            ..AuthorizationParameters::redirect(redirect_uri, response_mode, Prompt::None, None)
        }
    }

    /// Of a login in a hidden frame: with the session token of a direct login, or else
    /// for the member who is logged in on the Wix domain.
    pub fn web_message(session_token: Option<&'a SessionToken>) -> AuthorizationParameters<'a> {
        AuthorizationParameters {
            redirect_uri: None,
            response_mode: ResponseMode::WebMessage,
            prompt: Prompt::None,
            session_token,
            idp: None,
        }
    }
}

impl AuthorizationRequest<'_> {
    /// The intent of the redirect session.
    pub fn intent(&self) -> Json {
        let parameters = &self.parameters;
        let mut request = Json::object();
        request.put("redirectUri", parameters.redirect_uri);
        request.put("clientId", Some(self.client_id));
        request.put("codeChallenge", Some(self.challenge));
        request.put("codeChallengeMethod", Some("S256"));
        request.put("responseMode", Some(parameters.response_mode.name()));
        request.put("responseType", Some("code"));
        request.put("scope", Some("offline_access"));
        request.put("state", Some(self.state.expose()));
        let session_token = parameters.session_token.map(SessionToken::expose);
        request.put("sessionToken", session_token);
        request.put("idp", parameters.idp);
        let mut auth = Json::object();
        auth.set("authRequest", request);
        auth.put("prompt", Some(parameters.prompt.name()));
        let mut intent = Json::object();
        intent.set("auth", auth);
        intent
    }
}
