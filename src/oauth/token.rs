//! Tokens, and how old they are. RFC 6749 §1.4, §1.5, §5.1.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use crate::shared::Shared;

/// Seconds since 1970, by the clock of the caller. Rules take the time as an
/// argument; none reads a clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixTime(pub u64);

impl UnixTime {
    /// This time and some seconds more. No clock comes near an overflow.
    pub fn plus(self, seconds: u64) -> UnixTime {
        UnixTime(self.0.wrapping_add(seconds))
    }
}

/// An access token: opaque, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(Shared<String>);

/// A refresh token: opaque, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(Shared<String>);

impl AccessToken {
    /// None if this cannot be a token: empty, or with characters that RFC 6749
    /// A.12 does not allow. A space is not allowed either, because the value
    /// becomes a header of its own.
    pub fn new(value: &str) -> Option<AccessToken> {
        shared(value).map(AccessToken)
    }

    /// The token itself, for the one function that makes it a header.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether this is a copy of the same value, by its address: cheap, and
    /// without false positives.
    pub fn is_same_copy(&self, other: &AccessToken) -> bool {
        Shared::ptr_eq(&self.0, &other.0)
    }
}

impl RefreshToken {
    /// None if this cannot be a token: RFC 6749 A.17.
    pub fn new(value: &str) -> Option<RefreshToken> {
        shared(value).map(RefreshToken)
    }

    /// The token itself, for the token endpoint and the record.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken")
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken")
    }
}

/// Whom tokens were issued to, as far as a client can tell: a number that changes
/// with the person and not with the token. It means nothing outside this browser,
/// and it is no token, so it may be written anywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject(pub u64);

impl Subject {
    /// The subject of a session without tokens.
    pub const NOBODY: Subject = Subject(0);

    /// The subject after this one, which is somebody.
    pub fn next(self) -> Subject {
        Subject(self.0.wrapping_add(1))
    }
}

/// Tokens issued together, and the time they were received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSet {
    /// Whom they were issued to. [`Subject::NOBODY`] until a session has them.
    pub subject: Subject,
    /// What signs requests.
    pub access: AccessToken,
    /// What renews it, if the server gave one.
    pub refresh: Option<RefreshToken>,
    /// When it was received.
    pub issued_at: UnixTime,
    /// When the access token ends, by the clock that received it.
    pub expires_at: UnixTime,
}

/// How old an access token is. Computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Before the leeway.
    Fresh,
    /// Within the leeway: still valid, and due for renewal.
    Expiring,
    /// At or after its end.
    Expired,
}

impl TokenSet {
    /// The age at `now`. The leeway is at most half the token's life, so that
    /// a short-lived token is used at all instead of being renewed for each
    /// call. A token from the future is ageing too: the clock was set back, and
    /// how long it still lives is unknown.
    pub fn age(&self, now: UnixTime, leeway: u64) -> Age {
        let half_life = self.expires_at.0.saturating_sub(self.issued_at.0) / 2;
        if now >= self.expires_at {
            Age::Expired
        } else if now.plus(leeway.min(half_life)) >= self.expires_at
            || now.plus(LEEWAY) < self.issued_at
        {
            Age::Expiring
        } else {
            Age::Fresh
        }
    }
}

/// The life of a token in seconds, from `expires_in`. Too small or
/// too large a value is brought within bounds, because a token that was just
/// issued is worth a try and a clock has an end; a refused token is renewed
/// whatever its age.
pub fn lifetime(expires_in: Option<u64>) -> u64 {
    expires_in.map_or(ASSUMED_LIFETIME, |seconds| {
        seconds.clamp(SHORTEST_LIFETIME, LONGEST_LIFETIME)
    })
}

#[inline(never)]
fn shared(value: &str) -> Option<Shared<String>> {
    let is_token = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic());
    is_token.then(|| Shared::new(value.to_owned()))
}

/// Seconds that a token counts as ending early, unless configured: the
/// network's delay and a clock that runs slow.
pub const LEEWAY: u64 = 60;

/// RFC 6749 §5.1 only recommends `expires_in`. Without it we ask again after
/// this long; short, because being wrong costs one refresh.
const ASSUMED_LIFETIME: u64 = 600;

/// Below this a page would do nothing but renew: at half of it a token is
/// ageing, so renewals are at least five seconds apart.
const SHORTEST_LIFETIME: u64 = 10;

/// Thirty days: longer than any access token we know of.
const LONGEST_LIFETIME: u64 = 30 * 24 * 60 * 60;
