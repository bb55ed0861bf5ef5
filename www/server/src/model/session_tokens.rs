use std::collections::HashMap;

use uuid::Uuid;

use crate::clock;
use crate::model::subject::Subject;
use crate::random;

/// The `sessionToken`s in addresses of one client's site.
#[derive(Default)]
pub struct SessionTokens(HashMap<String, SessionToken>);

struct SessionToken {
    purpose: Purpose,
    expires_at: u64,
}

enum Purpose {
    /// A redirect session was created by this subject.
    Subject(Subject),
    /// A direct login succeeded. Valid once.
    Login {
        login: Login,
        /// The last subject that created a redirect session with it.
        presented_by: Option<Subject>,
        used: bool,
    },
}

/// A direct login that succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login {
    pub member: Uuid,
    /// Who logged in.
    pub visitor: Subject,
}

/// What a session token was issued for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuedFor {
    Subject(Subject),
    Login(Login),
}

impl SessionTokens {
    pub fn issue_for_subject(&mut self, subject: Subject) -> String {
        self.insert(Purpose::Subject(subject), SUBJECT_TTL_MS)
    }

    pub fn issue_for_login(&mut self, login: Login, ttl: u64) -> String {
        let purpose = Purpose::Login {
            login,
            presented_by: None,
            used: false,
        };
        self.insert(purpose, ttl)
    }

    /// A redirect session was created with this token.
    pub fn present(&mut self, value: &str, by: Subject) {
        let token = self.0.get_mut(value);
        if let Some(Purpose::Login { presented_by, .. }) = token.map(|token| &mut token.purpose) {
            *presented_by = Some(by);
        }
    }

    /// None if the token is unknown, expired, used, or was presented by another visitor than the
    /// one that logged in.
    pub fn validate(&self, value: &str) -> Option<IssuedFor> {
        let token = self.0.get(value)?;
        if clock::now() >= token.expires_at {
            return None;
        }
        match token.purpose {
            Purpose::Subject(subject) => Some(IssuedFor::Subject(subject)),
            Purpose::Login { used: true, .. } => None,
            Purpose::Login {
                login,
                presented_by,
                ..
            } => {
                let valid = presented_by.is_none_or(|by| by == login.visitor);
                valid.then_some(IssuedFor::Login(login))
            }
        }
    }

    /// A login can be used once.
    pub fn consume(&mut self, value: &str) {
        let token = self.0.get_mut(value);
        if let Some(Purpose::Login { used, .. }) = token.map(|token| &mut token.purpose) {
            *used = true;
        }
    }

    fn insert(&mut self, purpose: Purpose, ttl: u64) -> String {
        let value = random::secret();
        let expires_at = clock::now().saturating_add(ttl);
        self.0.insert(
            value.clone(),
            SessionToken {
                purpose,
                expires_at,
            },
        );
        value
    }
}

/// An hour: a login page may stay open over lunch.
const SUBJECT_TTL_MS: u64 = 3_600_000;
