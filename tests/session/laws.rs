//! What holds in whatever order things happen. The world reports what it observes;
//! each law is a function that says in what way it was broken.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::{AccessToken, Subject, TokenSet};

use crate::page::Page;
use crate::world::World;

#[derive(Default)]
pub struct Observed {
    /// Calls by their task.
    calls: RefCell<BTreeMap<usize, Begun>>,
    /// Whom access tokens were issued to, as far as pages know.
    subjects: RefCell<BTreeMap<String, Subject>>,
    broken: RefCell<Vec<String>>,
}

/// A call.
struct Begun {
    /// It began while a sign-out of its page was being stored.
    is_late: bool,
    /// Whom its page acted as, if the page knew.
    session: Option<Session>,
    /// Whom it was sent as first.
    sent_as: Option<Subject>,
}

/// What a page was doing when it began to write.
#[derive(Debug)]
pub struct Writer {
    pub is_signing_out: bool,
    /// Or has signed in: what could not be stored then is stored later.
    pub is_signing_in: bool,
    pub marks: BTreeSet<u64>,
}

impl World {
    /// The laws that were broken since the last call.
    pub fn broken(self) -> Vec<String> {
        self.observed.broken.take()
    }

    fn require(self, law: &str, result: Result<(), String>) {
        if let Err(why) = result {
            self.observed
                .broken
                .borrow_mut()
                .push(format!("{law}: {why}"));
        }
    }

    /// The task that starts next is a call of this page.
    pub fn observe_call(self, page: Page) {
        let known = page.0.known.borrow().clone();
        let begun = Begun {
            is_late: page.0.departing.get() > 0,
            session: known.filter(|_| page.0.departing.get() == 0),
            sent_as: None,
        };
        self.observed
            .calls
            .borrow_mut()
            .insert(self.next_task(), begun);
    }

    /// A page has or stores this session.
    pub fn observe_session(self, session: &Session) {
        for set in sets(session) {
            let mut subjects = self.observed.subjects.borrow_mut();
            let token = set.access.expose().to_owned();
            let before = *subjects.entry(token).or_insert(set.subject);
            self.require("a token belongs to one person", one_person(before, set));
        }
    }

    /// A page sends a call with this token.
    pub fn observe_send(self, page: Page, token: &str) {
        let subject = self.observed.subjects.borrow().get(token).copied();
        let subject = subject.unwrap_or_default();
        let family = AccessToken::new(token).and_then(|token| self.endpoint.family(&token));
        let is_member = family.is_some_and(|family| self.endpoint.is_member(family));
        let mut calls = self.observed.calls.borrow_mut();
        let Some(call) = self.running().and_then(|task| calls.get_mut(&task)) else {
            return;
        };
        let law = "a request is sent as the person it began as";
        self.require(law, sent_as_it_began(call, subject, is_member));
        call.sent_as = Some(subject);
        let law = "no call is signed while a sign-out of its page is being stored";
        let is_early = call.is_late && page.0.departing.get() > 0;
        self.require(
            law,
            if is_early {
                Err(token.to_owned())
            } else {
                Ok(())
            },
        );
        let law = "a sign-out wins";
        let is_gone = family.is_some_and(|family| page.0.gone.borrow().contains(&family));
        let why = || format!("page {} sends {token}, whose person is gone", page.number());
        self.require(law, (!is_gone).then_some(()).ok_or_else(why));
    }

    /// What is stored changes.
    pub fn observe_change(self, writer: &Writer, seen: &str, next: &str) {
        let (before, after) = (Record::parse(seen), Record::parse(next));
        self.observe_session(&after.session);
        let marked = self.marks.borrow().clone();
        let result = leaves_by_sign_out(writer, &marked, &before.session, &after.session);
        self.require("a member leaves only by a sign-out", result);
        let law = "nothing older replaces what is stored";
        // The very same may be stored again, where nobody knew that it was.
        let is_same = before == after;
        self.require(
            law,
            if is_same {
                Ok(())
            } else {
                is_newer(&before, &after)
            },
        );
    }

