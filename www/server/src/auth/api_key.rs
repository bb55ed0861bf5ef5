use axum::http::{HeaderMap, header};
use uuid::Uuid;

use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::client_id::{ClientId, DEMO_CLIENT};
use crate::state::Database;

/// The client of an API key: `Authorization: <API key>`, without a scheme, and
/// `wix-site-id`. Without the latter, an unknown value counts as an unknown token.
pub fn client(database: &Database, headers: &HeaderMap) -> Result<ClientId, WixError> {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(key), None) = (shown.next(), shown.next()) else {
        return Err(WixError::unauthenticated());
    };
    let has_key = |client: &Client| {
        let mut keys = client.settings.api_keys.iter();
        keys.any(|known| known.as_bytes() == key.as_bytes())
    };
    match (database.clients.values().any(has_key), headers.get(SITE)) {
        (false, None) => Err(WixError::unauthenticated()),
        (false, Some(_)) => Err(WixError::forbidden("there is no such API key")),
        (true, None) => Err(WixError::forbidden("an API key needs wix-site-id")),
        (true, Some(site)) => {
            let site = site.to_str().ok().and_then(|id| Uuid::parse_str(id).ok());
            let clients = database
                .clients
                .iter()
                .filter(|(_, client)| has_key(client) && Some(client.settings.site_id) == site);
            one_of(clients.map(|(id, _)| *id))
        }
    }
}

/// A key names a site and no client. Tests have keys of their own; the one that all share is the demo's.
fn one_of(clients: impl Iterator<Item = ClientId>) -> Result<ClientId, WixError> {
    let clients: Vec<_> = clients.collect();
    match clients.as_slice() {
        [one] => Ok(*one),
        [] => Err(WixError::forbidden("the key is not of this site")),
        many if many.contains(&DEMO_CLIENT) => Ok(DEMO_CLIENT),
        _ => Err(WixError::forbidden("more than one client has this key")),
    }
}

const SITE: &str = "wix-site-id";
