//! That the pages which Wix hosts know the session: since when, and which one.

use alloc::string::{String, ToString};

use crate::oauth::lines::{Lines, number};
use crate::oauth::token::UnixTime;

/// The session that Wix pages were told of, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Synced {
    /// The generation of the record with which the session became who it is.
    /// It tells sessions apart and is no part of a token.
    pub generation: u64,
    /// When they were told.
    pub at: UnixTime,
}

impl Synced {
    /// Whether they still know the session that began with this generation. The
    /// distance counts, because a clock may have been set back.
    pub fn holds(&self, generation: u64, now: UnixTime) -> bool {
        self.generation == generation && now.0.abs_diff(self.at.0) < LONGEST
    }

    /// The text to store.
    pub fn write(&self) -> String {
        [
            VERSION,
            &self.generation.to_string(),
            &self.at.0.to_string(),
        ]
        .join("\n")
    }

    /// What a stored text says; None if nothing that we understand.
    pub fn read(text: &str) -> Option<Synced> {
        let mut lines = Lines::new(text);
        if lines.next() != Some(VERSION) {
            return None;
        }
        let generation = number(lines.next()?)?;
        let at = UnixTime(number(lines.next()?)?);
        lines.next().is_none().then_some(Synced { generation, at })
    }
}

/// The first line. Another version is another first line.
const VERSION: &str = "fetch-with-auth synced 1";
/// Seven days, as the SDK of Wix has it.
const LONGEST: u64 = 7 * 24 * 60 * 60;
