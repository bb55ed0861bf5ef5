use std::collections::HashMap;

use uuid::Uuid;

use crate::clock;
use crate::random;

/// The tokens in the links of recovery mails of one client. Good once.
#[derive(Default)]
pub struct Recoveries(HashMap<String, Recovery>);

struct Recovery {
    member: Uuid,
    ends_at: u64,
}

impl Recoveries {
    pub fn begin(&mut self, member: Uuid) -> String {
        let token = random::secret();
        let ends_at = clock::now().saturating_add(PATIENCE);
        self.0.insert(token.clone(), Recovery { member, ends_at });
        token
    }

    /// Whose password may be set with this token.
    pub fn member(&self, token: &str) -> Option<Uuid> {
        let recovery = self.0.get(token)?;
        (clock::now() < recovery.ends_at).then_some(recovery.member)
    }

    pub fn finish(&mut self, token: &str) {
        self.0.remove(token);
    }
}

/// An hour, in milliseconds.
const PATIENCE: u64 = 3_600_000;
