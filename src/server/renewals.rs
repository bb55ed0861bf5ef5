//! The renewals of a server's sessions: one request for each refresh token, however many
//! requests present it at the same time.

use alloc::collections::{BTreeMap, VecDeque};
use core::fmt;

use crate::Error;
use crate::backend::{Backoff, Fingerprint, Fingerprints, Secret};
use crate::oauth::grant::TokenResponse;
use crate::oauth::token::{RefreshToken, TokenSet, UnixTime};

/// Renewals that are under way, and the results of others. A browser sends several requests
/// with one cookie before it has the next one: with a token that is rotated, those that arrive
/// late would present one that is already used, and lose the session where the token endpoint
/// detects that (RFC 9700 §4.14.2).
pub struct Renewals {
    fingerprints: Fingerprints,
    by_token: BTreeMap<Fingerprint, State>,
    /// Those that have ended with tokens, the oldest first.
    granted: VecDeque<Fingerprint>,
    /// Those that were refused. Apart: anybody can make up tokens that are, and must not displace
    /// the results of others.
    refused: VecDeque<Fingerprint>,
    last_ticket: u32,
    backoff: Backoff,
    /// Of requests for visitors: the limit of a crowd of new ones is not that of members.
    creation_backoff: Backoff,
    swept_at: UnixTime,
}

/// Names a renewal that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(pub u32);

enum State {
    Pending(Ticket),
    Ended {
        response: TokenResponse,
        /// [`KEPT_S`] count from here. Absent while no browser was sent the new tokens: the
        /// old one is all that it has.
        delivered_at: Option<UnixTime>,
    },
}

impl Renewals {
    /// With a secret of 128 random bits.
    pub fn new(secret: Secret) -> Renewals {
        Renewals {
            fingerprints: Fingerprints::new(secret),
            by_token: BTreeMap::new(),
            granted: VecDeque::new(),
            refused: VecDeque::new(),
            last_ticket: 0,
            backoff: Backoff::default(),
            creation_backoff: Backoff::default(),
            swept_at: UnixTime::default(),
        }
    }

    /// The renewal of this refresh token that is under way: another request presents it now.
    pub fn under_way(&self, refresh: &RefreshToken) -> Option<Ticket> {
        match self.by_token.get(&self.fingerprints.of(refresh.expose())) {
            Some(State::Pending(ticket)) => Some(*ticket),
            Some(State::Ended { .. }) | None => None,
        }
    }

    /// Begins a renewal of this refresh token, whose response [`Renewals::end`] gets. None: the
    /// token endpoint is not to be asked now.
    pub fn begin(&mut self, refresh: &RefreshToken, now: UnixTime) -> Option<Ticket> {
        if self.backoff.is_active(now) || self.pending() >= MAX_PENDING {
            return None;
        }
        self.last_ticket = self.last_ticket.wrapping_add(1);
        let ticket = Ticket(self.last_ticket);
        let fingerprint = self.fingerprints.of(refresh.expose());
        let before = self.by_token.insert(fingerprint, State::Pending(ticket));
        if before.is_some() {
            for ended in [&mut self.granted, &mut self.refused] {
                ended.retain(|ended| *ended != fingerprint);
            }
        }
        Some(ticket)
    }

    /// The response to the refresh token of these tokens, if it was presented before, and is
    /// later than they are.
    pub fn known(&mut self, tokens: &TokenSet, now: UnixTime) -> Option<TokenResponse> {
        self.sweep(now);
        let fingerprint = self.fingerprints.of(tokens.refresh.as_ref()?.expose());
        match self.by_token.get(&fingerprint) {
            Some(State::Ended { response, .. }) => {
                is_later(response, tokens).then(|| response.clone())
            }
            Some(State::Pending(_)) | None => None,
        }
    }

