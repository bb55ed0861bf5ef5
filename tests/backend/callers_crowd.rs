//! Many callers, and few places to remember them in.

use std::collections::{BTreeMap, BTreeSet};

use fetch_with_auth::backend::{Callers, Lookup, Refusal, Slot, Ticket};
use fetch_with_auth::json::Json;
use fetch_with_auth::oauth::token::UnixTime;
use proptest::prelude::*;

use crate::example::{NOW, callers, cases, head, inactive, known, learn, member};

#[test]
fn a_flood_of_garbage_evicts_nobody() {
    let mut callers = callers(10);
    let names: Vec<String> = (0..10).map(|number| format!("m{number}")).collect();
    for name in &names {
        learn(&mut callers, name, &member(name, NOW.plus(900)), NOW).unwrap();
    }
    for number in 0..1000 {
        let now = NOW.plus(number / 100);
        let refused = learn(&mut callers, &format!("g{number}"), &inactive(), now);
        assert_eq!(refused, Err(Refusal::TokenInvalid));
    }
    for name in &names {
        assert!(known(&mut callers, name, NOW.plus(9)).is_some(), "{name}");
    }
}

#[test]
fn as_many_refusals_are_cached_as_callers_and_no_more() {
    let mut callers = callers(10);
    let garbage = |number: u64| format!("g{number}");
    for number in 0..1000 {
        learn(&mut callers, &garbage(number), &inactive(), NOW).unwrap_err();
    }
    let is_remembered = |callers: &mut Callers, number, now| {
        callers.lookup(&garbage(number), now) == Lookup::Refused(Refusal::TokenInvalid)
    };
    let remembered = (0..1000).filter(|number| is_remembered(&mut callers, *number, NOW));
    assert_eq!(remembered.count(), 10);
}

#[test]
fn a_full_cache_of_refusals_evicts_the_oldest() {
    let mut callers = callers(2);
    for (token, after) in [("a", 1), ("b", 0), ("c", 2)] {
        learn(&mut callers, token, &inactive(), NOW.plus(after)).unwrap_err();
    }
    let now = NOW.plus(2);
    for (token, is_remembered) in [("a", true), ("c", true), ("b", false)] {
        let lookup = callers.lookup(token, now);
        assert_eq!(
            lookup == Lookup::Refused(Refusal::TokenInvalid),
            is_remembered,
            "{token}"
        );
    }
}

#[test]
fn a_full_cache_evicts_who_expires_first() {
    let mut callers = callers(3);
    for (name, life) in [("a", 50), ("b", 20), ("c", 900)] {
        learn(&mut callers, name, &member(name, NOW.plus(life)), NOW).unwrap();
    }
    learn(&mut callers, "d", &member("d", NOW.plus(900)), NOW).unwrap();
    for (name, is_known) in [("a", true), ("b", false), ("c", true), ("d", true)] {
        assert_eq!(known(&mut callers, name, NOW).is_some(), is_known, "{name}");
    }
}

#[test]
fn a_full_cache_evicts_all_who_have_expired() {
    let mut callers = callers(3);
    for name in ["a", "b", "c"] {
        learn(&mut callers, name, &member(name, NOW.plus(10)), NOW).unwrap();
    }
    let now = NOW.plus(10);
    for name in ["d", "e", "f"] {
        learn(&mut callers, name, &member(name, now.plus(900)), now).unwrap();
    }
    for name in ["d", "e", "f"] {
        assert!(known(&mut callers, name, now).is_some(), "{name}");
    }
}

#[test]
fn at_least_one_is_cached() {
    for most in [0, 1] {
        let mut callers = callers(most);
        for name in ["a", "b"] {
            learn(&mut callers, name, &member(name, NOW.plus(900)), NOW).unwrap();
            assert_eq!(known(&mut callers, name, NOW).as_deref(), Some(name));
        }
        assert_eq!(known(&mut callers, "a", NOW), None);
    }
}

/// What happens to a backend.
#[derive(Clone, Debug)]
enum Event {
    Lookup(usize),
    /// The response to the lookup of this token, if it is pending.
    Member(usize, u64),
    Inactive(usize),
    /// No response, after which the token may be looked up again.
    NoResponse(usize),
    Passes(u64),
    SetBack(u64),
}

const TOKENS: usize = 8;

fn any_event() -> impl Strategy<Value = Event> {
    let token = || 0..TOKENS;
    prop_oneof![
        8 => token().prop_map(Event::Lookup),
        6 => (token(), 1..120u64).prop_map(|(token, life)| Event::Member(token, life)),
        3 => token().prop_map(Event::Inactive),
        1 => token().prop_map(Event::NoResponse),
        3 => (0..40u64).prop_map(Event::Passes),
        1 => (0..40u64).prop_map(Event::SetBack),
    ]
}

/// What a backend that forgets nothing before its time would know.
struct Model {
    callers: Callers,
    most: usize,
    now: UnixTime,
    /// By token, its pending lookup and since when.
    pending: BTreeMap<usize, (Ticket, UnixTime)>,
    learned: BTreeMap<usize, Learned>,
    responses: usize,
}

#[derive(Clone)]
struct Learned {
    since: UnixTime,
    until: UnixTime,
    /// The number of responses: each names somebody else.
    id: Result<String, Refusal>,
}

