//! What a process remembers of people who were replaced, when a response is about to set a
//! cookie.

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::{Subject, TokenSet};
use fetch_with_auth::server::{Memory, REPLACED_S};

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