    /// The token endpoint has responded to that renewal. Tokens and `invalid_grant` are kept;
    /// after anything else the next request tries again.
    pub fn end(
        &mut self,
        refresh: &RefreshToken,
        ticket: Ticket,
        response: &TokenResponse,
        now: UnixTime,
    ) {
        note(&mut self.backoff, response, now);
        let fingerprint = self.fingerprints.of(refresh.expose());
        if !matches!(self.by_token.get(&fingerprint), Some(State::Pending(pending)) if *pending == ticket)
        {
            return;
        }
        let (delivered_at, ended, most) = match response {
            TokenResponse::Granted(_) => (None, &mut self.granted, MAX_GRANTED),
            TokenResponse::InvalidGrant => (Some(now), &mut self.refused, MAX_REFUSED),
            TokenResponse::Unavailable(_) | TokenResponse::Failed(_) => {
                self.by_token.remove(&fingerprint);
                return;
            }
        };
        let state = State::Ended {
            response: response.clone(),
            delivered_at,
        };
        self.by_token.insert(fingerprint, state);
        ended.push_back(fingerprint);
        if ended.len() > most
            && let Some(oldest) = ended.pop_front()
        {
            self.by_token.remove(&oldest);
        }
    }

    /// The browser was sent the tokens that replace this refresh token. From now on that one
    /// stands for them for [`KEPT_S`] seconds.
    pub fn delivered(&mut self, refresh: &RefreshToken, now: UnixTime) {
        let fingerprint = self.fingerprints.of(refresh.expose());
        if let Some(State::Ended { delivered_at, .. }) = self.by_token.get_mut(&fingerprint) {
            delivered_at.get_or_insert(now);
        }
    }

    /// The token endpoint has responded to a request for a visitor.
    pub fn note_creation(&mut self, response: &TokenResponse, now: UnixTime) {
        note(&mut self.creation_backoff, response, now);
    }

    /// Whether no visitor is to be created now.
    pub fn is_creation_backing_off(&self, now: UnixTime) -> bool {
        self.creation_backoff.is_active(now)
    }

    fn pending(&self) -> usize {
        let ended = self.granted.len().saturating_add(self.refused.len());
        self.by_token.len().saturating_sub(ended)
    }

    /// Forgets results that are too old, once in a second. A time in the future is of a clock
    /// that was set back.
    fn sweep(&mut self, now: UnixTime) {
        if self.swept_at == now {
            return;
        }
        self.swept_at = now;
        let by_token = &mut self.by_token;
        for ended in [&mut self.granted, &mut self.refused] {
            ended.retain(|fingerprint| {
                let is_over = matches!(
                    by_token.get(fingerprint),
                    Some(State::Ended { delivered_at: Some(at), .. })
                        if *at > now || now >= at.plus(KEPT_S)
                );
                if is_over {
                    by_token.remove(fingerprint);
                }
                !is_over
            });
        }
    }
}

/// The token endpoint has responded: after 408, 429, 5xx, a timeout, no response or one that is
/// none of a token endpoint, it is not asked for some seconds, or every page would wait for it.
/// A refusal may be about what a single request presents, which anybody can make up.
fn note(backoff: &mut Backoff, response: &TokenResponse, now: UnixTime) {
    match response {
        TokenResponse::Unavailable(retry_after) => backoff.on_failure(Some(*retry_after), now),
        TokenResponse::Failed(Error::TokenRequestRefused) => {}
        TokenResponse::Failed(_) => backoff.on_failure(None, now),
        TokenResponse::Granted(_) | TokenResponse::InvalidGrant => backoff.on_success(now),
    }
}

/// Whether a response to the refresh token of these tokens is later than they are. A token
/// that is not rotated is presented again and again, also by other processes: then it may be the
/// response that has brought these tokens, or an earlier one.
pub(super) fn is_later(response: &TokenResponse, tokens: &TokenSet) -> bool {
    let TokenResponse::Granted(set) = response else {
        return true;
    };
    let is_rotated = set.refresh.is_some() && set.refresh != tokens.refresh;
    is_rotated || (set.access != tokens.access && set.issued_at >= tokens.issued_at)
}

/// Without tokens.
impl fmt::Debug for Renewals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewals")
    }
}

/// Seconds for which a refresh token stands for the tokens that replaced it, once the browser
/// was sent these.
pub const KEPT_S: u64 = 30;
/// Results with tokens that are kept at the same time, of some kilobytes each.
pub const MAX_GRANTED: usize = 4000;
/// Refusals that are kept at the same time, of some 100 bytes each.
pub const MAX_REFUSED: usize = 4000;
/// Renewals that are under way at the same time: each is an open request.
pub const MAX_PENDING: usize = 500;
