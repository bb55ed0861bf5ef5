use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::model::authorization_codes::AuthorizationCodes;
use crate::model::backend::Backend;
use crate::model::carts::Carts;
use crate::model::client::Client;
use crate::model::client_id::{ClientId, DEMO_CLIENT};
use crate::model::external_logins::ExternalLogins;
use crate::model::settings::Settings;
use crate::model::tokens::Tokens;
use crate::model::wix_sessions::WixSessions;
use crate::origin::Origins;

/// What all origins share.
#[derive(Clone)]
pub struct State(Arc<Shared>);

struct Shared {
    origins: Origins,
    control: Control,
    defaults: Settings,
    database: Mutex<Database>,
}

/// Which calls there are that Wix does not have.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    /// Those that configure clients, their members and faults: for everybody who develops with it.
    pub clients: bool,
    /// Those that only tests of attacks, and the demo, need.
    pub tests: bool,
}

/// Everything that the stand-in remembers.
#[derive(Default)]
pub struct Database {
    pub clients: HashMap<ClientId, Client>,
    pub tokens: Tokens,
    pub authorization_codes: AuthorizationCodes,
    pub wix_sessions: WixSessions,
    pub external_logins: ExternalLogins,
    /// The targets of the short addresses of redirect sessions.
    pub short_urls: HashMap<Uuid, String>,
    pub carts: Carts,
    /// The origin that `/backend/` of the site forwards to.
    pub backend: Option<Backend>,
    /// How many Authorization headers the foreign origin received.
    pub foreign_authorizations: u64,
}

/// Without its content, which is full of secrets.
impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("State")
    }
}

impl State {
    /// Clients have these settings unless they are registered with others.
    pub fn new(origins: Origins, control: Control, defaults: Settings) -> Self {
        let mut database = Database::default();
        database
            .clients
            .insert(DEMO_CLIENT, Client::new(defaults.clone()));
        Self(Arc::new(Shared {
            origins,
            control,
            defaults,
            database: Mutex::new(database),
        }))
    }

    pub fn origins(&self) -> &Origins {
        &self.0.origins
    }

    pub fn control(&self) -> Control {
        self.0.control
    }

    pub fn defaults(&self) -> &Settings {
        &self.0.defaults
    }

    /// Never locked across an await. A panic elsewhere leaves no change half done.
    pub fn database(&self) -> MutexGuard<'_, Database> {
        self.0
            .database
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Database {
    pub fn register(&mut self, settings: Settings) -> ClientId {
        let id = Uuid::new_v4();
        self.clients.insert(id, Client::new(settings));
        id
    }

    /// The settings of a client; the defaults for a client that does not exist.
    pub fn settings(&self, client: ClientId) -> Settings {
        let client = self.clients.get(&client);
        client.map_or_else(Settings::default, |client| client.settings.clone())
    }

    /// The client with this id, if there is one.
    pub fn client_id(&self, name: &str) -> Option<ClientId> {
        let id = Uuid::parse_str(name).ok()?;
        self.clients.contains_key(&id).then_some(id)
    }
}
