use std::collections::HashMap;

use uuid::Uuid;

use crate::clock;
use crate::error::login::LoginError;
use crate::model::subject::Subject;
use crate::random;

/// Logins of one client that wait for the code from a mail, by state token.
#[derive(Default)]
pub struct Verifications(HashMap<String, Verification>);

struct Verification {
    visitor: Option<Subject>,
    member: Uuid,
    code: String,
    failures: u32,
    expires_at: u64,
}

impl Verifications {
    /// Returns the state token and the code.
    pub fn begin(&mut self, visitor: Option<Subject>, member: Uuid) -> (String, String) {
        let (state_token, code) = (random::secret(), random::digits());
        let verification = Verification {
            visitor,
            member,
            code: code.clone(),
            failures: 0,
            expires_at: clock::now().saturating_add(CODE_TTL_MS),
        };
        self.0.insert(state_token.clone(), verification);
        (state_token, code)
    }

    /// Returns the member whose e-mail the code verifies. The state token is used up, by too many
    /// wrong codes too.
    pub fn finish(
        &mut self,
        state_token: &str,
        visitor: Option<Subject>,
        code: &str,
    ) -> Result<Uuid, LoginError> {
        let verification = self.live(state_token, visitor)?;
        let (right, member) = (verification.code == code.trim(), verification.member);
        verification.failures = verification.failures.saturating_add(1);
        if right || verification.failures >= MAX_FAILURES {
            self.0.remove(state_token);
        }
        if right {
            Ok(member)
        } else {
            Err(LoginError::BadCode)
        }
    }

    /// A new code for the same login; the old one is no longer valid.
    pub fn renew_code(
        &mut self,
        state_token: &str,
        visitor: Option<Subject>,
    ) -> Result<(Uuid, String), LoginError> {
        let verification = self.live(state_token, visitor)?;
        verification.code = random::digits();
        Ok((verification.member, verification.code.clone()))
    }

    fn live(
        &mut self,
        state_token: &str,
        visitor: Option<Subject>,
    ) -> Result<&mut Verification, LoginError> {
        let verification = self.0.get_mut(state_token).filter(|verification| {
            verification.visitor == visitor && clock::now() < verification.expires_at
        });
        verification.ok_or(LoginError::BadStateToken)
    }
}

/// An hour.
const CODE_TTL_MS: u64 = 3_600_000;
/// Six digits allow no more guesses.
const MAX_FAILURES: u32 = 5;
