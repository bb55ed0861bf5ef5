//! The app's own token, for what is done in the app's name: RFC 6749 §4.4. One
//! is enough for all callers, since it is nobody's.

use super::Refusal;
use crate::oauth::grant::{RawResponse, TokenResponse};
use crate::oauth::token::{AccessToken, Age, LEEWAY, TokenSet, UnixTime};

/// What there is of it.
#[derive(Debug, Default)]
pub struct AppToken {
    set: Option<TokenSet>,
    /// Nothing is asked before, and why.
    closed: Option<(UnixTime, u64, Refusal)>,
}

/// What to do for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Have {
    /// Use this one.
    Token(AccessToken),
    /// Ask the token endpoint, and tell what it said.
    Nothing,
    /// Not now.
    Refused(Refusal),
}

impl AppToken {
    /// The token to use now; not the one that was just refused, nor, as long as
    /// another can be asked for, one that ends within a minute.
    pub fn have(&self, refused: Option<&str>, now: UnixTime) -> Have {
        let usable = self.set.as_ref().filter(|set| {
            set.age(now, LEEWAY) != Age::Ended && refused != Some(set.access.expose())
        });
        let closed = self
            .closed
            .filter(|(until, span, _)| now < *until && *until <= now.plus(*span));
        match (usable, closed) {
            (Some(set), None) if set.age(now, LEEWAY) == Age::Ageing => Have::Nothing,
            (Some(set), _) => Have::Token(set.access.clone()),
            (None, Some((_, _, why))) => Have::Refused(why),
            (None, None) => Have::Nothing,
        }
    }

    /// What the token endpoint answered.
    pub fn answered(&mut self, answer: &RawResponse<'_>, now: UnixTime) -> Result<(), Refusal> {
        let (span, why) = match answer.token_response(now) {
            TokenResponse::Granted(set) => {
                self.set = Some(set);
                // Refused all the same, it is not asked for again at once.
                self.close(PAUSE, Refusal::ElevationRefused, now);
                return Ok(());
            }
            TokenResponse::Unavailable(seconds) => (
                seconds.clamp(1, LONGEST_LATER),
                Refusal::ElevationUnavailable,
            ),
            TokenResponse::Failed(crate::Error::TokenRequestRefused)
            | TokenResponse::InvalidGrant => (PAUSE, Refusal::ElevationRefused),
            TokenResponse::Failed(_) => (1, Refusal::ElevationUnavailable),
        };
        self.close(span, why, now);
        Err(why)
    }

    fn close(&mut self, span: u64, why: Refusal, now: UnixTime) {
        self.closed = Some((now.plus(span), span, why));
    }
}

/// Seconds between two attempts that cannot differ by much.
const PAUSE: u64 = 5;
/// Seconds of `Retry-After` that are believed.
const LONGEST_LATER: u64 = 300;
