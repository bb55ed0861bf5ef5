//! The app's own access token, for calls in the app's name: the client credentials
//! grant of RFC 6749 §4.4. It belongs to no caller, so one token serves all callers of a site.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;

use super::refusal::Refusal;
use crate::oauth::grant::{RawResponse, TokenResponse};
use crate::oauth::token::{AccessToken, Age, LEEWAY, TokenSet, UnixTime};

/// The tokens of an app that is installed on several sites: one for each of its instances,
/// since a token is valid on one site only.
#[derive(Debug, Default)]
pub struct AppTokens {
    by_instance: BTreeMap<String, AppToken>,
}

impl AppTokens {
    /// The token of this instance; of the empty name if a request for it names none.
    pub fn of(&mut self, instance_id: &str) -> &mut AppToken {
        if self.by_instance.len() >= MAX_INSTANCES && !self.by_instance.contains_key(instance_id) {
            // Each is requested again when it is needed.
            self.by_instance.clear();
        }
        self.by_instance.entry(instance_id.to_owned()).or_default()
    }
}

/// The app's access token, and when the token endpoint may be asked for another.
#[derive(Debug, Default)]
pub struct AppToken {
    tokens: Option<TokenSet>,
    backoff: Option<Backoff>,
}

/// No token is requested before `until`.
#[derive(Clone, Copy, Debug)]
struct Backoff {
    until: UnixTime,
    /// The length in seconds. A clock that was set back makes it no longer.
    duration: u64,
    refusal: Refusal,
}

/// What [`AppToken::current`] returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CurrentToken {
    /// Use this token.
    Token(AccessToken),
    /// Request a token from the token endpoint, and pass its response to
    /// [`AppToken::store_response`].
    Request,
    /// No token can be obtained right now.
    Refused(Refusal),
}

impl AppToken {
    /// The token to use now. It is never `refused`, the token that a server has just
    /// refused. A token that expires within [`LEEWAY`] is returned only while no other
    /// one can be requested.
    pub fn current(&self, refused: Option<&str>, now: UnixTime) -> CurrentToken {
        let usable = self.tokens.as_ref().filter(|tokens| {
            tokens.age(now, LEEWAY) != Age::Expired && refused != Some(tokens.access.expose())
        });
        let backoff = self.backoff.filter(|backoff| backoff.is_active(now));
        match (usable, backoff) {
            (Some(tokens), None) if tokens.age(now, LEEWAY) == Age::Expiring => {
                CurrentToken::Request
            }
            (Some(tokens), _) => CurrentToken::Token(tokens.access.clone()),
            (None, Some(backoff)) => CurrentToken::Refused(backoff.refusal),
            (None, None) => CurrentToken::Request,
        }
    }

    /// Stores what the token endpoint responded (RFC 6749 §5).
    pub fn store_response(
        &mut self,
        response: &RawResponse<'_>,
        now: UnixTime,
    ) -> Result<(), Refusal> {
        let (duration, refusal) = match response.token_response(now) {
            TokenResponse::Granted(tokens) => {
                self.tokens = Some(tokens);
                // A server that refuses this token as well would refuse the next one.
                self.back_off(BACKOFF_S, Refusal::ElevationRefused, now);
                return Ok(());
            }
            TokenResponse::Unavailable(retry_after) => (
                retry_after.clamp(1, MAX_RETRY_AFTER_S),
                Refusal::ElevationUnavailable,
            ),
            TokenResponse::Failed(crate::Error::TokenRequestRefused)
            | TokenResponse::InvalidGrant => (BACKOFF_S, Refusal::ElevationRefused),
            TokenResponse::Failed(_) => (1, Refusal::ElevationUnavailable),
        };
        self.back_off(duration, refusal, now);
        Err(refusal)
    }

    fn back_off(&mut self, duration: u64, refusal: Refusal, now: UnixTime) {
        self.backoff = Some(Backoff {
            until: now.plus(duration),
            duration,
            refusal,
        });
    }
}

impl Backoff {
    fn is_active(&self, now: UnixTime) -> bool {
        now < self.until && self.until <= now.plus(self.duration)
    }
}

/// App instances whose tokens are kept.
const MAX_INSTANCES: usize = 1000;
/// Seconds between two token requests of which the second would hardly succeed.
const BACKOFF_S: u64 = 5;
/// The most seconds of `Retry-After` that are honoured.
const MAX_RETRY_AFTER_S: u64 = 300;
