//! What the answer to a step of a direct login means.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use super::api_error::{ApiError, Head, Violation};
use super::direct_login::Step;
use super::login_result::{LoginResult, error_code};
use crate::json::Json;

/// Shows who logged in, once and for minutes, and becomes member tokens. Never
/// printed, and never shown to the page.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

/// Names a login that waits for the code of a mail. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct StateToken(String);

impl SessionToken {
    /// None if this cannot be one: it becomes a part of a URL.
    pub fn parse(value: &str) -> Option<SessionToken> {
        is_token(value).then(|| SessionToken(value.to_owned()))
    }

    /// The token itself, for the redirect session.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl StateToken {
    /// None if this cannot be one: it is stored as a line.
    pub fn parse(value: &str) -> Option<StateToken> {
        is_token(value).then(|| StateToken(value.to_owned()))
    }

    /// The token itself, for the verification and what is stored.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken")
    }
}

impl fmt::Debug for StateToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StateToken")
    }
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// SUCCESS. The login goes on to member tokens.
    SignedIn(SessionToken),
    /// A code was sent by mail. Without a state token nothing can be done with
    /// it here.
    VerifyEmail(Option<StateToken>),
    /// The mail is on its way.
    Sent,
    /// For the caller, as it is.
    Tell(LoginResult),
    /// Nothing was decided: the network or the server failed.
    Later(ApiError),
    /// The visitor's access token was refused: another one, and once more.
    TokenRefused(ApiError),
}

/// What an answer means. Null stands for a body that is empty or no JSON.
pub fn meaning(step: Step, head: Head, body: &Json) -> Meaning {
    if !head.is_ok() {
        return refused(step, ApiError::parse(head, body));
    }
    match step {
        Step::Resend | Step::SendReset if body.is_object() || head.status == NO_CONTENT => {
            Meaning::Sent
        }
        _ if body.is_object() => state(head, body),
        // A network that wants a login of its own says 200 and HTML.
        _ => Meaning::Later(ApiError::bare(head)),
    }
}

fn state(head: Head, body: &Json) -> Meaning {
    let unknown = || Meaning::Tell(LoginResult::failure("unknown", ApiError::bare(head)));
    match body.get("state").text() {
        Some("SUCCESS") => body
            .get("sessionToken")
            .text()
            .and_then(SessionToken::parse)
            .map_or_else(unknown, Meaning::SignedIn),
        Some("REQUIRE_EMAIL_VERIFICATION") => {
            Meaning::VerifyEmail(body.get("stateToken").text().and_then(StateToken::parse))
        }
        Some(state) => Meaning::Tell(LoginResult::waiting(state)),
        None => unknown(),
    }
}

/// A code that we know decides, whatever the status: not all of theirs are
/// published. Then the status does.
fn refused(step: Step, error: ApiError) -> Meaning {
    let known = error.code.as_deref().and_then(error_code);
    let name = match known {
        None | Some("validationFailed") if error.violations.iter().any(is_of_email) => {
            "invalidEmail"
        }
        Some(name) => name,
        None if error.head.status == TOO_MANY_REQUESTS => "throttled",
        None if error.is_passing() => return Meaning::Later(error),
        None if !error.violations.is_empty() => "validationFailed",
        None if error.refuses_token() => return Meaning::TokenRefused(error),
        None if step == Step::Verify => "verificationFailed",
        None => "unknown",
    };
    Meaning::Tell(LoginResult::failure(name, error))
}

fn is_of_email(violation: &Violation) -> bool {
    violation.field == "email" || violation.field.ends_with(".email")
}

fn is_token(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic())
}

const NO_CONTENT: u16 = 204;
const TOO_MANY_REQUESTS: u16 = 429;
