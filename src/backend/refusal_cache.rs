//! The tokens that were refused recently. They are cached apart from the identities,
//! so that a flood of invalid tokens evicts no caller.

use alloc::collections::BTreeMap;

use super::fingerprint::Fingerprint;
use super::interval::Interval;
use super::refusal::Refusal;
use crate::oauth::token::UnixTime;

/// A cache of at most so many refusals.
#[derive(Debug)]
pub struct RefusalCache {
    max: usize,
    entries: BTreeMap<Fingerprint, Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    refusal: Refusal,
    valid: Interval,
}

impl RefusalCache {
    /// A cache of at most `max` refusals.
    pub fn new(max: usize) -> RefusalCache {
        RefusalCache {
            max,
            entries: BTreeMap::new(),
        }
    }

    /// Why this token was refused, if that is still valid.
    pub fn find(&mut self, token: &Fingerprint, now: UnixTime) -> Option<Refusal> {
        let entry = self.entries.get(token)?;
        if entry.valid.contains(now) {
            return Some(entry.refusal);
        }
        self.entries.remove(token);
        None
    }

    /// Caches why this token was refused, for [`TTL_S`].
    pub fn insert(&mut self, token: Fingerprint, refusal: Refusal, now: UnixTime) {
        if self.entries.len() >= self.max {
            self.entries.retain(|_, entry| entry.valid.contains(now));
        }
        if self.entries.len() >= self.max {
            let first = self
                .entries
                .iter()
                .min_by_key(|(_, entry)| entry.valid.until())
                .map(|(token, _)| *token);
            if let Some(first) = first {
                self.entries.remove(&first);
            }
        }
        let valid = Interval::of_seconds(now, TTL_S);
        self.entries.insert(token, Entry { refusal, valid });
    }
}

/// Seconds for which a refusal is cached: few, because a token can be used before
/// token-info knows it.
const TTL_S: u64 = 5;
