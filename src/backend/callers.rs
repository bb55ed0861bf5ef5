//! Who called lately. Token-info is asked once for a token, however many
//! requests carry it at once, and what it said is believed for a minute. Only so
//! many tokens are asked about at the same time, and none while token-info has
//! said that it cannot answer.

use alloc::collections::{BTreeMap, VecDeque};
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
pub enum Lookup {
    /// It is known who calls.
    Known(Slot),
    /// It is known that nobody does who counts.
    Refused(Refusal),
    /// Ask token-info about this token, and tell what it said.
    Request(Ticket, AccessToken),
    /// Somebody else has asked, or too much is asked already: wait for the answer
    /// to this question.
    Wait(Ticket),
}

/// What becomes of a question that had to wait: [`Callers::next_queued`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Queued {
    /// Ask it now, and tell what token-info said.
    Request(Ticket, AccessToken),
    /// It is not going to be asked.
    Refused(Ticket, Refusal),
}

/// How much is asked and remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Callers that are remembered; and as many tokens that were refused.
    pub callers: usize,
    /// Tokens that token-info is asked about at the same time.
    pub lookups: usize,
}

/// What is known about callers, and of whom somebody is asking.
#[derive(Debug)]
pub struct Callers {
    accepted: Accepted,
    fingerprints: Fingerprints,
    /// Of the backend's own API key.
    own: Option<Fingerprint>,
    limits: Limits,
    known: BTreeMap<Fingerprint, Known>,
    /// Tokens that were refused: of their own, so that no flood of them makes
    /// anybody unknown.
    refused: BTreeMap<Fingerprint, Refused>,
    slots: Vec<Option<Identity>>,
    free: Vec<Slot>,
    /// By ticket, what is asked and what waits to be.
    asked: BTreeMap<Ticket, Question>,
    asking: BTreeMap<Fingerprint, Ticket>,
    queue: VecDeque<(Ticket, AccessToken)>,
    last: u32,
    backoff: Option<Backoff>,
}

#[derive(Clone, Copy, Debug)]
struct Question {
    key: Fingerprint,
    /// For how long an answer is to be expected.
    span: Span,
}

/// Token-info cannot answer just now, and is not asked.
#[derive(Clone, Copy, Debug)]
struct Backoff {
    span: Span,
    /// Seconds until the next attempt, if that fails as well without saying for
    /// how long.
    next: u64,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    slot: Slot,
    span: Span,
}

#[derive(Clone, Copy, Debug)]
struct Refused {
    refusal: Refusal,
    span: Span,
}

/// How long something counts.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// A clock that was set back makes it last no longer.
    since: UnixTime,
    until: UnixTime,
}

impl Span {
    fn holds(&self, now: UnixTime) -> bool {
        self.since <= now && now < self.until
    }
}

impl Callers {
    /// Knows nobody but, if there is an API key, whoever has that.
    pub fn new(
        accepted: Accepted,
        api_key: Option<&str>,
        limits: Limits,
        secret: Secret,
    ) -> Callers {
        let admin = Identity::admin(accepted.sites.site_id());
        let fingerprints = Fingerprints::new(secret);
        Callers {
            own: api_key.map(|key| fingerprints.of(key)),
            fingerprints,
            slots: [Some(admin)].into(),
            accepted,
            limits: Limits {
                callers: limits.callers.max(1),
                lookups: limits.lookups.max(1),
            },
            known: BTreeMap::new(),
            refused: BTreeMap::new(),
            free: Vec::new(),
            asked: BTreeMap::new(),
            asking: BTreeMap::new(),
            queue: VecDeque::new(),
            last: 0,
            backoff: None,
        }
    }

