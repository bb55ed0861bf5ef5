//! The response to a step of a direct login.

use super::api_error::{ApiError, Head, Violation};
use super::direct_login::Step;
use super::login_result::{LoginResult, error_code};
use super::login_tokens::{SessionToken, StateToken};
use crate::json::Json;

/// What the server has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginResponse {
    /// `SUCCESS`: the session token becomes member tokens.
    SignedIn(SessionToken),
    /// A code was sent by e-mail. It cannot be verified without a state token.
    VerifyEmail(Option<StateToken>),
    /// An e-mail was sent.
    MailSent,
    /// A result for the caller.
    Result(LoginResult),
}

impl LoginResponse {
    /// Parses a response. Null stands for a body that is empty or no JSON. The error is
    /// that of a request on which nothing was decided: the network or the server failed,
    /// or the visitor's access token was refused ([`ApiError::refuses_token`]).
    pub fn parse(step: Step, head: Head, body: &Json) -> Result<LoginResponse, ApiError> {
        if !head.is_ok() {
            return refused(step, ApiError::parse(head, body));
        }
        let sends_mail = match step {
            Step::Resend | Step::SendReset => true,
            Step::Register | Step::Login | Step::Verify | Step::Reset => false,
        };
        if sends_mail && (body.is_object() || head.status == NO_CONTENT) {
            Ok(LoginResponse::MailSent)
        } else if body.is_object() {
            Ok(state(head, body))
        } else {
            // A captive portal responds 200 with HTML.
            Err(ApiError::bare(head))
        }
    }

    /// The response with its token, for a caller that continues the login itself: an object
    /// with `loginState` and, as `StateMachine` of @wix/sdk, `data.sessionToken` or
    /// `data.stateToken`. Null if an e-mail was sent.
    pub fn json(&self) -> Json {
        let (result, name, token) = match self {
            LoginResponse::SignedIn(token) => {
                (LoginResult::success(), "sessionToken", Some(token.expose()))
            }
            LoginResponse::VerifyEmail(token) => (
                LoginResult::email_verification_required(),
                "stateToken",
                token.as_ref().map(StateToken::expose),
            ),
            LoginResponse::MailSent => return Json::Null,
            LoginResponse::Result(result) => return result.json(),
        };
        let mut data = Json::object();
        data.put(name, token);
        let mut json = result.json();
        json.set("data", data);
        json
    }
}

fn state(head: Head, body: &Json) -> LoginResponse {
    let unknown = || LoginResponse::Result(LoginResult::failure("unknown", ApiError::bare(head)));
    match body.get("state").text() {
        Some("SUCCESS") => body
            .get("sessionToken")
            .text()
            .and_then(SessionToken::parse)
            .map_or_else(unknown, LoginResponse::SignedIn),
        Some("REQUIRE_EMAIL_VERIFICATION") => {
            let state_token = body.get("stateToken").text();
            LoginResponse::VerifyEmail(state_token.and_then(StateToken::parse))
        }
        Some(state) => LoginResponse::Result(LoginResult::pending(state)),
        None => unknown(),
    }
}

/// A known application code decides, whatever the status: not all codes are published.
/// Otherwise the status decides.
fn refused(step: Step, error: ApiError) -> Result<LoginResponse, ApiError> {
    let known = error.code.as_deref().and_then(error_code);
    let name = match known {
        None | Some("validationFailed") if error.violations.iter().any(is_of_email) => {
            "invalidEmail"
        }
        Some(name) => name,
        None if error.head.status == TOO_MANY_REQUESTS => "throttled",
        None if error.is_transient() => return Err(error),
        None if !error.violations.is_empty() => "validationFailed",
        None if error.refuses_token() => return Err(error),
        None if step == Step::Verify => "verificationFailed",
        None => "unknown",
    };
    Ok(LoginResponse::Result(LoginResult::failure(name, error)))
}

fn is_of_email(violation: &Violation) -> bool {
    violation.field == "email" || violation.field.ends_with(".email")
}

const NO_CONTENT: u16 = 204;
const TOO_MANY_REQUESTS: u16 = 429;
