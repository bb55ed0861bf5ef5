use serde_json::json;
use uuid::Uuid;

use crate::error::login::LoginError;
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::members::{Knock, Standing};
use crate::model::outbox::{Content, Mail};
use crate::model::password::Password;
use crate::model::subject::Subject;

/// How far somebody gets who logs in or registers, by whichever form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Welcome(Uuid),
    /// The code from the mail first.
    Verify {
        member: Uuid,
        state_token: String,
    },
    /// The owner decides.
    Wait(Uuid),
}

/// What a form says.
pub struct Form<'a> {
    /// Who fills it in, if that is known.
    pub visitor: Option<Subject>,
    pub email: &'a str,
    pub password: &'a str,
}

impl Client {
    pub fn log_in(&mut self, form: &Form) -> Result<Entry, WixError> {
        check_email(form.email)?;
        let member = self.members.of_email(form.email);
        let member = member.ok_or(LoginError::NoAccount)?;
        if member.standing == Standing::MustReset || member.password.is_none() {
            return Err(LoginError::MustReset.into());
        }
        match member.knock(form.password) {
            Knock::TooOften => return Err(LoginError::Throttled.into()),
            Knock::Wrong => return Err(LoginError::WrongPassword.into()),
            Knock::Right => {}
        }
        let member = member.id;
        match self.enter(form.visitor, member)? {
            Entry::Wait(_) => Err(LoginError::Unapproved.into()),
            entry => Ok(entry),
        }
    }

    pub fn sign_up(&mut self, form: &Form, nickname: Option<&str>) -> Result<Entry, WixError> {
        check_email(form.email)?;
        let password = new_password("password", form.password)?;
        if self.members.of_email(form.email).is_some() {
            return Err(LoginError::EmailTaken.into());
        }
        let unverified = self.settings.email_verification;
        let approval = self.settings.owner_approval;
        let member = self.members.admit(form.email, Some(password));
        member.standing = match (unverified, approval) {
            (false, false) => Standing::Welcome,
            (true, false) => Standing::Unverified,
            (unverified, true) => Standing::Unapproved { unverified },
        };
        if let Some(nickname) = nickname {
            nickname.clone_into(&mut member.nickname);
        }
        let member = member.id;
        self.enter(form.visitor, member)
    }

    pub fn verify(
        &mut self,
        visitor: Option<Subject>,
        state_token: &str,
        code: &str,
    ) -> Result<Entry, WixError> {
        let verified = self.verifications.finish(state_token, visitor, code)?;
        self.prove(verified)?;
        self.enter(visitor, verified)
    }

    /// A new code for who waits for one.
    pub fn resend(
        &mut self,
        visitor: Option<Subject>,
        state_token: &str,
    ) -> Result<Entry, WixError> {
        let (member, code) = self.verifications.again(state_token, visitor)?;
        self.send(member, Content::Verification { code })?;
        let state_token = state_token.to_owned();
        Ok(Entry::Verify {
            member,
            state_token,
        })
    }

    /// The mailbox is the member's: they read what was sent there.
    pub fn prove(&mut self, member: Uuid) -> Result<(), WixError> {
        let member = self.members.get_mut(member);
        let member = member.ok_or(LoginError::NoAccount)?;
        member.verified = true;
        member.standing = match member.standing {
            Standing::Unverified => Standing::Welcome,
            Standing::Unapproved { .. } => Standing::Unapproved { unverified: false },
            other => other,
        };
        Ok(())
    }

    /// Who the member is, is settled; whether they may come in is not.
    pub fn enter(&mut self, visitor: Option<Subject>, member: Uuid) -> Result<Entry, WixError> {
        let found = self.members.get(member);
        match found.ok_or(LoginError::NoAccount)?.standing {
            Standing::Welcome => Ok(Entry::Welcome(member)),
            Standing::Unapproved { unverified: false } => Ok(Entry::Wait(member)),
            Standing::MustReset => Err(LoginError::MustReset.into()),
            Standing::Blocked => Err(LoginError::Blocked.into()),
            Standing::Unverified | Standing::Unapproved { unverified: true } => {
                let (state_token, code) = self.verifications.begin(visitor, member);
                self.send(member, Content::Verification { code })?;
                Ok(Entry::Verify {
                    member,
                    state_token,
                })
            }
        }
    }

    pub fn send(&mut self, member: Uuid, content: Content) -> Result<(), WixError> {
        let member = self.members.get(member).ok_or(LoginError::NoAccount)?;
        self.outbox.push(Mail::new(&member.email, content));
        Ok(())
    }
}

pub fn check_email(email: &str) -> Result<(), WixError> {
    if is_email(email) {
        return Ok(());
    }
    let told = "is not an e-mail address";
    let data = json!({ "type": "EMAIL" });
    Err(WixError::field("loginId.email", "FORMAT", told, data))
}

/// What a browser's own form accepts, roughly.
pub fn is_email(email: &str) -> bool {
    let email = email.trim();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;\"()".contains(c);
    let parts = email.split_once('@');
    email.len() <= LONGEST_EMAIL
        && !email.contains(odd)
        && parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && parts.is_some_and(|(_, host)| !host.contains('@') && !host.starts_with('.'))
}

pub fn new_password(field: &str, plain: &str) -> Result<Password, WixError> {
    if plain.chars().count() < SHORTEST {
        let told = "is too short a password";
        let data = json!({ "threshold": SHORTEST });
        return Err(WixError::field(field, "MIN_LENGTH", told, data));
    }
    let told = "is too long a password";
    let too_long = WixError::field(field, "MAX_LENGTH", told, json!({ "threshold": LONGEST }));
    let fits = plain.len() <= LONGEST;
    fits.then(|| Password::of(plain)).flatten().ok_or(too_long)
}

/// Wix says so of the call that checks an e-mail.
const LONGEST_EMAIL: usize = 254;
/// Ours: Wix publishes no limits of passwords.
const SHORTEST: usize = 6;
const LONGEST: usize = 200;
