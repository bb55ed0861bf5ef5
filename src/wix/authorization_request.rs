//! The redirect session that leads to a code: the authorization request of
//! RFC 6749 §4.1.1 and RFC 7636 §4.3, in Wix's envelope.

use super::login_response::SessionToken;
use crate::json::Json;
use crate::oauth::pkce::State;

/// Who asks for a code, and by which proof it will be redeemed.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The client.
    pub client_id: &'a str,
    /// Ties the answer to this login.
    pub state: &'a State,
    /// Of the verifier that will redeem the code.
    pub challenge: &'a str,
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
    pub fn parse(name: &str) -> Option<ResponseMode> {
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
    pub fn parse(name: &str) -> Option<Prompt> {
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

impl Asking<'_> {
    /// Asks for a code by navigation. `idp` is the id of a connection: see
    /// `idp`.
    pub fn redirect(
        self,
        redirect_uri: &str,
        mode: ResponseMode,
        prompt: Prompt,
        idp: Option<&str>,
    ) -> Json {
        self.intent(Some(redirect_uri), mode.name(), prompt, None, idp)
    }

    /// By navigation, for whoever logged in with the page's own form.
    pub fn redirect_with(
        self,
        redirect_uri: &str,
        mode: ResponseMode,
        session_token: &SessionToken,
    ) -> Json {
        let token = Some(session_token);
        self.intent(Some(redirect_uri), mode.name(), Prompt::None, token, None)
    }

    /// In a hidden frame: for whoever logged in with the page's own form, or
    /// else for whoever Wix knows.
    pub fn web_message(self, session_token: Option<&SessionToken>) -> Json {
        self.intent(None, "web_message", Prompt::None, session_token, None)
    }

    fn intent(
        self,
        redirect_uri: Option<&str>,
        response_mode: &str,
        prompt: Prompt,
        session_token: Option<&SessionToken>,
        idp: Option<&str>,
    ) -> Json {
        let mut request = Json::object();
        request.put("redirectUri", redirect_uri);
        request.put("clientId", Some(self.client_id));
        request.put("codeChallenge", Some(self.challenge));
        request.put("codeChallengeMethod", Some("S256"));
        request.put("responseMode", Some(response_mode));
        request.put("responseType", Some("code"));
        request.put("scope", Some("offline_access"));
        request.put("state", Some(self.state.expose()));
        request.put("sessionToken", session_token.map(SessionToken::expose));
        request.put("idp", idp);
        let mut auth = Json::object();
        auth.set("authRequest", request);
        auth.put("prompt", Some(prompt.name()));
        let mut intent = Json::object();
        intent.set("auth", auth);
        intent
    }
}