    /// All that tokens of this subject were issued to.
    pub fn family_of(self, subject: Subject) -> Vec<usize> {
        let subjects = self.observed.subjects.borrow();
        let tokens = subjects.iter().filter(|(_, of)| **of == subject);
        let tokens = tokens.filter_map(|(token, _)| AccessToken::new(token));
        tokens
            .filter_map(|token| self.endpoint.family(&token))
            .collect()
    }

    /// Whom this token was issued to, as far as pages know.
    pub fn subject_of(self, token: &str) -> Option<Subject> {
        self.observed.subjects.borrow().get(token).copied()
    }
}

/// Also over renewals, by whatever page.
fn one_person(before: Subject, set: &TokenSet) -> Result<(), String> {
    let is_one = before == set.subject;
    let why = || {
        format!(
            "{:?} was of {before:?}, is of {:?}",
            set.access.expose(),
            set.subject
        )
    };
    is_one.then_some(()).ok_or_else(why)
}

/// Both sends of a call are one person's: the one whom its page was known to act as.
/// A visitor that is denied and replaced keeps its subject.
fn sent_as_it_began(call: &Begun, subject: Subject, is_member: bool) -> Result<(), String> {
    let is_as_begun = match &call.session {
        Some(session @ (Session::Visitor(_) | Session::Member { .. })) => {
            let is_same_kind = is_member == matches!(session, Session::Member { .. });
            session.subject() == subject && is_same_kind
        }
        Some(Session::Empty) => !is_member,
        // The person who is stored, or signs in.
        Some(Session::Expired { .. }) | None => true,
    };
    if is_as_begun && call.sent_as.is_none_or(|first| first == subject) {
        return Ok(());
    }
    let began = call.session.as_ref().map(Session::subject);
    Err(format!(
        "began as {began:?}, was {:?}, is {subject:?}",
        call.sent_as
    ))
}

/// A member, or one whose session has expired, is replaced by another only by a
/// sign-in, and for a visitor or nobody only by a sign-out of that person.
fn leaves_by_sign_out(
    writer: &Writer,
    marked: &BTreeSet<u64>,
    before: &Session,
    after: &Session,
) -> Result<(), String> {
    let subject = before.subject();
    let may = if !is_member(before) || subject == after.subject() {
        true
    } else if is_member(after) {
        writer.is_signing_in
    } else {
        let is_marked = marked.contains(&subject.0) || writer.marks.contains(&subject.0);
        writer.is_signing_out || is_marked
    };
    may.then_some(())
        .ok_or_else(|| format!("{before:?} to {after:?} by {writer:?}"))
}

/// Generations only grow, tokens of one person are replaced by later ones, and who
/// has expired is back only by a sign-in, which makes another subject.
fn is_newer(before: &Record, after: &Record) -> Result<(), String> {
    let is_older = |old: &TokenSet| {
        let mut kept = sets(&after.session).filter(|new| new.subject == old.subject);
        kept.any(|new| issue_of(new) < issue_of(old))
    };
    let is_back = matches!(before.session, Session::Expired { .. })
        && matches!(after.session, Session::Member { .. })
        && before.session.subject() == after.session.subject();
    let is_newer =
        after.generation > before.generation && !sets(&before.session).any(is_older) && !is_back;
    is_newer
        .then_some(())
        .ok_or_else(|| format!("{before:?} to {after:?}"))
}

/// Tokens are numbered in the order of their issue.
fn issue_of(set: &TokenSet) -> Option<usize> {
    set.access.expose().get(1..)?.parse().ok()
}

pub fn is_member(session: &Session) -> bool {
    matches!(session, Session::Member { .. } | Session::Expired { .. })
}

fn sets(session: &Session) -> impl Iterator<Item = &TokenSet> {
    let visitor = match session {
        Session::Member { visitor, .. } | Session::Expired { visitor, .. } => visitor.as_deref(),
        Session::Empty | Session::Visitor(_) => None,
    };
    session.tokens().into_iter().chain(visitor)
}
