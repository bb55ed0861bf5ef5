use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::Uri;
use fetch_with_auth::wix::identity::{Accepted, Sites};

use crate::http::query::Query;
use crate::identity::lookup::IdentityLookup;
use crate::model::client_id::{ClientId, DEMO_CLIENT};
use crate::state::State;

/// Each identifies the callers of the app's backend for one client.
#[derive(Clone, Default)]
pub struct IdentityLookups(Arc<Mutex<HashMap<ClientId, IdentityLookup>>>);

impl IdentityLookups {
    /// That of the client that the query names, or of the demo's.
    pub fn of(&self, state: &State, uri: &Uri) -> IdentityLookup {
        let database = state.database();
        let client = Query::of(uri)
            .value("client")
            .map(|name| database.client_id(name));
        let client = client.flatten().unwrap_or(DEMO_CLIENT);
        let site_id = database
            .clients
            .get(&client)
            .map_or_else(String::new, |client| client.settings.site_id.to_string());
        let lookup = || {
            let accepted = Accepted {
                client_ids: vec![client.to_string()],
                sites: Sites::Site(site_id),
            };
            IdentityLookup::new(&state.origins().api, accepted)
        };
        let mut lookups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lookups.entry(client).or_insert_with(lookup).clone()
    }
}
