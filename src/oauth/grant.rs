//! What we present to the token endpoint, and what its answer means.
//! RFC 6749 §4.5, §5, §6.

use super::token::{AccessToken, RefreshToken, TokenSet, UnixTime, lifetime};
use crate::Error;

/// What we present for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant<'a> {
    /// The extension grant that makes a new visitor.
    Visitor,
    /// RFC 6749 §6.
    Refresh(&'a RefreshToken),
}

/// An answer of the token endpoint, as far as it could be read. Whoever reads
/// it off the wire leaves absent what is missing or of another type.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u32,
    /// `access_token`.
    pub access_token: Option<&'a str>,
    /// `refresh_token`.
    pub refresh_token: Option<&'a str>,
    /// `token_type`.
    pub token_type: Option<&'a str>,
    /// `expires_in` as a number of seconds; NaN if there is none.
    pub expires_in: f64,
    /// `error`: RFC 6749 §5.2.
    pub error: Option<&'a str>,
    /// Seconds of `Retry-After` (RFC 9110 §10.2.3); NaN if there is none.
    pub retry_after: f64,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Tokens.
    Granted(TokenSet),
    /// `invalid_grant`: what we presented is dead. The only answer that ends a
    /// session.
    Denied,
    /// Not now: 408, 429 or 5xx, or the network failed. With the seconds of
    /// `Retry-After`, or 0.
    Later(u64),
    /// Anything else, and the code that says so. The session stays, and asking
    /// again at once would not help.
    No(Error),
}

impl Answer<'_> {
    /// Reads the answer, received at `now`.
    pub fn meaning(&self, now: UnixTime) -> Meaning {
        match self.status {
            200..=299 => self
                .tokens(now)
                .map_or(Meaning::No(Error::InvalidTokenResponse), Meaning::Granted),
            408 | 429 | 500.. => Meaning::Later(self.retry_after as u64),
            400 | 401 if self.error == Some("invalid_grant") => Meaning::Denied,
            400..=499 => Meaning::No(Error::TokenRequestRefused),
            _ => Meaning::No(Error::InvalidTokenResponse),
        }
    }

    /// RFC 6749 §5.1: an unknown token type is refused, whatever its case. A
    /// missing one is Bearer, the only type that Wix issues: refusing it would
    /// throw away a refresh token that may just have been rotated.
    fn tokens(&self, now: UnixTime) -> Option<TokenSet> {
        if !self
            .token_type
            .unwrap_or("bearer")
            .eq_ignore_ascii_case("bearer")
        {
            return None;
        }
        Some(TokenSet {
            access: AccessToken::new(self.access_token?)?,
            refresh: self.refresh_token.and_then(RefreshToken::new),
            issued_at: now,
            expires_at: now.plus(lifetime(self.expires_in)),
        })
    }
}
