use std::collections::HashMap;

use uuid::Uuid;

use crate::clock;
use crate::model::subject::Subject;
use crate::random;

/// The `sessionToken`s that travel in addresses of one client's site.
#[derive(Default)]
pub struct SessionTokens(HashMap<String, SessionToken>);

struct SessionToken {
    purpose: Purpose,
    ends_at: u64,
}

enum Purpose {
    /// A redirect session was made by this one: the Wix site knows whom it has before it.
    Carry(Subject),
    /// A direct login succeeded. Good once.
    Login {
        login: Login,
        /// Who put it into a redirect session, last.
        shown_by: Option<Subject>,
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

/// What a session token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Carry(Subject),
    Login(Login),
}

impl SessionTokens {
    pub fn carry(&mut self, subject: Subject) -> String {
        self.keep(Purpose::Carry(subject), CARRIED)
    }

    pub fn login(&mut self, login: Login, ttl: u64) -> String {
        let purpose = Purpose::Login {
            login,
            shown_by: None,
            used: false,
        };
        self.keep(purpose, ttl)
    }

    /// A redirect session was made with this token.
    pub fn show(&mut self, value: &str, by: Subject) {
        let token = self.0.get_mut(value);
        if let Some(Purpose::Login { shown_by, .. }) = token.map(|token| &mut token.purpose) {
            *shown_by = Some(by);
        }
    }

    /// What the token stands for; none if it is not known, over, used, or shown by another
    /// visitor than the one that logged in.
    pub fn read(&self, value: &str) -> Option<Meaning> {
        let token = self.0.get(value)?;
        if clock::now() >= token.ends_at {
            return None;
        }
        match token.purpose {
            Purpose::Carry(subject) => Some(Meaning::Carry(subject)),
            Purpose::Login { used: true, .. } => None,
            Purpose::Login {
                login, shown_by, ..
            } => {
                let own = shown_by.is_none_or(|by| by == login.visitor);
                own.then_some(Meaning::Login(login))
            }
        }
    }

    /// Uses a login up.
    pub fn spend(&mut self, value: &str) {
        let token = self.0.get_mut(value);
        if let Some(Purpose::Login { used, .. }) = token.map(|token| &mut token.purpose) {
            *used = true;
        }
    }

    fn keep(&mut self, purpose: Purpose, ttl: u64) -> String {
        let value = random::secret();
        let ends_at = clock::now().saturating_add(ttl);
        self.0
            .insert(value.clone(), SessionToken { purpose, ends_at });
        value
    }
}

/// An hour, in milliseconds: a login page may stay open over lunch.
const CARRIED: u64 = 3_600_000;
