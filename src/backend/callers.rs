//! Who called lately. Token-info is asked once for a token, however many
//! requests carry it at once, and what it said is believed for a minute.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Refusal;
use super::fingerprint::{Fingerprint, Fingerprints, Secret};
use crate::json::Json;
use crate::oauth::token::{AccessToken, UnixTime};
use crate::wix::api_error::Head;
use crate::wix::identity::{Accepted, Identity, judge};
use crate::wix::token_info;

/// A place that an identity is kept in. It is given away again when somebody
/// else needs it, so it is good until the next look.
pub type Slot = usize;

/// A question to token-info that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// What a look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is known who calls.
    Known(Slot),
    /// It is known that nobody does who counts.
    Refused(Refusal),
    /// Ask token-info about this token, and tell what it said.
    Ask(Ticket, AccessToken),
    /// Somebody else has asked: wait for them.
    Wait(Ticket),
}

/// What is known about callers, and of whom somebody is asking.
#[derive(Debug)]
pub struct Callers {
    accepted: Accepted,
    fingerprints: Fingerprints,
    /// Of the backend's own API key.
    own: Option<Fingerprint>,
    most: usize,
    known: BTreeMap<Fingerprint, Known>,
    slots: Vec<Option<Identity>>,
    free: Vec<Slot>,
    asked: BTreeMap<Ticket, Fingerprint>,
    asking: BTreeMap<Fingerprint, Ticket>,
    last: u32,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    until: UnixTime,
    /// When it was learned: a clock that was set back makes it last no longer.
    since: UnixTime,
    verdict: Result<Slot, Refusal>,
}

impl Known {
    fn holds(&self, now: UnixTime) -> bool {
        self.since <= now && now < self.until
    }
}

impl Callers {
    /// Knows nobody but, if there is an API key, whoever has that. At most so
    /// many are remembered.
    pub fn new(accepted: Accepted, api_key: Option<&str>, most: usize, secret: Secret) -> Callers {
        let admin = Identity::admin(accepted.site_id.as_deref());
        let fingerprints = Fingerprints::new(secret);
        Callers {
            own: api_key.map(|key| fingerprints.of(key)),
            fingerprints,
            slots: [Some(admin)].into(),
            accepted,
            most: most.max(1),
            known: BTreeMap::new(),
            free: Vec::new(),
            asked: BTreeMap::new(),
            asking: BTreeMap::new(),
            last: 0,
        }
    }

    /// Looks for whoever sends this `Authorization`, empty if there is none.
    pub fn look(&mut self, authorization: &str, now: UnixTime) -> Look {
        let presented = bare(authorization);
        if presented.is_empty() {
            return Look::Refused(Refusal::TokenMissing);
        }
        if presented.len() > LONGEST_TOKEN {
            return Look::Refused(Refusal::TokenInvalid);
        }
        let key = self.fingerprints.of(presented);
        if self.own == Some(key) {
            return Look::Known(ADMIN);
        }
        if let Some(known) = self.known.get(&key) {
            if known.holds(now) {
                return known.verdict.map_or_else(Look::Refused, Look::Known);
            }
            self.forget(&key);
        }
        if let Some(ticket) = self.asking.get(&key) {
            return Look::Wait(*ticket);
        }
        let Some(token) = AccessToken::new(presented) else {
            return Look::Refused(Refusal::TokenInvalid);
        };
        self.last = self.last.wrapping_add(1);
        let ticket = Ticket(self.last);
        self.asked.insert(ticket, key);
        self.asking.insert(key, ticket);
        Look::Ask(ticket, token)
    }

    /// What token-info answered. Nothing is learned from an answer that says
    /// nothing about the token: then the next request asks again.
    pub fn answered(
        &mut self,
        ticket: Ticket,
        head: Head,
        body: &Json,
        now: UnixTime,
    ) -> Result<Slot, Refusal> {
        let key = self.asked.remove(&ticket).ok_or(Refusal::Internal)?;
        self.asking.remove(&key);
        let verdict = match token_info::read(head, body) {
            Ok(info) => judge(&info, &self.accepted, now).map_err(Refusal::from),
            // RFC 7662 §2.2 answers 200 for a bad token; what Wix answers is
            // not published, so a refusal of the question is one of the token.
            // Not if something between us answers: that is no JSON.
            Err(error) if body.is_object() && is_about_the_token(error.head.status) => {
                Err(Refusal::TokenInvalid)
            }
            Err(_) => return Err(Refusal::IdentityUnavailable),
        };
        let ends = match &verdict {
            Ok(identity) => identity.expires_at.unwrap_or(now),
            Err(_) => now.plus(DOUBT),
        };
        if self.known.len() >= self.most {
            self.make_room(now);
        }
        let verdict = verdict.map(|identity| self.keep(identity));
        let known = Known {
            until: ends.min(now.plus(BELIEF)),
            since: now,
            verdict,
        };
        self.known.insert(key, known);
        verdict
    }

    /// Who is kept there.
    pub fn identity(&self, slot: Slot) -> Option<&Identity> {
        self.slots.get(slot)?.as_ref()
    }

    fn keep(&mut self, identity: Identity) -> Slot {
        match self.free.pop() {
            Some(slot) => {
                if let Some(place) = self.slots.get_mut(slot) {
                    *place = Some(identity);
                }
                slot
            }
            None => {
                self.slots.push(Some(identity));
                self.slots.len().wrapping_sub(1)
            }
        }
    }

    fn forget(&mut self, key: &Fingerprint) {
        if let Some(Known {
            verdict: Ok(slot), ..
        }) = self.known.remove(key)
        {
            if let Some(place) = self.slots.get_mut(slot) {
                *place = None;
            }
            self.free.push(slot);
        }
    }

    /// Forgets what is over; if nothing is, a refusal before anybody, and who
    /// would be over first.
    fn make_room(&mut self, now: UnixTime) {
        let over: Vec<Fingerprint> = self
            .known
            .iter()
            .filter(|(_, known)| !known.holds(now))
            .map(|(key, _)| *key)
            .collect();
        for key in &over {
            self.forget(key);
        }
        if !over.is_empty() {
            return;
        }
        let least = self
            .known
            .iter()
            .min_by_key(|(_, known)| (known.verdict.is_ok(), known.until))
            .map(|(key, _)| *key);
        if let Some(key) = least {
            self.forget(&key);
        }
    }
}

/// Wix takes a token raw; public code sends it with a scheme as well. A scheme
/// alone is no token.
pub fn bare(authorization: &str) -> &str {
    let shown = authorization.trim();
    let (scheme, token) = shown.split_once(' ').unwrap_or((shown, ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        token.trim()
    } else {
        shown
    }
}

fn is_about_the_token(status: u16) -> bool {
    matches!(status, 400 | 401 | 404)
}

/// Whoever has the API key needs no answer of token-info.
const ADMIN: Slot = 0;
/// Seconds for which an identity is believed.
const BELIEF: u64 = 60;
/// Seconds for which a refusal is: a token may be younger than the news of it.
const DOUBT: u64 = 5;
/// Bytes. Those that Wix issues are a tenth of it.
const LONGEST_TOKEN: usize = 8192;
