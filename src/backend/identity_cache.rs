//! The identities of recent callers, by the fingerprints of their tokens.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::fingerprint::Fingerprint;
use super::interval::Interval;
use crate::oauth::token::UnixTime;
use crate::wix::identity::Identity;

/// The index of an identity in the cache. It is valid until the next lookup, which may
/// reuse it for another identity.
pub type Slot = usize;

/// A cache of at most so many identities. The identity at [`ADMIN`] is not counted and
/// never evicted.
#[derive(Debug)]
pub struct IdentityCache {
    max: usize,
    entries: BTreeMap<Fingerprint, Entry>,
    slots: Vec<Option<Identity>>,
    free: Vec<Slot>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    slot: Slot,
    valid: Interval,
}

impl IdentityCache {
    /// A cache of at most `max` identities beside `admin`.
    pub fn new(admin: Identity, max: usize) -> IdentityCache {
        IdentityCache {
            max,
            entries: BTreeMap::new(),
            slots: [Some(admin)].into(),
            free: Vec::new(),
        }
    }

    /// The identity in this slot.
    pub fn get(&self, slot: Slot) -> Option<&Identity> {
        self.slots.get(slot)?.as_ref()
    }

    /// The slot of the identity of this token, if it is still valid.
    pub fn find(&mut self, token: &Fingerprint, now: UnixTime) -> Option<Slot> {
        let entry = self.entries.get(token)?;
        if entry.valid.contains(now) {
            return Some(entry.slot);
        }
        self.remove(token);
        None
    }

    /// Caches the identity of this token, for at most [`TTL_S`] and not beyond the
    /// token's expiry.
    pub fn insert(&mut self, token: Fingerprint, identity: Identity, now: UnixTime) -> Slot {
        if self.entries.len() >= self.max {
            self.evict(now);
        }
        let expires_at = identity.expires_at.unwrap_or(now);
        let valid = Interval::new(now, expires_at.min(now.plus(TTL_S)));
        let slot = self.store(identity);
        self.entries.insert(token, Entry { slot, valid });
        slot
    }

    fn store(&mut self, identity: Identity) -> Slot {
        match self.free.pop() {
            Some(slot) => {
                if let Some(stored) = self.slots.get_mut(slot) {
                    *stored = Some(identity);
                }
                slot
            }
            None => {
                self.slots.push(Some(identity));
                self.slots.len().wrapping_sub(1)
            }
        }
    }

    fn remove(&mut self, token: &Fingerprint) {
        if let Some(Entry { slot, .. }) = self.entries.remove(token) {
            if let Some(stored) = self.slots.get_mut(slot) {
                *stored = None;
            }
            self.free.push(slot);
        }
    }

    /// Removes all expired entries; if there are none, the one that expires first.
    fn evict(&mut self, now: UnixTime) {
        let expired: Vec<Fingerprint> = self
            .entries
            .iter()
            .filter(|(_, entry)| !entry.valid.contains(now))
            .map(|(token, _)| *token)
            .collect();
        for token in &expired {
            self.remove(token);
        }
        if !expired.is_empty() {
            return;
        }
        let first = self
            .entries
            .iter()
            .min_by_key(|(_, entry)| entry.valid.until())
            .map(|(token, _)| *token);
        if let Some(token) = first {
            self.remove(&token);
        }
    }
}

/// The slot of the caller who presents the backend's own API key.
pub const ADMIN: Slot = 0;
/// Seconds for which an identity is cached.
const TTL_S: u64 = 60;