impl Model {
    fn new(most: usize) -> Model {
        Model {
            callers: callers(most),
            most,
            now: NOW,
            pending: BTreeMap::new(),
            learned: BTreeMap::new(),
            responses: 0,
        }
    }

    fn happens(&mut self, event: &Event) -> Result<(), TestCaseError> {
        match *event {
            Event::Lookup(token) => self.lookup(token).map(drop),
            Event::Passes(seconds) => {
                self.now = self.now.plus(seconds);
                Ok(())
            }
            Event::SetBack(seconds) => {
                self.now = UnixTime(self.now.0 - seconds);
                Ok(())
            }
            Event::NoResponse(token) => {
                let response = self.respond(token, 0, &Json::Null);
                prop_assert!(
                    response.is_none_or(|result| result == Err(Refusal::IdentityUnavailable))
                );
                Ok(())
            }
            Event::Inactive(token) => {
                let Some(result) = self.respond(token, 200, &inactive()) else {
                    return Ok(());
                };
                prop_assert_eq!(result, Err(Refusal::TokenInvalid));
                self.learns(token, 5, Err(Refusal::TokenInvalid));
                Ok(())
            }
            Event::Member(token, life) => {
                self.responses += 1;
                let id = format!("{token}-{}", self.responses);
                let info = member(&id, self.now.plus(life));
                let Some(result) = self.respond(token, 200, &info) else {
                    return Ok(());
                };
                let slot = result.unwrap();
                prop_assert_eq!(&self.callers.identity(slot).unwrap().id, &id);
                self.learns(token, life.min(60), Ok(id));
                Ok(())
            }
        }
    }

    fn respond(&mut self, token: usize, status: u16, body: &Json) -> Option<Result<Slot, Refusal>> {
        let (ticket, since) = self.pending.remove(&token)?;
        let result = self
            .callers
            .on_token_info(ticket, head(status), body, self.now);
        // One that was not expected any more may be nobody's.
        (self.is_expected(since) || result != Err(Refusal::Internal)).then_some(result)
    }

    fn is_expected(&self, since: UnixTime) -> bool {
        since <= self.now && self.now < since.plus(20)
    }

    fn learns(&mut self, token: usize, span: u64, id: Result<String, Refusal>) {
        let (since, until) = (self.now, self.now.plus(span));
        self.learned.insert(token, Learned { since, until, id });
    }

    /// What is known of a token now, if anything may be.
    fn valid(&self, token: usize) -> Option<&Learned> {
        let learned = self.learned.get(&token)?;
        (learned.since <= self.now && self.now < learned.until).then_some(learned)
    }

    /// Looks, and whatever is found has to be true. The slot, if somebody is
    /// known; whether anything is.
    fn lookup(&mut self, token: usize) -> Result<(Option<Slot>, bool), TestCaseError> {
        let lookup = self.callers.lookup(&format!("t{token}"), self.now);
        let valid = self.valid(token).cloned();
        match lookup {
            Lookup::Known(slot) => {
                let identity = self.callers.identity(slot).unwrap();
                let id = valid.expect("it is over").id;
                prop_assert_eq!(Ok(&identity.id), id.as_ref());
                Ok((Some(slot), true))
            }
            Lookup::Refused(refusal) => {
                prop_assert_eq!(valid.expect("it is over").id, Err(refusal));
                Ok((None, true))
            }
            Lookup::Request(ticket, pending) => {
                prop_assert_eq!(pending.expose(), format!("t{token}"));
                let before = self.pending.insert(token, (ticket, self.now));
                prop_assert!(before.is_none_or(|(_, since)| !self.is_expected(since)));
                // A cache for all evicts nothing before it expires.
                prop_assert!(self.most < TOKENS || valid.is_none());
                // And what is over is not thought of again.
                self.learned.remove(&token);
                Ok((None, false))
            }
            Lookup::Wait(ticket) => {
                let pending = self.pending.get(&token);
                prop_assert_eq!(pending.map(|(pending, _)| *pending), Some(ticket));
                Ok((None, false))
            }
        }
    }

    /// Looks for everybody at once.
    fn assert_bounded(&mut self) -> Result<(), TestCaseError> {
        let lookups = (0..TOKENS)
            .map(|token| self.lookup(token))
            .collect::<Result<Vec<_>, _>>()?;
        let slots: Vec<Slot> = lookups.iter().filter_map(|(slot, _)| *slot).collect();
        let remembered = lookups.iter().filter(|(_, is_known)| *is_known).count();
        prop_assert!(slots.len() <= self.most && remembered - slots.len() <= self.most);
        prop_assert_eq!(slots.iter().collect::<BTreeSet<_>>().len(), slots.len());
        prop_assert!(slots.iter().all(|slot| (1..=self.most).contains(slot)));
        Ok(())
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_known_caller_is_who_token_info_said_and_no_two_share_a_slot(
        most in 1..=TOKENS, events in prop::collection::vec(any_event(), 0..120),
    ) {
        let mut model = Model::new(most);
        for event in &events {
            model.happens(event)?;
        }
        model.assert_bounded()?;
    }

    #[test]
    fn what_is_cached_is_bounded_after_every_response(
        most in 1..4usize, ids in prop::collection::vec(0..TOKENS, 1..40),
    ) {
        let mut model = Model::new(most);
        for token in ids {
            for event in [Event::Lookup(token), Event::Member(token, 30), Event::Passes(1)] {
                model.happens(&event)?;
            }
            model.assert_bounded()?;
        }
    }
}
