//! What a process remembers of people who were replaced, when a response is about to set a
//! cookie.

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::{Subject, TokenSet};
use fetch_with_auth::server::{Departures, MAX_DEPARTURES, Memory, REPLACED_S};

use crate::example::{NOW, record, set, visitor};

fn visitor_of(subject: u64) -> Record {
    let name = format!("{subject}");
    record(visitor(TokenSet {
        subject: Subject(subject),
        ..set(&name, 14_400)
    }))
}

#[test]
fn one_visitor_is_created_instead_of_one_who_was_denied() {
    let memory = Memory::new([1, 2]);
    let denied = [visitor_of(1), record(Session::Empty)];
    assert!(memory.deliver(&visitor_of(2), &denied, NOW));
    assert!(!memory.deliver(&visitor_of(4), &denied, NOW));
    assert!(memory.deliver(&visitor_of(2), &denied, NOW));
    let later = NOW.plus(REPLACED_S);
    assert!(memory.deliver(&visitor_of(4), &denied, later));
}

#[test]
fn that_a_visitor_is_gone_hinders_no_new_one() {
    let memory = Memory::new([1, 2]);
    let empty = record(Session::Empty);
    assert!(memory.deliver(&empty, &[visitor_of(1)], NOW));
    assert!(memory.deliver(&visitor_of(2), &[visitor_of(1), empty], NOW));
}

#[test]
fn a_renewal_replaces_nobody() {
    let memory = Memory::new([1, 2]);
    for _ in 0..2 {
        assert!(memory.deliver(&visitor_of(1), &[visitor_of(1)], NOW));
    }
}

#[test]
fn of_too_many_sign_outs_the_earliest_is_forgotten() {
    let mut departures = Departures::default();
    for subject in 1..=MAX_DEPARTURES as u64 {
        departures.sign_out(Subject(subject), NOW);
    }
    assert!(departures.has_signed_out(Subject(1), NOW));
    departures.sign_out(Subject(1 << 40), NOW);
    assert!(!departures.has_signed_out(Subject(1), NOW));
    assert!(departures.has_signed_out(Subject(2), NOW));
}

#[test]
fn what_is_printed_has_no_token() {
    let memory = Memory::new([1, 2]);
    assert!(memory.deliver(&visitor_of(2), &[visitor_of(1)], NOW));
    assert_eq!(format!("{memory:?}"), "Memory");
}
