//! For how long token-info is not asked after it has responded 429 or 5xx.

use super::interval::Interval;
use crate::oauth::token::UnixTime;

/// Ends with the seconds of `Retry-After` (RFC 9110 §10.2.3, RFC 6585 §4), or grows
/// from one failure to the next.
#[derive(Debug, Default)]
pub struct Backoff {
    last: Option<Pause>,
}

#[derive(Clone, Copy, Debug)]
struct Pause {
    interval: Interval,
    /// Seconds of the next pause, if no `Retry-After` says how long that lasts.
    next_s: u64,
}

impl Backoff {
    /// Whether token-info is not to be asked now.
    pub fn is_active(&self, now: UnixTime) -> bool {
        self.last.is_some_and(|pause| pause.interval.contains(now))
    }

    /// Seconds after which another attempt is worthwhile: at least one.
    pub fn retry_after(&self, now: UnixTime) -> u64 {
        match self.last {
            Some(Pause { interval, .. }) if interval.contains(now) => {
                interval.until().0.saturating_sub(now.0).max(1)
            }
            Some(_) | None => 1,
        }
    }

    /// Token-info has failed. Lookups in progress at the same time were all started
    /// before the first of them failed, so only a `Retry-After` of theirs extends the
    /// pause.
    pub fn on_failure(&mut self, retry_after: Option<u64>, now: UnixTime) {
        let (active, next_s) = match self.last {
            Some(Pause { interval, next_s }) if interval.contains(now) => (Some(interval), next_s),
            Some(Pause { next_s, .. }) => (None, next_s),
            None => (None, MIN_BACKOFF_S),
        };
        let seconds = match (retry_after.filter(|seconds| *seconds > 0), active) {
            (Some(seconds), _) => seconds.min(MAX_RETRY_AFTER_S),
            (None, Some(_)) => return,
            (None, None) => next_s,
        };
        let interval = match active {
            Some(active) if now.plus(seconds) <= active.until() => active,
            Some(_) | None => Interval::of_seconds(now, seconds),
        };
        let next_s = match active {
            Some(_) => next_s,
            None => next_s.saturating_mul(2).min(MAX_BACKOFF_S),
        };
        self.last = Some(Pause { interval, next_s });
    }

    /// Token-info has responded. A lookup that was started before the current pause does
    /// not end it.
    pub fn on_success(&mut self, now: UnixTime) {
        if !self.is_active(now) {
            self.last = None;
        }
    }
}

/// Seconds of the first pause without a `Retry-After`; each further one is twice as
/// long.
const MIN_BACKOFF_S: u64 = 1;
const MAX_BACKOFF_S: u64 = 32;
/// The most seconds of `Retry-After` that are honoured.
const MAX_RETRY_AFTER_S: u64 = 300;
