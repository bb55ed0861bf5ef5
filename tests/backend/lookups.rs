//! How many tokens are looked up: so many at the same time, the rest is queued, and none
//! while token-info is unavailable.

use std::collections::{BTreeMap, BTreeSet};

use fetch_with_auth::backend::{Callers, Limits, Lookup, Queued, Refusal, Ticket};
use fetch_with_auth::json::Json;
use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::wix::api_error::Head;
use proptest::prelude::*;
use serde_json::json;

use crate::example::{
    NOW, SECRET, accepted, ask, cases, head, inactive, known, learn, member, tree,
};

/// A backend that asks about so many tokens at once.
fn asking(lookups: usize) -> Callers {
    let limits = Limits {
        callers: 1000,
        lookups,
    };
    Callers::new(accepted(), None, limits, SECRET)
}

fn response(status: u16, retry_after: Option<u64>) -> Head {
    Head {
        status,
        retry_after,
        ..Head::default()
    }
}

const UNAVAILABLE: Lookup = Lookup::Refused(Refusal::IdentityUnavailable);

/// The ticket of somebody who has to wait.
#[track_caller]
fn waits(callers: &mut Callers, token: &str, now: UnixTime) -> Ticket {
    match callers.lookup(token, now) {
        Lookup::Wait(ticket) => ticket,
        other => panic!("{token}: {other:?}"),
    }
}

#[test]
fn five_thousand_tokens_are_looked_up_thirty_two_at_a_time() {
    let mut callers = asking(32);
    let mut pending = BTreeSet::new();
    let (mut waiting, mut refused) = (0, 0);
    for number in 0..5000 {
        match callers.lookup(&format!("garbage{number}"), NOW) {
            Lookup::Request(ticket, _) => assert!(pending.insert(ticket)),
            Lookup::Wait(_) => waiting += 1,
            lookup => {
                assert_eq!(lookup, UNAVAILABLE);
                refused += 1;
            }
        }
    }
    assert_eq!((pending.len(), waiting, refused), (32, 1000, 3968));
    let mut total = pending.len();
    while let Some(ticket) = pending.pop_first() {
        callers
            .on_token_info(ticket, head(200), &inactive(), NOW)
            .unwrap_err();
        while let Some(next) = callers.next_queued(NOW) {
            let Queued::Request(ticket, _) = next else {
                panic!("{next:?}");
            };
            assert!(pending.insert(ticket));
            total += 1;
        }
        assert!(pending.len() <= 32);
    }
    assert_eq!(total, 1032);
    ask(&mut callers, "somebody", NOW);
}

#[test]
fn queued_lookups_are_made_in_order_and_once() {
    let mut callers = asking(2);
    let first = ["a", "b"].map(|token| ask(&mut callers, token, NOW));
    let later = ["c", "d", "e"].map(|token| waits(&mut callers, token, NOW));
    assert_eq!(waits(&mut callers, "c", NOW), later[0]);
    assert_eq!(waits(&mut callers, "Bearer a", NOW), first[0]);
    assert_eq!(callers.next_queued(NOW), None);
    for (ticket, expected) in first.into_iter().zip([("c", later[0]), ("d", later[1])]) {
        let info = member("m", NOW.plus(900));
        callers
            .on_token_info(ticket, head(200), &info, NOW)
            .unwrap();
        let Some(Queued::Request(ticket, token)) = callers.next_queued(NOW) else {
            panic!("nobody is next");
        };
        assert_eq!((token.expose(), ticket), expected);
        assert_eq!(callers.next_queued(NOW), None);
    }
    let info = member("c", NOW.plus(900));
    let slot = callers
        .on_token_info(later[0], head(200), &info, NOW)
        .unwrap();
    assert_eq!(callers.lookup("c", NOW), Lookup::Known(slot));
}

#[test]
fn a_cached_caller_is_known_however_many_lookups_wait() {
    let mut callers = asking(1);
    learn(&mut callers, "x", &member("m", NOW.plus(900)), NOW).unwrap();
    for number in 0..5000 {
        let _ = callers.lookup(&format!("garbage{number}"), NOW);
    }
    assert_eq!(known(&mut callers, "x", NOW).as_deref(), Some("m"));
}

