//! The tokens of a direct login: neither is printed, and a page does not see them.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

/// Proves that a login has succeeded. It is valid once and for minutes, and becomes
/// member tokens by an authorization request.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

/// Names a login that waits for the code of an e-mail.
#[derive(Clone, PartialEq, Eq)]
pub struct StateToken(String);

impl SessionToken {
    /// `None` if the text cannot be a session token: it becomes part of a URL.
    pub fn parse(value: &str) -> Option<SessionToken> {
        is_token(value).then(|| SessionToken(value.to_owned()))
    }

    /// The token itself, for the redirect session.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl StateToken {
    /// `None` if the text cannot be a state token: it is stored as a line.
    pub fn parse(value: &str) -> Option<StateToken> {
        is_token(value).then(|| StateToken(value.to_owned()))
    }

    /// The token itself, for the verification and the storage.
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

fn is_token(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic())
}
