//! Many callers, and few places to remember them in.

use std::collections::{BTreeMap, BTreeSet};

use fetch_with_auth::backend::{Callers, Lookup, Refusal, Slot, Ticket};
use fetch_with_auth::json::Json;
use fetch_with_auth::oauth::token::UnixTime;
use proptest::prelude::*;

use crate::example::{NOW, callers, cases, head, inactive, known, learn, member};

#[test]
fn a_flood_of_garbage_makes_nobody_unknown() {
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
fn as_many_refusals_are_remembered_as_callers_and_no_more() {
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
fn whoever_was_refused_last_is_remembered_where_there_is_no_room() {
    let mut callers = callers(2);
    for (token, after) in [("a", 1), ("b", 0), ("c", 2)] {
        learn(&mut callers, token, &inactive(), NOW.plus(after)).unwrap_err();
    }
    let now = NOW.plus(2);
    for (token, is_remembered) in [("a", true), ("c", true), ("b", false)] {
        let look = callers.lookup(token, now);
        assert_eq!(
            look == Lookup::Refused(Refusal::TokenInvalid),
            is_remembered,
            "{token}"
        );
    }
}

#[test]
fn who_would_be_over_first_makes_room() {
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
fn who_is_over_makes_room_for_many() {
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
fn at_least_one_is_remembered() {
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
    /// The answer to the question about this token, if it is asked about.
    Member(usize, u64),
    Inactive(usize),
    /// No answer, which is no reason not to ask again.
    Silence(usize),
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
        1 => token().prop_map(Event::Silence),
        3 => (0..40u64).prop_map(Event::Passes),
        1 => (0..40u64).prop_map(Event::SetBack),
    ]
}

/// What a backend that forgets nothing before its time would know.
struct Model {
    callers: Callers,
    most: usize,
    now: UnixTime,
    /// By token, the question about it and since when it is asked.
    asked: BTreeMap<usize, (Ticket, UnixTime)>,
    learned: BTreeMap<usize, Learned>,
    answers: usize,
}

#[derive(Clone)]
struct Learned {
    since: UnixTime,
    until: UnixTime,
    /// Who it is: each answer names somebody else.
    id: Result<String, Refusal>,
}

impl Model {
    fn new(most: usize) -> Model {
        Model {
            callers: callers(most),
            most,
            now: NOW,
            asked: BTreeMap::new(),
            learned: BTreeMap::new(),
            answers: 0,
        }
    }

    fn happens(&mut self, event: &Event) -> Result<(), TestCaseError> {
        match *event {
            Event::Lookup(token) => self.look(token).map(drop),
            Event::Passes(seconds) => {
                self.now = self.now.plus(seconds);
                Ok(())
            }
            Event::SetBack(seconds) => {
                self.now = UnixTime(self.now.0 - seconds);
                Ok(())
            }
            Event::Silence(token) => {
                let answer = self.answered(token, 0, &Json::Null);
                prop_assert!(answer.is_none_or(|said| said == Err(Refusal::IdentityUnavailable)));
                Ok(())
            }
            Event::Inactive(token) => {
                let Some(said) = self.answered(token, 200, &inactive()) else {
                    return Ok(());
                };
                prop_assert_eq!(said, Err(Refusal::TokenInvalid));
                self.learns(token, 5, Err(Refusal::TokenInvalid));
                Ok(())
            }
            Event::Member(token, life) => {
                self.answers += 1;
                let id = format!("{token}-{}", self.answers);
                let told = member(&id, self.now.plus(life));
                let Some(said) = self.answered(token, 200, &told) else {
                    return Ok(());
                };
                let slot = said.unwrap();
                prop_assert_eq!(&self.callers.identity(slot).unwrap().id, &id);
                self.learns(token, life.min(60), Ok(id));
                Ok(())
            }
        }
    }

    fn answered(
        &mut self,
        token: usize,
        status: u16,
        body: &Json,
    ) -> Option<Result<Slot, Refusal>> {
        let (ticket, since) = self.asked.remove(&token)?;
        let said = self
            .callers
            .on_token_info(ticket, head(status), body, self.now);
        // One that was not expected any more may be nobody's.
        (self.is_expected(since) || said != Err(Refusal::Internal)).then_some(said)
    }

    fn is_expected(&self, since: UnixTime) -> bool {
        since <= self.now && self.now < since.plus(20)
    }

    fn learns(&mut self, token: usize, span: u64, id: Result<String, Refusal>) {
        let (since, until) = (self.now, self.now.plus(span));
        self.learned.insert(token, Learned { since, until, id });
    }

    /// What is known of a token now, if anything may be.
    fn holds(&self, token: usize) -> Option<&Learned> {
        let learned = self.learned.get(&token)?;
        (learned.since <= self.now && self.now < learned.until).then_some(learned)
    }

    /// Looks, and whatever is found has to be true. The slot, if somebody is
    /// known; whether anything is.
    fn look(&mut self, token: usize) -> Result<(Option<Slot>, bool), TestCaseError> {
        let look = self.callers.lookup(&format!("t{token}"), self.now);
        let holds = self.holds(token).cloned();
        match look {
            Lookup::Known(slot) => {
                let identity = self.callers.identity(slot).unwrap();
                let id = holds.expect("it is over").id;
                prop_assert_eq!(Ok(&identity.id), id.as_ref());
                Ok((Some(slot), true))
            }
            Lookup::Refused(refusal) => {
                prop_assert_eq!(holds.expect("it is over").id, Err(refusal));
                Ok((None, true))
            }
            Lookup::Request(ticket, asked) => {
                prop_assert_eq!(asked.expose(), format!("t{token}"));
                let before = self.asked.insert(token, (ticket, self.now));
                prop_assert!(before.is_none_or(|(_, since)| !self.is_expected(since)));
                // Where there is room for all, nothing is forgotten before its time.
                prop_assert!(self.most < TOKENS || holds.is_none());
                // And what is over is not thought of again.
                self.learned.remove(&token);
                Ok((None, false))
            }
            Lookup::Wait(ticket) => {
                let asked = self.asked.get(&token);
                prop_assert_eq!(asked.map(|(asked, _)| *asked), Some(ticket));
                Ok((None, false))
            }
        }
    }

    /// Looks for everybody at once.
    fn assert_bounded(&mut self) -> Result<(), TestCaseError> {
        let looks = (0..TOKENS)
            .map(|token| self.look(token))
            .collect::<Result<Vec<_>, _>>()?;
        let slots: Vec<Slot> = looks.iter().filter_map(|(slot, _)| *slot).collect();
        let remembered = looks.iter().filter(|(_, is_known)| *is_known).count();
        prop_assert!(slots.len() <= self.most && remembered - slots.len() <= self.most);
        prop_assert_eq!(slots.iter().collect::<BTreeSet<_>>().len(), slots.len());
        prop_assert!(slots.iter().all(|slot| (1..=self.most).contains(slot)));
        Ok(())
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn whoever_is_known_is_who_token_info_said_and_no_two_share_a_slot(
        most in 1..=TOKENS, events in prop::collection::vec(any_event(), 0..120),
    ) {
        let mut model = Model::new(most);
        for event in &events {
            model.happens(event)?;
        }
        model.assert_bounded()?;
    }

    #[test]
    fn what_is_remembered_is_bounded_after_every_answer(
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
