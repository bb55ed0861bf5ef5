//! Grants, and what the token endpoint responds to them.
//! RFC 6749 §4.5, §5, §6.

use core::fmt;

use super::lines::{Lines, number};
use super::token::{AccessToken, RefreshToken, Subject, TokenSet, UnixTime, lifetime};
use crate::Error;

/// What we present for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant<'a> {
    /// The extension grant that makes a new visitor.
    Visitor,
    /// RFC 6749 §6.
    Refresh(&'a RefreshToken),
}

/// A response of the token endpoint, as far as it could be parsed. What is
/// missing, or of another type than RFC 6749 says, is absent. Not printed: it
/// has tokens that are not types yet.
#[derive(Clone, Default)]
pub struct RawResponse<'a> {
    /// The HTTP status; absent if there was none.
    pub status: Option<u64>,
    /// Whole seconds of `Retry-After` (RFC 9110 §10.2.3).
    pub retry_after: Option<u64>,
    /// `expires_in` in whole seconds, not below 0.
    pub expires_in: Option<u64>,
    /// `access_token`.
    pub access_token: Option<&'a str>,
    /// `refresh_token`.
    pub refresh_token: Option<&'a str>,
    /// `token_type`.
    pub token_type: Option<&'a str>,
    /// `error`: RFC 6749 §5.2.
    pub error: Option<&'a str>,
}

impl fmt::Debug for RawResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawResponse")
    }
}

/// What a token response says.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenResponse {
    /// Tokens.
    Granted(TokenSet),
    /// `invalid_grant`: what was presented is not valid any more. Nothing else ends
    /// a session.
    InvalidGrant,
    /// Not now: 408, 429 or 5xx, or the network failed. With the seconds of
    /// `Retry-After`, or 0.
    Unavailable(u64),
    /// Anything else, and the code that says so. The session stays, and requesting
    /// again at once would not help.
    Failed(Error),
}

impl<'a> RawResponse<'a> {
    /// Parses a response from lines in the order of the fields, an empty one
    /// where something is absent. No line at all is no response.
    pub fn parse(text: &'a str) -> RawResponse<'a> {
        let mut lines = Lines::new(text);
        let mut line = || lines.next().filter(|line| !line.is_empty());
        RawResponse {
            status: line().and_then(number),
            retry_after: line().and_then(number),
            expires_in: line().and_then(number),
            access_token: line(),
            refresh_token: line(),
            token_type: line(),
            error: line(),
        }
    }

    /// What it means, received at `now`.
    pub fn token_response(&self, now: UnixTime) -> TokenResponse {
        match self.status {
            None | Some(408 | 429 | 500..) => {
                TokenResponse::Unavailable(self.retry_after.unwrap_or(0))
            }
            Some(TIMED_OUT) => TokenResponse::Failed(Error::TokenEndpointUnavailable),
            Some(400 | 401) if self.error == Some("invalid_grant") => TokenResponse::InvalidGrant,
            Some(400..=499) => TokenResponse::Failed(Error::TokenRequestRefused),
            Some(200..=299) => self.tokens(now).map_or(
                TokenResponse::Failed(Error::InvalidTokenResponse),
                TokenResponse::Granted,
            ),
            Some(_) => TokenResponse::Failed(Error::InvalidTokenResponse),
        }
    }

    /// RFC 6749 §5.1: an unknown token type is refused, whatever its case. A
    /// missing one is Bearer, the only type that Wix issues: refusing it would
    /// throw away a refresh token that may just have been rotated.
    fn tokens(&self, now: UnixTime) -> Option<TokenSet> {
        if !self
            .token_type
            .is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"))
        {
            return None;
        }
        Some(TokenSet {
            subject: Subject::NOBODY,
            access: AccessToken::new(self.access_token?)?,
            refresh: self.refresh_token.and_then(RefreshToken::new),
            issued_at: now,
            expires_at: now.plus(lifetime(self.expires_in)),
        })
    }
}

/// Stands for the status of a response that timed out.
const TIMED_OUT: u64 = 0;
