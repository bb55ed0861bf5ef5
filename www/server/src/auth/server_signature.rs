use axum::http::{HeaderMap, header};

use crate::model::authorization::bare;
use crate::model::client_id::ClientId;
use crate::model::subject::Subject;
use crate::state::Database;

/// A server that speaks for a member: `Authorization: <visitor token>,<API key>`.
#[derive(Clone, Copy, Debug)]
pub struct SignedBy {
    pub client: ClientId,
    /// Only with a live token and a good key.
    pub visitor: Option<Subject>,
}

impl SignedBy {
    /// None if the header has not two parts, or the first is no token at all.
    pub fn read(database: &Database, headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (token, key) = value.split_once(',')?;
        let token = database.tokens.access(bare(token))?;
        let client = database.clients.get(&token.client)?;
        let good = token.is_live() && client.settings.api_keys.iter().any(|known| known == key);
        Some(Self {
            client: token.client,
            visitor: good.then_some(token.subject),
        })
    }
}
