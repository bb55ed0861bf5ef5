//! The identities of callers. Token-info is asked once for each token, however many
//! requests carry it at the same time, and its response is cached. Only so many tokens
//! are looked up at the same time, and none while token-info is unavailable.

use super::authorization::presented_token;
use super::backoff::Backoff;
use super::fingerprint::{Fingerprint, Fingerprints, Secret};
use super::identity_cache::{ADMIN, IdentityCache, Slot};
use super::lookup::{Lookup, Queued, Ticket};
use super::pending_lookups::PendingLookups;
use super::refusal::Refusal;
use super::refusal_cache::RefusalCache;
use crate::json::Json;
use crate::oauth::token::{AccessToken, UnixTime};
use crate::wix::api_error::Head;
use crate::wix::identity::{Accepted, Identity, validate};
use crate::wix::token_info;

/// How much is looked up and cached. At least one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Identities that are cached, and as many refusals.
    pub callers: usize,
    /// Tokens that are looked up at the same time.
    pub lookups: usize,
}

/// Looks up callers by the header `Authorization` of their requests.
#[derive(Debug)]
pub struct Callers {
    accepted: Accepted,
    fingerprints: Fingerprints,
    /// That of the backend's own API key.
    api_key: Option<Fingerprint>,
    identities: IdentityCache,
    refusals: RefusalCache,
    pending: PendingLookups,
    backoff: Backoff,
}

impl Callers {
    /// Nobody is known yet but, if there is an API key, the caller who presents it.
    pub fn new(
        accepted: Accepted,
        api_key: Option<&str>,
        limits: Limits,
        secret: Secret,
    ) -> Callers {
        let admin = Identity::admin(accepted.sites.site_id());
        let fingerprints = Fingerprints::new(secret);
        let max_callers = limits.callers.max(1);
        Callers {
            api_key: api_key.map(|key| fingerprints.of(key)),
            fingerprints,
            accepted,
            identities: IdentityCache::new(admin, max_callers),
            refusals: RefusalCache::new(max_callers),
            pending: PendingLookups::new(limits.lookups.max(1)),
            backoff: Backoff::default(),
        }
    }

    /// Looks up the caller who sends this header `Authorization`, which is empty if the request
    /// has none.
    pub fn lookup(&mut self, authorization: &str, now: UnixTime) -> Lookup {
        let presented = match presented_token(authorization) {
            Ok(presented) => presented,
            Err(refusal) => return Lookup::Refused(refusal),
        };
        let fingerprint = self.fingerprints.of(presented);
        if self.api_key == Some(fingerprint) {
            return Lookup::Known(ADMIN);
        }
        if let Some(slot) = self.identities.find(&fingerprint, now) {
            return Lookup::Known(slot);
        }
        if let Some(refusal) = self.refusals.find(&fingerprint, now) {
            return Lookup::Refused(refusal);
        }
        if let Some(ticket) = self.pending.find(&fingerprint, now) {
            return Lookup::Wait(ticket);
        }
        let Some(token) = AccessToken::new(presented) else {
            return Lookup::Refused(Refusal::TokenInvalid);
        };
        self.pending.remove_expired_if_full(now);
        if self.backoff.is_active(now) || self.pending.is_queue_full() {
            return Lookup::Refused(Refusal::IdentityUnavailable);
        }
        self.pending.add(fingerprint, token, now)
    }

    /// A queued lookup that need not wait any longer. Call it after each response, until
    /// it returns `None`.
    pub fn next_queued(&mut self, now: UnixTime) -> Option<Queued> {
        if self.backoff.is_active(now) {
            self.pending.refuse_next(Refusal::IdentityUnavailable)
        } else {
            self.pending.start_next(now)
        }
    }

    /// Nobody waits for this lookup any longer. It is not made if it is still queued.
    pub fn abandon(&mut self, ticket: Ticket) {
        self.pending.abandon(ticket);
    }

    /// Seconds after which another attempt is worthwhile for a caller that was refused
    /// with [`Refusal::IdentityUnavailable`]: at least one.
    pub fn retry_after(&self, now: UnixTime) -> u64 {
        self.backoff.retry_after(now)
    }

    /// Token-info has responded. Status 0 stands for no response, and null for a body
    /// that is no JSON. A response that says nothing about the token is not cached: the
    /// next request looks it up again, as soon as token-info may be asked.
    pub fn on_token_info(
        &mut self,
        ticket: Ticket,
        head: Head,
        body: &Json,
        now: UnixTime,
    ) -> Result<Slot, Refusal> {
        let retry_after = head.retry_after;
        let status = head.status;
        let token = self.pending.finish(ticket).ok_or(Refusal::Internal)?;
        let identity = match token_info::parse(head, body) {
            Ok(info) => validate(&info, &self.accepted, now).map_err(Refusal::from),
            // RFC 7662 §2.2 answers 200 for an invalid token. What Wix answers is not
            // published, so a refusal of the request is one of the token, unless a
            // server between us answers: that sends no JSON.
            Err(error) if body.is_object() && is_about_the_token(error.head.status) => {
                Err(Refusal::TokenInvalid)
            }
            Err(_) => {
                if matches!(status, 429 | 500..) {
                    self.backoff.on_failure(retry_after, now);
                }
                return Err(Refusal::IdentityUnavailable);
            }
        };
        self.backoff.on_success(now);
        match identity {
            Ok(identity) => Ok(self.identities.insert(token, identity, now)),
            Err(refusal) => {
                self.refusals.insert(token, refusal, now);
                Err(refusal)
            }
        }
    }

    /// The identity that is cached in this slot.
    pub fn identity(&self, slot: Slot) -> Option<&Identity> {
        self.identities.get(slot)
    }
}

fn is_about_the_token(status: u16) -> bool {
    matches!(status, 400 | 401 | 404)
}