#[test]
fn an_abandoned_lookup_is_not_made_and_may_be_requested_again() {
    let mut callers = asking(1);
    let first = ask(&mut callers, "a", NOW);
    let given_up = waits(&mut callers, "b", NOW);
    let other = waits(&mut callers, "c", NOW);
    callers.abandon(given_up);
    callers.abandon(given_up);
    // A lookup in progress cannot be abandoned.
    callers.abandon(first);
    callers.abandon(Ticket(999));
    callers
        .on_token_info(first, head(200), &inactive(), NOW)
        .unwrap_err();
    let next = callers.next_queued(NOW);
    assert!(matches!(next, Some(Queued::Request(ticket, _)) if ticket == other));
    assert_ne!(waits(&mut callers, "b", NOW), given_up);
    let unasked = callers.on_token_info(given_up, head(200), &inactive(), NOW);
    assert_eq!(unasked, Err(Refusal::Internal));
}

#[test]
fn a_lookup_without_a_response_is_pending_for_twenty_seconds() {
    let info = member("m", NOW.plus(9000));
    for late in [NOW.plus(20), NOW.plus(900), UnixTime(NOW.0 - 1)] {
        let mut callers = asking(1);
        let lost = ask(&mut callers, "a", NOW);
        let waiting = waits(&mut callers, "b", NOW);
        assert_eq!(waits(&mut callers, "a", NOW.plus(19)), lost);
        let again = ask(&mut callers, "a", late);
        assert_ne!(again, lost);
        let result = callers.on_token_info(lost, head(200), &info, late);
        assert_eq!(result, Err(Refusal::Internal));
        // Nor does anybody wait for longer who waited for it.
        assert_eq!(callers.next_queued(late), None);
        assert_ne!(waits(&mut callers, "b", late), waiting);
        callers
            .on_token_info(again, head(200), &info, late)
            .unwrap();
    }
    // A lookup that was queued has as much time as any.
    let mut callers = asking(1);
    let first = ask(&mut callers, "a", NOW);
    let second = waits(&mut callers, "b", NOW);
    let now = NOW.plus(10);
    callers.on_token_info(first, head(200), &info, now).unwrap();
    assert!(
        matches!(callers.next_queued(now), Some(Queued::Request(ticket, _)) if ticket == second)
    );
    assert_eq!(waits(&mut callers, "b", now.plus(19)), second);
}

#[test]
fn a_lookup_without_a_response_delays_others_for_twenty_seconds() {
    for late in [NOW.plus(20), NOW.plus(900), UnixTime(NOW.0 - 1)] {
        let mut callers = asking(2);
        ask(&mut callers, "a", NOW);
        ask(&mut callers, "b", NOW);
        waits(&mut callers, "c", NOW.plus(19));
        ask(&mut callers, "d", late);
        ask(&mut callers, "e", late);
        waits(&mut callers, "f", late);
    }
}

#[test]
fn at_least_one_is_looked_up() {
    let mut callers = asking(0);
    let ticket = ask(&mut callers, "a", NOW);
    waits(&mut callers, "b", NOW);
    callers
        .on_token_info(ticket, head(200), &inactive(), NOW)
        .unwrap_err();
    assert!(matches!(
        callers.next_queued(NOW),
        Some(Queued::Request(..))
    ));
}