    /// Looks for whoever sends this `Authorization`, empty if there is none.
    pub fn lookup(&mut self, authorization: &str, now: UnixTime) -> Lookup {
        let presented = without_scheme(authorization);
        if presented.is_empty() {
            return Lookup::Refused(Refusal::TokenMissing);
        }
        if presented.len() > LONGEST_TOKEN {
            return Lookup::Refused(Refusal::TokenInvalid);
        }
        let key = self.fingerprints.of(presented);
        if self.own == Some(key) {
            return Lookup::Known(ADMIN);
        }
        if let Some(known) = self.known.get(&key) {
            if known.span.holds(now) {
                return Lookup::Known(known.slot);
            }
            self.forget(&key);
        }
        if let Some(refused) = self.refused.get(&key) {
            if refused.span.holds(now) {
                return Lookup::Refused(refused.refusal);
            }
            self.refused.remove(&key);
        }
        if let Some(ticket) = self.asking.get(&key).copied() {
            if self.is_expected(ticket, now) {
                return Lookup::Wait(ticket);
            }
            self.forget_question(ticket);
        }
        let Some(token) = AccessToken::new(presented) else {
            return Lookup::Refused(Refusal::TokenInvalid);
        };
        if self.is_full() {
            self.abandon_unexpected(now);
        }
        let is_full = self.is_full();
        if self.is_backing_off(now) || (is_full && self.queue.len() >= MAX_QUEUED) {
            return Lookup::Refused(Refusal::IdentityUnavailable);
        }
        self.last = self.last.wrapping_add(1);
        let ticket = Ticket(self.last);
        self.expect(ticket, key, now);
        self.asking.insert(key, ticket);
        if is_full {
            self.queue.push_back((ticket, token));
            return Lookup::Wait(ticket);
        }
        Lookup::Request(ticket, token)
    }

    /// A question that waited and is not to wait any longer, if there is one. To
    /// be asked for after every answer, until there is none.
    pub fn next_queued(&mut self, now: UnixTime) -> Option<Queued> {
        let is_backing_off = self.is_backing_off(now);
        if !is_backing_off && self.is_full() {
            return None;
        }
        let (ticket, token) = self.queue.pop_front()?;
        if is_backing_off {
            self.end(ticket);
            return Some(Queued::Refused(ticket, Refusal::IdentityUnavailable));
        }
        if let Some(question) = self.asked.get(&ticket).copied() {
            self.expect(ticket, question.key, now);
        }
        Some(Queued::Request(ticket, token))
    }

    /// Nobody waits any longer for this question, if it has not been asked.
    pub fn abandon(&mut self, ticket: Ticket) {
        if let Some(at) = self.queue.iter().position(|(queued, _)| *queued == ticket) {
            self.queue.remove(at);
            self.end(ticket);
        }
    }

    /// Seconds after which it is worth another try, for whoever was refused with
    /// [`Refusal::IdentityUnavailable`]: one at least.
    pub fn retry_after(&self, now: UnixTime) -> u64 {
        match self.backoff {
            Some(Backoff { span, .. }) if span.holds(now) => {
                span.until.0.saturating_sub(now.0).max(1)
            }
            _ => 1,
        }
    }

