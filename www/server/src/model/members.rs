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
    /// None for members who never chose one: they come from an identity provider, or were signed on.
    pub password: Option<Password>,
    pub status: AccountStatus,
    pub nickname: String,
    pub since: u64,
    failures: u32,
    failed_at: u64,
}

/// Whether a member may log in, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountStatus {
    Active,
    /// Has to enter the code from the mail.
    Unverified,
    /// The owner has not decided yet.
    PendingApproval {
        /// The e-mail has to be verified before.
        unverified: bool,
    },
    /// Has to set a new password.
    MustReset,
    Blocked,
}

impl Members {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn all(&self) -> impl Iterator<Item = &Member> {
        self.0.values()
    }

    pub fn get(&self, id: Uuid) -> Option<&Member> {
        self.0.get(&id)
    }

    pub fn get_mut(&mut self, id: Uuid) -> Option<&mut Member> {
        self.0.get_mut(&id)
    }

    pub fn find_by_email(&mut self, email: &str) -> Option<&mut Member> {
        let email = mailbox(email);
        self.0.values_mut().find(|member| member.email == email)
    }

    /// The caller has made sure that no member has this e-mail.
    pub fn add(&mut self, email: &str, password: Option<Password>) -> &mut Member {
        let email = mailbox(email);
        let id = Uuid::new_v4();
        let nickname = email.split('@').next().unwrap_or_default().to_owned();
        self.0.entry(id).or_insert(Member {
            id,
            email,
            verified: false,
            password,
            status: AccountStatus::Active,
            nickname,
            since: clock::now(),
            failures: 0,
            failed_at: 0,
        })
    }

    /// The member with this e-mail, verified elsewhere; a new one if there was none.
    pub fn find_or_add(&mut self, email: &str, nickname: Option<&str>) -> Uuid {
        if let Some(member) = self.find_by_email(email) {
            return member.id;
        }
        let member = self.add(email, None);
        if let Some(nickname) = nickname {
            nickname.clone_into(&mut member.nickname);
        }
        member.id
    }
}

impl Member {
    /// After too many wrong passwords in a row none is checked for a while.
    pub fn check_password(&mut self, password: &str) -> PasswordCheck {
        let cooled_down = clock::now().saturating_sub(self.failed_at) > THROTTLE_MS;
        if self.failures >= MAX_FAILURES && !cooled_down {
            return PasswordCheck::Throttled;
        }
        if self.password.as_ref().is_some_and(|kept| kept.is(password)) {
            self.failures = 0;
            return PasswordCheck::Correct;
        }
        self.failures = if cooled_down {
            1
        } else {
            self.failures.saturating_add(1)
        };
        self.failed_at = clock::now();
        PasswordCheck::Wrong
    }

    /// As the login calls of Wix describe a member.
    pub fn identity(&self) -> Value {
        let (status, reasons): (_, &[&str]) = match self.status {
            AccountStatus::Active | AccountStatus::MustReset => ("ACTIVE", &[]),
            AccountStatus::Unverified => ("PENDING", &[VERIFICATION]),
            AccountStatus::PendingApproval { unverified: false } => ("PENDING", &[APPROVAL]),
            AccountStatus::PendingApproval { unverified: true } => {
                ("PENDING", &[VERIFICATION, APPROVAL])
            }
            AccountStatus::Blocked => ("BLOCKED", &[]),
        };
        json!({
            "id": self.id,
            "revision": "1",
            "email": { "address": self.email, "isVerified": self.verified },
            "status": { "name": status, "reasons": reasons },
        })
    }
}

impl AccountStatus {
    /// After the owner has approved: this ends a block, too.
    pub fn approved(self) -> Self {
        match self {
            Self::PendingApproval { unverified: true } => Self::Unverified,
            Self::PendingApproval { unverified: false } | Self::Blocked => Self::Active,
            other => other,
        }
    }
}

/// The result of comparing a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    Correct,
    Wrong,
    Throttled,
}

fn mailbox(email: &str) -> String {
    email.trim().to_lowercase()
}

const VERIFICATION: &str = "PENDING_EMAIL_VERIFICATION_REQUIRED";
const APPROVAL: &str = "PENDING_ADMIN_APPROVAL_REQUIRED";

/// Wrong passwords in a row, after which the next is refused unseen: more than a person mistypes.
const MAX_FAILURES: u32 = 10;
const THROTTLE_MS: u64 = 60_000;