#[test]
fn retry_after_is_waited_out_for_all_callers_within_five_minutes() {
    for status in [429, 500, 502, 503, 504, 599] {
        for (retry_after, seconds) in [
            (None, 1),
            (Some(0), 1),
            (Some(1), 1),
            (Some(60), 60),
            (Some(300), 300),
            (Some(301), 300),
            (Some(u64::MAX), 300),
        ] {
            let mut callers = asking(32);
            learn(&mut callers, "known", &member("m", NOW.plus(900)), NOW).unwrap();
            let ticket = ask(&mut callers, "x", NOW);
            let failed =
                callers.on_token_info(ticket, response(status, retry_after), &inactive(), NOW);
            assert_eq!(failed, Err(Refusal::IdentityUnavailable));
            assert_eq!(callers.retry_after(NOW), seconds);
            for after in [0, seconds / 2, seconds - 1] {
                let now = NOW.plus(after);
                for token in ["x", "y", "z"] {
                    assert_eq!(callers.lookup(token, now), UNAVAILABLE, "{status} {after}");
                }
                assert_eq!(callers.retry_after(now), seconds - after);
                // What is known needs no question, and what is none either.
                if after < 60 {
                    assert!(known(&mut callers, "known", now).is_some());
                }
                let lookup = callers.lookup("", now);
                assert_eq!(lookup, Lookup::Refused(Refusal::TokenMissing));
            }
            ask(&mut callers, "y", NOW.plus(seconds));
        }
    }
}

#[test]
fn no_other_response_is_a_reason_to_wait() {
    let info = member("m", NOW.plus(900));
    for (status, body) in [
        (0, Json::Null),
        (200, Json::Null),
        (204, Json::Null),
        (302, Json::Null),
        (400, inactive()),
        (401, inactive()),
        (403, info.clone()),
        (404, Json::Null),
        (408, Json::Null),
        (428, Json::Null),
        (430, Json::Null),
    ] {
        let mut callers = asking(32);
        let ticket = ask(&mut callers, "x", NOW);
        let _ = callers.on_token_info(ticket, response(status, Some(60)), &body, NOW);
        ask(&mut callers, "y", NOW);
        assert_eq!(callers.retry_after(NOW), 1, "{status}");
    }
}

#[test]
fn without_retry_after_each_failure_is_waited_out_longer_up_to_32_seconds() {
    let mut callers = asking(32);
    let mut now = NOW;
    for seconds in [1, 2, 4, 8, 16, 32, 32, 32] {
        let ticket = ask(&mut callers, "x", now);
        let _ = callers.on_token_info(ticket, head(503), &Json::Null, now);
        assert_eq!(callers.retry_after(now), seconds);
        now = now.plus(seconds);
    }
    // Whatever says something of a token ends that.
    learn(&mut callers, "x", &inactive(), now).unwrap_err();
    let ticket = ask(&mut callers, "y", now);
    let _ = callers.on_token_info(ticket, head(503), &Json::Null, now);
    assert_eq!(callers.retry_after(now), 1);
}

#[test]
fn failures_of_one_moment_are_one() {
    let mut callers = asking(32);
    let tickets: Vec<_> = (0..32)
        .map(|number| ask(&mut callers, &format!("t{number}"), NOW))
        .collect();
    for ticket in tickets {
        let _ = callers.on_token_info(ticket, head(503), &Json::Null, NOW);
    }
    assert_eq!(callers.retry_after(NOW), 1);
    let ticket = ask(&mut callers, "x", NOW.plus(1));
    let _ = callers.on_token_info(ticket, head(503), &Json::Null, NOW.plus(1));
    assert_eq!(callers.retry_after(NOW.plus(1)), 2);
}

#[test]
fn the_longest_retry_after_counts_and_an_earlier_lookup_does_not_end_it() {
    let mut callers = asking(32);
    let tickets = ["a", "b", "c", "d"].map(|token| ask(&mut callers, token, NOW));
    for (ticket, seconds) in tickets.into_iter().zip([5, 60, 10]) {
        let _ = callers.on_token_info(ticket, response(429, Some(seconds)), &Json::Null, NOW);
    }
    let info = member("d", NOW.plus(900));
    callers
        .on_token_info(tickets[3], head(200), &info, NOW)
        .unwrap();
    assert_eq!(callers.retry_after(NOW), 60);
    assert_eq!(callers.lookup("e", NOW.plus(59)), UNAVAILABLE);
    ask(&mut callers, "e", NOW.plus(60));
}

