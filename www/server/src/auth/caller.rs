use axum::http::{HeaderMap, Uri, header};

use crate::auth::api_key;
use crate::auth::principal::Principal;
use crate::auth::server_signature::ServerSignature;
use crate::http::query::Query;
use crate::model::authorization::{Authorization, bare};
use crate::model::client_id::ClientId;
use crate::model::subject::Subject;
use crate::state::Database;

/// The caller of a request, as identified by its Authorization header. Every handler finds it among
/// the request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    pub authorization: Authorization,
    /// Known from the token or key, else from the query, else not at all.
    pub client: Option<ClientId>,
    /// Only for a live token.
    pub subject: Option<Subject>,
}

impl Caller {
    pub fn of(database: &Database, headers: &HeaderMap, uri: &Uri) -> Self {
        let named = || {
            let query = Query::of(uri);
            let mut names = NAMES.iter().filter_map(|name| query.value(name));
            names.find_map(|name| database.client_id(name))
        };
        let Some(value) = headers.get(header::AUTHORIZATION) else {
            return Self::without(Authorization::None, named());
        };
        let Some(token) = value
            .to_str()
            .ok()
            .and_then(|v| database.tokens.access(bare(v)))
        else {
            let signed = ServerSignature::read(database, headers).map(|signed| signed.client);
            let signed = signed.or_else(|| api_key::client(database, headers).ok());
            return Self::without(Authorization::Other, signed.or_else(named));
        };
        if headers.get_all(header::AUTHORIZATION).iter().count() > 1 {
            return Self::without(Authorization::Other, Some(token.client));
        }
        if !token.is_live() {
            return Self::without(Authorization::Dead, Some(token.client));
        }
        Self {
            authorization: Authorization::Live,
            client: Some(token.client),
            subject: Some(token.subject),
        }
    }

    /// The client and the subject of a live token.
    pub fn principal(&self) -> Option<Principal> {
        Some(Principal {
            client: self.client?,
            subject: self.subject?,
        })
    }

    fn without(authorization: Authorization, client: Option<ClientId>) -> Self {
        Self {
            authorization,
            client,
            subject: None,
        }
    }
}

/// Parameters that name the client: of an echo, of an authorization request, of pages of Wix.
const NAMES: [&str; 3] = ["client", "client_id", "clientId"];
