//! Who has left a browser, and when: a response that was begun for them before does not bring
//! them back.

use alloc::collections::{BTreeMap, VecDeque};

use crate::backend::Interval;
use crate::oauth::record::Record;
use crate::oauth::token::{Subject, UnixTime};

/// Sessions that have ended or were replaced in a browser. Requests that it had sent before
/// still have the old cookie, and their responses may arrive after that of the change.
#[derive(Debug, Default)]
pub struct Departures {
    by_subject: BTreeMap<u64, Departure>,
    /// Each subject once, the earliest first.
    subjects: VecDeque<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Departure {
    /// None: a member has signed out.
    replaced: Option<Replaced>,
    counts: Interval,
}

/// Somebody has signed in.
#[derive(Clone, Copy, Debug)]
struct Replaced {
    by: Subject,
    /// The records up to this generation are those before it.
    until: u64,
}

impl Departures {
    /// This member has signed out. No refresh token of the same session brings it back.
    pub fn sign_out(&mut self, subject: Subject, now: UnixTime) {
        self.add(subject, None, Interval::of_seconds(now, SIGNED_OUT_S));
    }

    /// This person has signed in instead of the session of this record. It may return by a
    /// sign-out, in a record that is later.
    pub fn replace(&mut self, record: &Record, by: Subject, now: UnixTime) {
        let subject = record.session.subject();
        if subject == by || self.has_signed_out(subject, now) {
            return;
        }
        // A renewal that is under way leads to one more.
        let until = record.generation.saturating_add(1);
        let counts = Interval::of_seconds(now, REPLACED_S);
        self.add(subject, Some(Replaced { by, until }), counts);
    }

    /// Whether this member has signed out.
    pub fn has_signed_out(&self, subject: Subject, now: UnixTime) -> bool {
        self.of(subject, now)
            .is_some_and(|departure| departure.replaced.is_none())
    }

    /// Who has signed in just now instead of the session of this record.
    pub fn replaced_by(&self, record: &Record, now: UnixTime) -> Option<Subject> {
        let replaced = self.of(record.session.subject(), now)?.replaced?;
        (record.generation <= replaced.until).then_some(replaced.by)
    }

    fn of(&self, subject: Subject, now: UnixTime) -> Option<&Departure> {
        let departure = self.by_subject.get(&subject.0)?;
        departure.counts.contains(now).then_some(departure)
    }

    fn add(&mut self, subject: Subject, replaced: Option<Replaced>, counts: Interval) {
        if subject == Subject::NOBODY {
            return;
        }
        let departure = Departure { replaced, counts };
        if self.by_subject.insert(subject.0, departure).is_some() {
            return;
        }
        self.subjects.push_back(subject.0);
        if self.subjects.len() > MAX_DEPARTURES
            && let Some(earliest) = self.subjects.pop_front()
        {
            self.by_subject.remove(&earliest);
        }
    }
}

/// Seconds for which it is known that a member has signed out: a day, since a browser that was
/// sent a late cookie may present it at its next visit.
pub const SIGNED_OUT_S: u64 = 86_400;
/// Seconds for which it is known that somebody has signed in: as long as requests that were sent
/// before may take.
pub const REPLACED_S: u64 = 30;
/// Departures that are known at the same time, of some 100 bytes each.
pub const MAX_DEPARTURES: usize = 10_000;