#[test]
fn who_waits_when_token_info_fails_is_refused_at_once() {
    let mut callers = asking(1);
    let first = ask(&mut callers, "a", NOW);
    let waiting = ["b", "c"].map(|token| waits(&mut callers, token, NOW));
    let _ = callers.on_token_info(first, response(429, Some(60)), &Json::Null, NOW);
    for ticket in waiting {
        let next = callers.next_queued(NOW);
        assert_eq!(
            next,
            Some(Queued::Refused(ticket, Refusal::IdentityUnavailable))
        );
    }
    assert_eq!(callers.next_queued(NOW), None);
    assert_eq!(callers.lookup("b", NOW), UNAVAILABLE);
    ask(&mut callers, "b", NOW.plus(60));
}

#[test]
fn a_clock_that_was_set_back_makes_no_pause_longer() {
    let mut callers = asking(32);
    let later = NOW.plus(10_000);
    let ticket = ask(&mut callers, "x", later);
    let _ = callers.on_token_info(ticket, response(429, Some(300)), &Json::Null, later);
    ask(&mut callers, "x", NOW);
    assert_eq!(callers.retry_after(NOW), 1);
}

/// What happens to a backend.
#[derive(Clone, Debug)]
enum Event {
    Lookup(usize),
    Answer(u16, Option<u64>),
    Abandon(usize),
    Passes(u64),
}

fn any_event() -> impl Strategy<Value = Event> {
    let status = prop::sample::select(vec![0, 200, 200, 200, 401, 403, 429, 503]);
    let retry_after = prop::option::of(0..90_000u64);
    prop_oneof![
        6 => (0..20usize).prop_map(Event::Lookup),
        4 => (status, retry_after).prop_map(|(status, after)| Event::Answer(status, after)),
        1 => (0..20usize).prop_map(Event::Abandon),
        2 => (0..50u64).prop_map(Event::Passes),
    ]
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn never_more_than_the_limit_are_looked_up_and_nobody_waits_in_vain(
        most in 1..5usize, events in prop::collection::vec(any_event(), 0..150),
    ) {
        let mut callers = asking(most);
        let mut now = NOW;
        // By ticket, whose question it is, and since when.
        let (mut pending, mut queued) = (BTreeMap::new(), BTreeMap::new());
        for event in events {
            match event {
                Event::Passes(seconds) => now = now.plus(seconds),
                Event::Lookup(token) => match callers.lookup(&format!("t{token}"), now) {
                    Lookup::Request(ticket, _) => prop_assert_eq!(pending.insert(ticket, (token, now)), None),
                    Lookup::Wait(ticket) => {
                        let of = pending.get(&ticket).or_else(|| queued.get(&ticket));
                        prop_assert!(of.is_none_or(|(of, _)| *of == token));
                        if of.is_none() {
                            queued.insert(ticket, (token, now));
                        }
                    }
                    _ => {}
                },
                Event::Abandon(index) => {
                    if let Some(ticket) = queued.keys().nth(index).copied() {
                        callers.abandon(ticket);
                        queued.remove(&ticket);
                    }
                }
                Event::Answer(status, retry_after) => {
                    if let Some((ticket, _)) = pending.pop_first() {
                        let body = tree(&json!({ "active": false }));
                        let _ = callers.on_token_info(ticket, response(status, retry_after), &body, now);
                    }
                    while let Some(next) = callers.next_queued(now) {
                        match next {
                            Queued::Request(ticket, token) => {
                                let (of, _) = queued.remove(&ticket).unwrap();
                                prop_assert_eq!(token.expose(), format!("t{of}"));
                                pending.insert(ticket, (of, now));
                            }
                            Queued::Refused(ticket, _) => prop_assert!(queued.remove(&ticket).is_some()),
                        }
                    }
                }
            }
            let is_expected = |since: &UnixTime| now < since.plus(20);
            prop_assert!(pending.values().filter(|(_, since)| is_expected(since)).count() <= most);
            let waits = queued.values().any(|(_, since)| is_expected(since));
            prop_assert!(!waits || !pending.is_empty());
            prop_assert!((1..=300).contains(&callers.retry_after(now)));
        }
    }
}
