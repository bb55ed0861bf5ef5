//! A span of time in which something is valid.

use crate::oauth::token::UnixTime;

/// From `since` on and before `until`.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    since: UnixTime,
    until: UnixTime,
}

impl Interval {
    /// From `now` on and before `until`.
    pub fn new(now: UnixTime, until: UnixTime) -> Interval {
        Interval { since: now, until }
    }

    /// This many seconds from `now` on.
    pub fn of_seconds(now: UnixTime, seconds: u64) -> Interval {
        Interval::new(now, now.plus(seconds))
    }

    /// Whether `now` lies within it. A clock that was set back to before `since`
    /// ends it, so that it never lasts longer.
    pub fn contains(&self, now: UnixTime) -> bool {
        self.since <= now && now < self.until
    }

    /// Its end.
    pub fn until(&self) -> UnixTime {
        self.until
    }
}
