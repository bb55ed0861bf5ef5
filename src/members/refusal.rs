//! Every way these flows say no.

use alloc::boxed::Box;
use alloc::string::String;

use crate::Error;
use crate::json::Json;
use crate::oauth::callback;
use crate::wix::api_error::ApiError;

/// How a flow ends. A refusal is rare and large.
pub type Ended<T> = Result<T, Box<Refusal>>;

/// A refusal, as the caller will see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Which.
    pub code: Code,
    /// What led to it; never a token.
    pub cause: Json,
    /// What the sentence about it names: an argument, an origin.
    pub detail: String,
}

/// Which refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An argument cannot be used. Nothing was sent.
    InvalidOptions,
    /// The callback's state is none that this browser began, or was used.
    StateMismatch,
    /// The authorization endpoint refused: RFC 6749 §4.1.2.1.
    LoginRefused,
    /// It refused because it does not know this page's origin.
    OriginNotAllowed,
    /// The page in the frame kept silent.
    FrameSilent,
    /// The Wix API refused.
    ApiRefused,
    /// The Wix API is out of reach, or cannot answer just now.
    ApiUnavailable,
    /// The token endpoint gave no tokens; what it said is known to the host.
    Tokens(Error),
}

impl Code {
    /// The stable code, as JavaScript sees it in `AuthError.code`.
    pub fn name(self) -> &'static str {
        match self {
            Code::InvalidOptions => "invalid_options",
            Code::StateMismatch => "state_mismatch",
            Code::LoginRefused => "login_refused",
            Code::OriginNotAllowed => "origin_not_allowed",
            Code::FrameSilent => "frame_silent",
            Code::ApiRefused => "api_refused",
            Code::ApiUnavailable => "api_unavailable",
            Code::Tokens(Error::TokenRequestRefused) => "token_request_refused",
            Code::Tokens(Error::InvalidTokenResponse) => "invalid_token_response",
            Code::Tokens(_) => "token_endpoint_unavailable",
        }
    }

    /// With nothing more to say.
    pub fn bare(self) -> Box<Refusal> {
        Refusal::new(self, Json::Null, "")
    }
}

impl Refusal {
    /// This argument cannot be used.
    #[inline(never)]
    pub fn argument(name: &str) -> Box<Refusal> {
        Refusal::new(Code::InvalidOptions, Json::Null, name)
    }

    /// The Wix API said no, or nothing.
    pub fn api(error: &ApiError) -> Box<Refusal> {
        let code = if error.is_passing() {
            Code::ApiUnavailable
        } else {
            Code::ApiRefused
        };
        Refusal::new(code, error.json(), "")
    }

    /// The authorization endpoint said no.
    pub fn login(refusal: &callback::Refusal) -> Box<Refusal> {
        let origin = refusal.rejected_origin.as_deref();
        let mut cause = Json::object();
        cause.put("error", Some(&refusal.error));
        cause.put("errorDescription", refusal.description.as_deref());
        cause.put("rejectedOrigin", origin);
        let code = match origin {
            Some(_) => Code::OriginNotAllowed,
            None => Code::LoginRefused,
        };
        Refusal::new(code, cause, origin.unwrap_or_default())
    }

    fn new(code: Code, cause: Json, detail: &str) -> Box<Refusal> {
        Box::new(Refusal {
            code,
            cause,
            detail: detail.into(),
        })
    }
}
