use serde_json::json;
use uuid::Uuid;

use crate::error::login::LoginError;
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::members::{AccountStatus, PasswordCheck};
use crate::model::outbox::{Content, Mail};
use crate::model::password::Password;
use crate::model::subject::Subject;

/// What a login or a registration comes to, by whichever form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginStep {
    Complete(Uuid),
    /// The code from the mail is required.
    VerifyEmail {
        member: Uuid,
        state_token: String,
    },
    /// The owner of the site has to approve first.
    AwaitApproval(Uuid),
}

/// The fields of a login form.
pub struct LoginForm<'a> {
    /// Who filled it in, if that is known.
    pub visitor: Option<Subject>,
    pub email: &'a str,
    pub password: &'a str,
}

impl Client {
    pub fn log_in(&mut self, form: &LoginForm) -> Result<LoginStep, WixError> {
        check_email(form.email)?;
        let member = self.members.find_by_email(form.email);
        let member = member.ok_or(LoginError::NoAccount)?;
        if member.status == AccountStatus::MustReset || member.password.is_none() {
            return Err(LoginError::MustReset.into());
        }
        match member.check_password(form.password) {
            PasswordCheck::Throttled => return Err(LoginError::Throttled.into()),
            PasswordCheck::Wrong => return Err(LoginError::WrongPassword.into()),
            PasswordCheck::Correct => {}
        }
        let member = member.id;
        match self.next_step(form.visitor, member)? {
            LoginStep::AwaitApproval(_) => Err(LoginError::Unapproved.into()),
            step => Ok(step),
        }
    }

    pub fn sign_up(
        &mut self,
        form: &LoginForm,
        nickname: Option<&str>,
    ) -> Result<LoginStep, WixError> {
        check_email(form.email)?;
        let password = new_password("password", form.password)?;
        if self.members.find_by_email(form.email).is_some() {
            return Err(LoginError::EmailTaken.into());
        }
        let unverified = self.settings.email_verification;
        let approval = self.settings.owner_approval;
        let member = self.members.add(form.email, Some(password));
        member.status = match (unverified, approval) {
            (false, false) => AccountStatus::Active,
            (true, false) => AccountStatus::Unverified,
            (unverified, true) => AccountStatus::PendingApproval { unverified },
        };
        if let Some(nickname) = nickname {
            nickname.clone_into(&mut member.nickname);
        }
        let member = member.id;
        self.next_step(form.visitor, member)
    }

    pub fn verify(
        &mut self,
        visitor: Option<Subject>,
        state_token: &str,
        code: &str,
    ) -> Result<LoginStep, WixError> {
        let verified = self.verifications.finish(state_token, visitor, code)?;
        self.confirm_email(verified)?;
        self.next_step(visitor, verified)
    }

    /// Sends a new code for a login that waits for one.
    pub fn resend(
        &mut self,
        visitor: Option<Subject>,
        state_token: &str,
    ) -> Result<LoginStep, WixError> {
        let (member, code) = self.verifications.renew_code(state_token, visitor)?;
        self.send_mail(member, Content::Verification { code })?;
        let state_token = state_token.to_owned();
        Ok(LoginStep::VerifyEmail {
            member,
            state_token,
        })
    }

    /// The member has read a mail that was sent to this address.
    pub fn confirm_email(&mut self, member: Uuid) -> Result<(), WixError> {
        let member = self.members.get_mut(member);
        let member = member.ok_or(LoginError::NoAccount)?;
        member.verified = true;
        member.status = match member.status {
            AccountStatus::Unverified => AccountStatus::Active,
            AccountStatus::PendingApproval { .. } => {
                AccountStatus::PendingApproval { unverified: false }
            }
            other => other,
        };
        Ok(())
    }

    /// The member is authenticated: whether they may log in depends on their status.
    pub fn next_step(
        &mut self,
        visitor: Option<Subject>,
        member: Uuid,
    ) -> Result<LoginStep, WixError> {
        let found = self.members.get(member);
        match found.ok_or(LoginError::NoAccount)?.status {
            AccountStatus::Active => Ok(LoginStep::Complete(member)),
            AccountStatus::PendingApproval { unverified: false } => {
                Ok(LoginStep::AwaitApproval(member))
            }
            AccountStatus::MustReset => Err(LoginError::MustReset.into()),
            AccountStatus::Blocked => Err(LoginError::Blocked.into()),
            AccountStatus::Unverified | AccountStatus::PendingApproval { unverified: true } => {
                let (state_token, code) = self.verifications.begin(visitor, member);
                self.send_mail(member, Content::Verification { code })?;
                Ok(LoginStep::VerifyEmail {
                    member,
                    state_token,
                })
            }
        }
    }

    pub fn send_mail(&mut self, member: Uuid, content: Content) -> Result<(), WixError> {
        let member = self.members.get(member).ok_or(LoginError::NoAccount)?;
        self.outbox.push(Mail::new(&member.email, content));
        Ok(())
    }
}

pub fn check_email(email: &str) -> Result<(), WixError> {
    if is_email(email) {
        return Ok(());
    }
    let description = "is not an e-mail address";
    let data = json!({ "type": "EMAIL" });
    Err(WixError::field(
        "loginId.email",
        "FORMAT",
        description,
        data,
    ))
}

/// What a browser's own form accepts, roughly.
pub fn is_email(email: &str) -> bool {
    let email = email.trim();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;\"()".contains(c);
    let parts = email.split_once('@');
    email.len() <= MAX_EMAIL_LENGTH
        && !email.contains(odd)
        && parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && parts.is_some_and(|(_, host)| !host.contains('@') && !host.starts_with('.'))
}

pub fn new_password(field: &str, plain: &str) -> Result<Password, WixError> {
    if plain.chars().count() < MIN_PASSWORD_LENGTH {
        let description = "is too short a password";
        let data = json!({ "threshold": MIN_PASSWORD_LENGTH });
        return Err(WixError::field(field, "MIN_LENGTH", description, data));
    }
    let description = "is too long a password";
    let too_long = WixError::field(
        field,
        "MAX_LENGTH",
        description,
        json!({ "threshold": MAX_PASSWORD_LENGTH }),
    );
    let fits = plain.len() <= MAX_PASSWORD_LENGTH;
    fits.then(|| Password::of(plain)).flatten().ok_or(too_long)
}

/// Documented for the call that checks an e-mail.
const MAX_EMAIL_LENGTH: usize = 254;
/// Ours: Wix publishes no limits of passwords.
const MIN_PASSWORD_LENGTH: usize = 6;
const MAX_PASSWORD_LENGTH: usize = 200;