    /// What token-info answered. Nothing is learned from an answer that says
    /// nothing about the token: then the next request asks again, but not before
    /// token-info is to be asked again (RFC 9110 §10.2.3, RFC 6585 §4).
    pub fn on_token_info(
        &mut self,
        ticket: Ticket,
        head: Head,
        body: &Json,
        now: UnixTime,
    ) -> Result<Slot, Refusal> {
        let retry_after = head.retry_after;
        let status = head.status;
        let key = self.end(ticket).ok_or(Refusal::Internal)?;
        let verdict = match token_info::read(head, body) {
            Ok(info) => judge(&info, &self.accepted, now).map_err(Refusal::from),
            // RFC 7662 §2.2 answers 200 for a bad token; what Wix answers is
            // not published, so a refusal of the question is one of the token.
            // Not if something between us answers: that is no JSON.
            Err(error) if body.is_object() && is_about_the_token(error.head.status) => {
                Err(Refusal::TokenInvalid)
            }
            Err(_) => {
                if matches!(status, 429 | 500..) {
                    self.back_off(retry_after, now);
                }
                return Err(Refusal::IdentityUnavailable);
            }
        };
        // Of what was asked before the pause some may still be answered.
        if !self.is_backing_off(now) {
            self.backoff = None;
        }
        match verdict {
            Ok(identity) => {
                let ends = identity.expires_at.unwrap_or(now);
                if self.known.len() >= self.limits.callers {
                    self.make_room(now);
                }
                let slot = self.keep(identity);
                let span = Span {
                    since: now,
                    until: ends.min(now.plus(BELIEF)),
                };
                self.known.insert(key, Known { slot, span });
                Ok(slot)
            }
            Err(refusal) => {
                self.refuse(key, refusal, now);
                Err(refusal)
            }
        }
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

    /// Whether as many questions are under way as may be.
    fn is_full(&self) -> bool {
        self.asked.len().saturating_sub(self.queue.len()) >= self.limits.lookups
    }

    fn is_backing_off(&self, now: UnixTime) -> bool {
        self.backoff.is_some_and(|backoff| backoff.span.holds(now))
    }

    /// The questions that are under way were all asked before the first of them
    /// failed, so that they make the pause no longer unless they say so.
    fn back_off(&mut self, retry_after: Option<u64>, now: UnixTime) {
        let (already, next) = match self.backoff {
            Some(Backoff { span, next }) if span.holds(now) => (Some(span), next),
            Some(Backoff { next, .. }) => (None, next),
            None => (None, MIN_BACKOFF_S),
        };
        let wanted = match (retry_after.filter(|seconds| *seconds > 0), already) {
            (Some(seconds), _) => seconds.min(MAX_RETRY_AFTER_S),
            (None, Some(_)) => return,
            (None, None) => next,
        };
        let until = now.plus(wanted);
        let span = match already {
            Some(span) if until <= span.until => span,
            _ => Span { since: now, until },
        };
        let next = match already {
            Some(_) => next,
            None => next.saturating_mul(2).min(MAX_BACKOFF_S),
        };
        self.backoff = Some(Backoff { span, next });
    }

    /// A question is answered, or is not going to be asked.
    fn end(&mut self, ticket: Ticket) -> Option<Fingerprint> {
        let Question { key, .. } = self.asked.remove(&ticket)?;
        self.asking.remove(&key);
        Some(key)
    }

    fn expect(&mut self, ticket: Ticket, key: Fingerprint, now: UnixTime) {
        let span = Span {
            since: now,
            until: now.plus(MAX_LOOKUP_S),
        };
        self.asked.insert(ticket, Question { key, span });
    }

    fn is_expected(&self, ticket: Ticket, now: UnixTime) -> bool {
        let question = self.asked.get(&ticket);
        question.is_some_and(|question| question.span.holds(now))
    }

    /// Where a runtime ends what it does for a request together with that
    /// request, the answer to its question never arrives.
    fn abandon_unexpected(&mut self, now: UnixTime) {
        let late: Vec<Ticket> = self
            .asked
            .iter()
            .filter(|(_, question)| !question.span.holds(now))
            .map(|(ticket, _)| *ticket)
            .collect();
        for ticket in late {
            self.forget_question(ticket);
        }
    }

    fn forget_question(&mut self, ticket: Ticket) {
        self.queue.retain(|(queued, _)| *queued != ticket);
        self.end(ticket);
    }

    fn refuse(&mut self, key: Fingerprint, refusal: Refusal, now: UnixTime) {
        if self.refused.len() >= self.limits.callers {
            self.refused.retain(|_, refused| refused.span.holds(now));
        }
        if self.refused.len() >= self.limits.callers {
            let first = self
                .refused
                .iter()
                .min_by_key(|(_, refused)| refused.span.until)
                .map(|(key, _)| *key);
            if let Some(first) = first {
                self.refused.remove(&first);
            }
        }
        let span = Span {
            since: now,
            until: now.plus(DOUBT),
        };
        self.refused.insert(key, Refused { refusal, span });
    }

    fn forget(&mut self, key: &Fingerprint) {
        if let Some(Known { slot, .. }) = self.known.remove(key) {
            if let Some(place) = self.slots.get_mut(slot) {
                *place = None;
            }
            self.free.push(slot);
        }
    }

    /// Forgets what is over; if nothing is, who would be over first.
    fn make_room(&mut self, now: UnixTime) {
        let over: Vec<Fingerprint> = self
            .known
            .iter()
            .filter(|(_, known)| !known.span.holds(now))
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
            .min_by_key(|(_, known)| known.span.until)
            .map(|(key, _)| *key);
        if let Some(key) = least {
            self.forget(&key);
        }
    }
}

/// Wix takes a token raw; public code sends it with a scheme as well. A scheme
/// alone is no token.
pub fn without_scheme(authorization: &str) -> &str {
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
/// Questions that wait for others: more than that are refused at once.
const MAX_QUEUED: usize = 1000;
/// Seconds in which a question that may be asked is answered, or given up by
/// whoever asks it.
const MAX_LOOKUP_S: u64 = 20;
/// Seconds without a question after an answer that says that there are to be
/// none for a while, but not for how long: more with each that follows.
const MIN_BACKOFF_S: u64 = 1;
const MAX_BACKOFF_S: u64 = 32;
/// Seconds of `Retry-After` that are believed.
const MAX_RETRY_AFTER_S: u64 = 300;
/// Bytes. Those that Wix issues are a tenth of it.
const LONGEST_TOKEN: usize = 8192;
