//! The authorization response: RFC 6749 §4.1.2 and §4.1.2.1.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use super::pkce::{State, is_visible};
use crate::json::Json;

/// The parameters that a response may leave in a URL, to be removed from it.
/// RFC 9207 adds `iss`.
pub const PARAMETERS: [&str; 6] = [
    "code",
    "state",
    "error",
    "error_description",
    "error_uri",
    "iss",
];

/// An authorization response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// What it responds to. Nothing is trusted before this was found among the
    /// logins under way.
    pub state: State,
    /// What it says.
    pub response: Response,
}

/// What an authorization response says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// RFC 6749 §4.1.2.
    Code(Code),
    /// RFC 6749 §4.1.2.1.
    Refused(Refusal),
}

/// An authorization code: opaque, redeemed once, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// Why there is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `error`, verbatim.
    pub error: String,
    /// `error_description`, verbatim: anybody may have written it into a URL.
    pub description: Option<String>,
    /// The origin that Wix would have to allow, where it names one.
    pub rejected_origin: Option<String>,
}

impl Code {
    /// None if this cannot be a code: RFC 6749 A.11.
    pub fn read(value: &str) -> Option<Code> {
        is_visible(value).then(|| Code(value.to_owned()))
    }

    /// The code itself, for the token endpoint.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

impl Callback {
    /// Reads the decoded parameters of a query or a fragment. None if they are
    /// no response to a request of ours, all of which carry a state. A parameter
    /// that is there twice makes it none: RFC 6749 §3.1. One without a value
    /// counts as absent: the same section.
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Callback> {
        let mut found = [None; PARAMETERS.len()];
        for (name, value) in parameters {
            let mut slots = PARAMETERS.iter().zip(&mut found);
            if let Some((_, slot)) = slots.find(|(parameter, _)| **parameter == name)
                && slot.replace(value).is_some()
            {
                return None;
            }
        }
        let [code, state, error, error_description, ..] = found;
        callback(state, code, error, error_description, None)
    }

    /// Reads what a frame of the authorization endpoint posts to its page: flat,
    /// as Wix does, or in an envelope of type `authorization_response`. None if
    /// it is something else.
    pub fn message(message: &Json) -> Option<Callback> {
        let flat = match message.get("type").text() {
            Some("authorization_response") if message.get("response").is_object() => {
                message.get("response")
            }
            _ => message,
        };
        let member = |name| flat.get(name).text();
        callback(
            member("state"),
            member("code"),
            member("error"),
            member("error_description"),
            member("rejectedOrigin"),
        )
    }
}

/// A response by its members, from a URL or a frame. A refusal counts more than a
/// code that comes with it.
fn callback(
    state: Option<&str>,
    code: Option<&str>,
    error: Option<&str>,
    description: Option<&str>,
    rejected_origin: Option<&str>,
) -> Option<Callback> {
    let filled = |value: Option<&str>| {
        let value = value.filter(|value| !value.is_empty());
        value.map(ToOwned::to_owned)
    };
    let state = State::read(state?)?;
    let response = match filled(error) {
        Some(error) => Response::Refused(Refusal {
            error,
            description: filled(description),
            rejected_origin: filled(rejected_origin),
        }),
        None => Response::Code(Code::read(code?)?),
    };
    Some(Callback { state, response })
}
