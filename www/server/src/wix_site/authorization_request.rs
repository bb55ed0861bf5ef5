use axum::http::{HeaderMap, header};
use uuid::Uuid;

use crate::http::query::Query;
use crate::model::allow_list::{AllowList, origin_of};
use crate::model::client_id::ClientId;
use crate::model::session_tokens::IssuedFor;
use crate::model::settings::Settings;
use crate::model::subject::Subject;
use crate::origin::Origins;
use crate::state::Database;

/// A valid authorization request: RFC 6749 section 4.1.1, RFC 7636 section 4.3.
pub struct AuthorizationRequest {
    pub client: ClientId,
    pub settings: Settings,
    pub redirect_uri: Option<String>,
    pub mode: Mode,
    pub state: Option<String>,
    pub response_type: Option<String>,
    /// Only of the method S256.
    pub challenge: Option<String>,
    pub prompt: Option<String>,
    pub session_token: Option<(String, IssuedFor)>,
    pub idp: Option<Uuid>,
    /// The allowed origins: only these may receive the response of a frame.
    pub domains: Vec<String>,
    /// Whether the page around the frame is known and not allowed.
    pub rejected: bool,
}

/// How the response is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Query,
    Fragment,
    WebMessage,
}

impl AuthorizationRequest {
    /// The error is for the person: without a valid request no app may receive a response.
    pub fn read(
        database: &Database,
        origins: &Origins,
        query: &Query,
        headers: &HeaderMap,
    ) -> Result<Self, &'static str> {
        let value = |name: &str| query.value(name).filter(|value| !value.is_empty());
        let owned = |name: &str| value(name).map(str::to_owned);
        let client = value("client_id").and_then(|id| database.client_id(id));
        let client = client.ok_or("There is no such client.")?;
        let settings = database.settings(client);
        let allowed = AllowList::of(&settings, origins);
        let mode = match value("response_mode") {
            None | Some("query") => Mode::Query,
            Some("fragment") => Mode::Fragment,
            Some("web_message") => Mode::WebMessage,
            Some(_) => return Err("There is no such response mode."),
        };
        let redirect_uri = owned("redirect_uri");
        let listed = redirect_uri.as_ref().map(|uri| allowed.has_uri(uri));
        if listed == Some(false) || (listed.is_none() && mode != Mode::WebMessage) {
            return Err("Invalid redirect URI.");
        }
        let site = database.clients.get(&client);
        let session_token = value("sessionToken").map(|token| {
            let issued_for = site.and_then(|site| site.session_tokens.validate(token));
            issued_for.map(|issued_for| (token.to_owned(), issued_for))
        });
        let session_token = session_token
            .map(|token| token.ok_or("This session token is over, used, or somebody else's."));
        let idp = value("idp").map(|id| Uuid::parse_str(id).map_err(|_| "No such connection."));
        let around = headers
            .get(header::REFERER)
            .and_then(|url| url.to_str().ok());
        let around = around
            .and_then(origin_of)
            .filter(|origin| *origin != origins.wix);
        // The page around a frame is named by its request, or by where it wants its response.
        let named = around.iter().map(String::as_str);
        let named = named.chain(redirect_uri.as_deref());
        let domains = allowed.domains_with(named);
        if mode == Mode::WebMessage && domains.is_empty() {
            return Err("Allowed_domains_fetch_failed");
        }
        let s256 = value("code_challenge_method") == Some("S256");
        Ok(Self {
            client,
            settings,
            redirect_uri,
            mode,
            state: owned("state"),
            response_type: owned("response_type"),
            challenge: owned("code_challenge").filter(|_| s256),
            prompt: owned("prompt"),
            session_token: session_token.transpose()?,
            idp: idp.transpose()?,
            rejected: mode == Mode::WebMessage && around.is_some_and(|it| !domains.contains(&it)),
            domains,
        })
    }

    /// The visitor of the app who logs in, if that is known.
    pub fn visitor(&self) -> Option<Subject> {
        match self.session_token.as_ref()?.1 {
            IssuedFor::Subject(subject) => Some(subject),
            IssuedFor::Login(login) => Some(login.visitor),
        }
    }
}
