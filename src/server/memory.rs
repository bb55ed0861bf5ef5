//! What one process remembers of the sessions that it has seen: nothing without which a
//! session could not go on, but what keeps parallel requests from losing one.

use core::cell::RefCell;
use core::fmt;

use super::departures::Departures;
use super::plan::{Step, after_grant, plan};
use super::renewals::{Renewals, Ticket};
use super::sign_in::{after_sign_out, visitor_of, with_visitor};
use crate::backend::Secret;
use crate::oauth::grant::{Grant, TokenResponse};
use crate::oauth::record::Record;
use crate::oauth::session::Whose;
use crate::oauth::token::{RefreshToken, Subject, UnixTime};

/// The memory of a process.
pub struct Memory {
    pub(super) renewals: RefCell<Renewals>,
    pub(super) departures: RefCell<Departures>,
}

/// What a request may do for its session. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Allowed {
    /// To use it, with what is known.
    Use,
    /// To wait for a renewal that is under way.
    Wait,
    /// To renew it.
    Renew,
    /// To create a visitor where there is nobody.
    Create,
}

/// What is next for a session.
pub(super) enum Next {
    /// It is used as it is.
    Use,
    /// It is known to be this by now.
    Changed(Record),
    /// Wait for the renewal that is under way.
    Wait(Ticket),
    /// Start a renewal with this ticket.
    Start(Ticket),
    /// Create a visitor.
    Create,
}

impl Memory {
    /// With a secret of 128 random bits.
    pub fn new(secret: Secret) -> Memory {
        Memory {
            renewals: RefCell::new(Renewals::new(secret)),
            departures: RefCell::default(),
        }
    }

    pub(super) fn next(
        &self,
        record: &Record,
        allowed: Allowed,
        now: UnixTime,
        leeway: u64,
    ) -> Next {
        if self.has_signed_out(record, now) {
            return Next::Changed(after_sign_out(record));
        }
        if let Some(after) = self.with_known_visitor(record, now) {
            return Next::Changed(after);
        }
        let may_create = allowed == Allowed::Create;
        let Step::Request(grant) = plan(record, now, leeway, may_create) else {
            return Next::Use;
        };
        let mut renewals = self.renewals.borrow_mut();
        let (Grant::Refresh(token), Some(set)) = (grant, record.session.tokens()) else {
            let is_backing_off = renewals.is_creation_backing_off(now);
            return if is_backing_off {
                Next::Use
            } else {
                Next::Create
            };
        };
        let known = renewals.known(set, now);
        if let Some(response) = known {
            let after = after_grant(record, grant, &response, Subject::NOBODY);
            return after.map_or(Next::Use, Next::Changed);
        }
        match renewals.under_way(token) {
            Some(ticket) if allowed >= Allowed::Wait => Next::Wait(ticket),
            None if allowed >= Allowed::Renew => {
                let ticket = renewals.begin(token, now);
                ticket.map_or(Next::Use, Next::Start)
            }
            Some(_) | None => Next::Use,
        }
    }

    /// The token endpoint has responded to a request for a visitor.
    pub(super) fn note_creation(&self, response: &TokenResponse, now: UnixTime) {
        self.renewals.borrow_mut().note_creation(response, now);
    }

    /// A response is about to set the cookie of this record, instead of those. False: it must
    /// not, since the browser is somebody else by now, by another request.
    pub fn deliver(&self, record: &Record, instead_of: &[Record], now: UnixTime) -> bool {
        let subject = record.session.subject();
        let is_replaced = instead_of.iter().chain([record]).any(|record| {
            let by = self.departures.borrow().replaced_by(record, now);
            by.is_some_and(|by| by != subject)
        });
        if is_replaced || self.has_signed_out(record, now) {
            return false;
        }
        let mut renewals = self.renewals.borrow_mut();
        for before in instead_of {
            // A visitor who was denied and created anew: another request may have created one,
            // too, and must not bring that one when somebody has signed in meanwhile.
            if !record.session.is_empty() {
                let mut departures = self.departures.borrow_mut();
                departures.replace(before, subject, now);
            }
            for whose in [Whose::Current, Whose::Visitor] {
                let (before, after) = (before.session.part(whose), record.session.part(whose));
                let old = before.tokens();
                let is_renewed =
                    old.map(|set| &set.access) != after.tokens().map(|set| &set.access);
                let token = old.and_then(|set| set.refresh.as_ref());
                if let Some(token) = token.filter(|_| is_renewed) {
                    renewals.delivered(token, now);
                }
            }
        }
        true
    }

    /// The record with the tokens that its visitor has by now, also one beside a member: a login
    /// has renewed them, and the cookie of another request, which is sent later, must not bring
    /// the spent ones back.
    fn with_known_visitor(&self, record: &Record, now: UnixTime) -> Option<Record> {
        let visitor = visitor_of(record, None);
        let set = visitor.session.tokens()?;
        let token = set.refresh.as_ref()?;
        let known = self.renewals.borrow_mut().known(set, now)?;
        let after = after_grant(&visitor, Grant::Refresh(token), &known, Subject::NOBODY)?;
        Some(with_visitor(record, &after))
    }

    /// Whether this is the session of a member who has signed out.
    fn has_signed_out(&self, record: &Record, now: UnixTime) -> bool {
        let departures = self.departures.borrow();
        departures.has_signed_out(record.session.subject(), now)
    }

    /// Whether somebody has just signed in instead of this session.
    pub(super) fn is_replaced(&self, record: &Record, now: UnixTime) -> bool {
        self.departures.borrow().replaced_by(record, now).is_some()
    }
}

/// The refresh token of whom the page acts as.
pub(super) fn refresh_token(record: &Record) -> Option<&RefreshToken> {
    record.session.tokens()?.refresh.as_ref()
}

/// Without tokens.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}
