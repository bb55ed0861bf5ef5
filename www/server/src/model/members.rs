use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock;
use crate::model::password::Password;

/// The members of one client's site.
#[derive(Default)]
pub struct Members(HashMap<Uuid, Member>);

pub struct Member {
    pub id: Uuid,
    /// In lower case: two spellings are one mailbox.
    pub email: String,
    pub verified: bool,
    /// None for who never chose one: they come from another authority, or were signed on.
    pub password: Option<Password>,
    pub standing: Standing,
    pub nickname: String,
    pub since: u64,
    failures: u32,
    failed_at: u64,
}

/// What keeps a member out, if anything does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Welcome,
    /// The code from the mail is awaited.
    Unverified,
    /// The owner has not decided yet. Says whether the e-mail comes first.
    Unapproved {
        unverified: bool,
    },
    /// The old password is good no more.
    MustReset,
    Blocked,
}

impl Members {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, id: Uuid) -> Option<&Member> {
        self.0.get(&id)
    }

    pub fn get_mut(&mut self, id: Uuid) -> Option<&mut Member> {
        self.0.get_mut(&id)
    }

    pub fn of_email(&mut self, email: &str) -> Option<&mut Member> {
        let email = mailbox(email);
        self.0.values_mut().find(|member| member.email == email)
    }

    /// Whoever asks has looked that nobody has this e-mail.
    pub fn admit(&mut self, email: &str, password: Option<Password>) -> &mut Member {
        let email = mailbox(email);
        let id = Uuid::new_v4();
        let nickname = email.split('@').next().unwrap_or_default().to_owned();
        self.0.entry(id).or_insert(Member {
            id,
            email,
            verified: false,
            password,
            standing: Standing::Welcome,
            nickname,
            since: clock::now(),
            failures: 0,
            failed_at: 0,
        })
    }

    /// The member with this mailbox, known elsewhere to be theirs; a new one if there was none.
    pub fn recognise(&mut self, email: &str, nickname: Option<&str>) -> Uuid {
        if let Some(member) = self.of_email(email) {
            return member.id;
        }
        let member = self.admit(email, None);
        if let Some(nickname) = nickname {
            nickname.clone_into(&mut member.nickname);
        }
        member.id
    }
}

impl Member {
    /// Whether the password is right. Too many wrong ones in a row, and none is looked at for a while.
    pub fn knock(&mut self, password: &str) -> Knock {
        let rested = clock::now().saturating_sub(self.failed_at) > REST;
        if self.failures >= PATIENCE && !rested {
            return Knock::TooOften;
        }
        if self.password.as_ref().is_some_and(|kept| kept.is(password)) {
            self.failures = 0;
            return Knock::Right;
        }
        self.failures = if rested {
            1
        } else {
            self.failures.saturating_add(1)
        };
        self.failed_at = clock::now();
        Knock::Wrong
    }

    /// As the Wix login calls tell of somebody.
    pub fn identity(&self) -> Value {
        let (status, reasons): (_, &[&str]) = match self.standing {
            Standing::Welcome | Standing::MustReset => ("ACTIVE", &[]),
            Standing::Unverified => ("PENDING", &[VERIFICATION]),
            Standing::Unapproved { unverified: false } => ("PENDING", &[APPROVAL]),
            Standing::Unapproved { unverified: true } => ("PENDING", &[VERIFICATION, APPROVAL]),
            Standing::Blocked => ("BLOCKED", &[]),
        };
        json!({
            "id": self.id,
            "revision": "1",
            "email": { "address": self.email, "isVerified": self.verified },
            "status": { "name": status, "reasons": reasons },
        })
    }
}

impl Standing {
    /// As the owner decides: who was blocked is welcome again.
    pub fn approved(self) -> Self {
        match self {
            Self::Unapproved { unverified: true } => Self::Unverified,
            Self::Unapproved { unverified: false } | Self::Blocked => Self::Welcome,
            other => other,
        }
    }
}

/// What came of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knock {
    Right,
    Wrong,
    TooOften,
}

fn mailbox(email: &str) -> String {
    email.trim().to_lowercase()
}

const VERIFICATION: &str = "PENDING_EMAIL_VERIFICATION_REQUIRED";
const APPROVAL: &str = "PENDING_ADMIN_APPROVAL_REQUIRED";

/// Wrong passwords in a row before the next is refused unseen: more than a person mistypes.
const PATIENCE: u32 = 10;
/// Milliseconds.
const REST: u64 = 60_000;
