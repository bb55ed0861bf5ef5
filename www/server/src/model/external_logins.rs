use std::collections::HashMap;

use uuid::Uuid;

use crate::model::client_id::ClientId;
use crate::model::people::Person;
use crate::random;

/// Who is away at the other authority, and who came back from there.
#[derive(Default)]
pub struct IdpVisits {
    /// By state.
    away: HashMap<String, Visit>,
    /// By the other authority's code.
    back: HashMap<String, &'static Person>,
}

/// An authorization that goes on when the person comes back.
pub struct Visit {
    pub client: ClientId,
    /// The request that it answers: path and query.
    pub request: String,
    pub connection: Uuid,
}

impl IdpVisits {
    /// Answers the state.
    pub fn leave(&mut self, visit: Visit) -> String {
        let state = random::secret();
        self.away.insert(state.clone(), visit);
        state
    }

    pub fn come_back(&mut self, state: &str) -> Option<Visit> {
        self.away.remove(state)
    }

    /// The other authority is sure. Answers the code.
    pub fn vouch(&mut self, person: &'static Person) -> String {
        let code = random::secret();
        self.back.insert(code.clone(), person);
        code
    }

    pub fn person(&mut self, code: &str) -> Option<&'static Person> {
        self.back.remove(code)
    }
}
