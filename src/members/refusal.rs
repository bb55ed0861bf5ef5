//! The errors of these flows.

use alloc::string::String;

use crate::Error;
use crate::json::Json;
use crate::oauth::callback;
use crate::wix::api_error::ApiError;

/// Why a flow failed, as the caller sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The stable code.
    pub code: ErrorCode,
    /// What the server has said. It holds no token.
    pub cause: Json,
    /// The argument or the origin that the message names.
    pub detail: String,
}

/// The codes of these flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// An argument is invalid. Nothing was sent.
    InvalidOptions,
    /// No login in progress in this browser has the `state` of the callback.
    StateMismatch,
    /// The authorization endpoint refused: RFC 6749 §4.1.2.1.
    LoginRefused,
    /// It refused because the origin of the page is not allowed.
    OriginNotAllowed,
    /// The page in the frame did not respond.
    FrameSilent,
    /// The Wix API refused.
    ApiRefused,
    /// The Wix API did not respond, or responded 408, 429 or 5xx.
    ApiUnavailable,
    /// The token endpoint issued no tokens. The host knows its response.
    Tokens(Error),
}

impl ErrorCode {
    /// The code as JavaScript sees it in `AuthError.code`.
    pub fn name(self) -> &'static str {
        match self {
            ErrorCode::InvalidOptions => "invalid_options",
            ErrorCode::StateMismatch => "state_mismatch",
            ErrorCode::LoginRefused => "login_refused",
            ErrorCode::OriginNotAllowed => "origin_not_allowed",
            ErrorCode::FrameSilent => "frame_silent",
            ErrorCode::ApiRefused => "api_refused",
            ErrorCode::ApiUnavailable => "api_unavailable",
            ErrorCode::Tokens(error) => error.code(),
        }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Refusal {
        Refusal::new(code, Json::Null, "")
    }
}

impl Refusal {
    /// The argument of this name is invalid.
    #[inline(never)]
    pub fn argument(name: &str) -> Refusal {
        Refusal::new(ErrorCode::InvalidOptions, Json::Null, name)
    }

    /// A request to the Wix API failed.
    pub fn api(error: &ApiError) -> Refusal {
        let code = if error.is_transient() {
            ErrorCode::ApiUnavailable
        } else {
            ErrorCode::ApiRefused
        };
        Refusal::new(code, error.json(), "")
    }

    /// The authorization endpoint sent an error response (RFC 6749 §4.1.2.1).
    pub fn authorization(refusal: &callback::Refusal) -> Refusal {
        let origin = refusal.rejected_origin.as_deref();
        let mut cause = Json::object();
        cause.put("error", Some(&refusal.error));
        cause.put("errorDescription", refusal.description.as_deref());
        cause.put("rejectedOrigin", origin);
        let code = match origin {
            Some(_) => ErrorCode::OriginNotAllowed,
            None => ErrorCode::LoginRefused,
        };
        Refusal::new(code, cause, origin.unwrap_or_default())
    }

    fn new(code: ErrorCode, cause: Json, detail: &str) -> Refusal {
        Refusal {
            code,
            cause,
            detail: detail.into(),
        }
    }
}
