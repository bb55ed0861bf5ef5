//! The lookups at token-info that are in progress or queued.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use super::fingerprint::Fingerprint;
use super::interval::Interval;
use super::lookup::{Lookup, Queued, Ticket};
use super::refusal::Refusal;
use crate::oauth::token::{AccessToken, UnixTime};

/// One lookup for each token, at most so many at the same time; the rest is queued.
#[derive(Debug)]
pub struct PendingLookups {
    max: usize,
    /// In progress and queued.
    lookups: BTreeMap<Ticket, Pending>,
    tickets: BTreeMap<Fingerprint, Ticket>,
    queue: VecDeque<(Ticket, AccessToken)>,
    last: u32,
}

#[derive(Clone, Copy, Debug)]
struct Pending {
    token: Fingerprint,
    /// When a response may still arrive.
    expected: Interval,
}

impl PendingLookups {
    /// At most `max` lookups in progress at the same time.
    pub fn new(max: usize) -> PendingLookups {
        PendingLookups {
            max,
            lookups: BTreeMap::new(),
            tickets: BTreeMap::new(),
            queue: VecDeque::new(),
            last: 0,
        }
    }

    /// The lookup of this token, if its response may still arrive.
    pub fn find(&mut self, token: &Fingerprint, now: UnixTime) -> Option<Ticket> {
        let ticket = self.tickets.get(token).copied()?;
        let pending = self.lookups.get(&ticket);
        if pending.is_some_and(|pending| pending.expected.contains(now)) {
            return Some(ticket);
        }
        self.remove(ticket);
        None
    }

    /// Whether no further lookup can even be queued.
    pub fn is_queue_full(&self) -> bool {
        self.is_full() && self.queue.len() >= MAX_QUEUED
    }

    /// Adds the lookup of a token: [`Lookup::Request`], or [`Lookup::Wait`] if it is
    /// queued.
    pub fn add(&mut self, fingerprint: Fingerprint, token: AccessToken, now: UnixTime) -> Lookup {
        let is_full = self.is_full();
        self.last = self.last.wrapping_add(1);
        let ticket = Ticket(self.last);
        self.expect(ticket, fingerprint, now);
        self.tickets.insert(fingerprint, ticket);
        if is_full {
            self.queue.push_back((ticket, token));
            return Lookup::Wait(ticket);
        }
        Lookup::Request(ticket, token)
    }

    /// The next queued lookup, if it can be made now.
    pub fn start_next(&mut self, now: UnixTime) -> Option<Queued> {
        if self.is_full() {
            return None;
        }
        let (ticket, token) = self.queue.pop_front()?;
        if let Some(Pending { token, .. }) = self.lookups.get(&ticket).copied() {
            self.expect(ticket, token, now);
        }
        Some(Queued::Request(ticket, token))
    }

    /// The next queued lookup, which is not going to be made.
    pub fn refuse_next(&mut self, refusal: Refusal) -> Option<Queued> {
        let (ticket, _) = self.queue.pop_front()?;
        self.finish(ticket);
        Some(Queued::Refused(ticket, refusal))
    }

    /// Removes a lookup whose response has arrived. Returns which token it was for.
    pub fn finish(&mut self, ticket: Ticket) -> Option<Fingerprint> {
        let Pending { token, .. } = self.lookups.remove(&ticket)?;
        self.tickets.remove(&token);
        Some(token)
    }

    /// Removes a lookup that is still queued.
    pub fn abandon(&mut self, ticket: Ticket) {
        if let Some(index) = self.queue.iter().position(|(queued, _)| *queued == ticket) {
            self.queue.remove(index);
            self.finish(ticket);
        }
    }

    /// If too many lookups are in progress, removes those whose response can no longer
    /// arrive. A runtime that ends all work of a request together with that request
    /// loses the response to its lookup.
    pub fn remove_expired_if_full(&mut self, now: UnixTime) {
        if !self.is_full() {
            return;
        }
        let expired: Vec<Ticket> = self
            .lookups
            .iter()
            .filter(|(_, pending)| !pending.expected.contains(now))
            .map(|(ticket, _)| *ticket)
            .collect();
        for ticket in expired {
            self.remove(ticket);
        }
    }

    /// Whether as many lookups are in progress as may be.
    fn is_full(&self) -> bool {
        self.lookups.len().saturating_sub(self.queue.len()) >= self.max
    }

    fn expect(&mut self, ticket: Ticket, token: Fingerprint, now: UnixTime) {
        let expected = Interval::of_seconds(now, LOOKUP_TIMEOUT_S);
        self.lookups.insert(ticket, Pending { token, expected });
    }

    fn remove(&mut self, ticket: Ticket) {
        self.queue.retain(|(queued, _)| *queued != ticket);
        self.finish(ticket);
    }
}

/// Queued lookups; a further caller is refused at once.
const MAX_QUEUED: usize = 1000;
/// Seconds within which a response arrives, or its caller gives up.
const LOOKUP_TIMEOUT_S: u64 = 20;
