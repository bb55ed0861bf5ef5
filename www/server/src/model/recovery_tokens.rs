use std::collections::HashMap;

use uuid::Uuid;

use crate::clock;
use crate::random;

/// The tokens in the links of recovery mails of one client. Each is valid once.
#[derive(Default)]
pub struct RecoveryTokens(HashMap<String, Recovery>);

struct Recovery {
    member: Uuid,
    expires_at: u64,
}

impl RecoveryTokens {
    pub fn begin(&mut self, member: Uuid) -> String {
        let token = random::secret();
        let expires_at = clock::now().saturating_add(RECOVERY_TTL_MS);
        self.0
            .insert(token.clone(), Recovery { member, expires_at });
        token
    }

    /// The member whose password may be set with this token.
    pub fn member(&self, token: &str) -> Option<Uuid> {
        let recovery = self.0.get(token)?;
        (clock::now() < recovery.expires_at).then_some(recovery.member)
    }

    pub fn finish(&mut self, token: &str) {
        self.0.remove(token);
    }
}

/// An hour.
const RECOVERY_TTL_MS: u64 = 3_600_000;
