use std::collections::HashMap;

use uuid::Uuid;

use crate::model::client_id::ClientId;
use crate::model::people::Person;
use crate::random;

/// Logins at the identity provider: started, and confirmed there.
#[derive(Default)]
pub struct ExternalLogins {
    /// By state.
    pending: HashMap<String, PendingLogin>,
    /// By the code that the identity provider issued.
    codes: HashMap<String, &'static Person>,
}

/// An authorization that continues when the person comes back.
pub struct PendingLogin {
    pub client: ClientId,
    /// The authorization request: path and query.
    pub request: String,
    pub connection: Uuid,
}

impl ExternalLogins {
    /// Returns the state.
    pub fn start(&mut self, login: PendingLogin) -> String {
        let state = random::secret();
        self.pending.insert(state.clone(), login);
        state
    }

    pub fn finish(&mut self, state: &str) -> Option<PendingLogin> {
        self.pending.remove(state)
    }

    /// The person has authenticated at the identity provider.
    pub fn issue_code(&mut self, person: &'static Person) -> String {
        let code = random::secret();
        self.codes.insert(code.clone(), person);
        code
    }

    pub fn redeem_code(&mut self, code: &str) -> Option<&'static Person> {
        self.codes.remove(code)
    }
}
