use axum::http::{HeaderMap, header};

use crate::auth::principal::Principal;
use crate::model::authorization::bare;
use crate::model::client_id::ClientId;
use crate::model::subject::Subject;
use crate::state::Database;

/// The header of a server that acts for a member: `Authorization: <visitor token>,<API key>`.
#[derive(Clone, Copy, Debug)]
pub struct ServerSignature {
    pub client: ClientId,
    /// Only with a live token and a valid key.
    pub visitor: Option<Subject>,
}

impl ServerSignature {
    pub fn principal(&self) -> Option<Principal> {
        Some(Principal {
            client: self.client,
            subject: self.visitor?,
        })
    }

    /// None if the header does not have two parts, or the first is not a token.
    pub fn read(database: &Database, headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (token, key) = value.split_once(',')?;
        let token = database.tokens.access(bare(token))?;
        let client = database.clients.get(&token.client)?;
        let valid = token.is_live() && client.settings.api_keys.iter().any(|known| known == key);
        Some(Self {
            client: token.client,
            visitor: valid.then_some(token.subject),
        })
    }
}
