//! The visitor beside a member: apart, dropped, and put back.

use std::rc::Rc;

use fetch_with_auth::oauth::session::{Session, Whose};
use proptest::prelude::*;

use crate::example::{
    NEWCOMER, any_session, any_set, cases, expired, expired_alone, member, set, visitor, visitor_of,
};

/// What stands beside a member, apart, dropped, and put back.
trait Beside {
    fn beside(&self) -> Session;
    fn rejoined(&self, beside: &Session) -> Session;
    fn without_visitor(&self) -> Session;
}

impl Beside for Session {
    fn beside(&self) -> Session {
        self.part(Whose::Visitor)
    }
    fn rejoined(&self, beside: &Session) -> Session {
        self.with(Whose::Visitor, beside)
    }
    fn without_visitor(&self) -> Session {
        self.rejoined(&Session::Empty)
    }
}

fn member_alone() -> Session {
    Session::Member {
        tokens: set("member-a", "member-r"),
        visitor: None,
    }
}

#[test]
fn without_its_visitor_a_session_is_that_of_the_other_person() {
    for (before, after) in [
        (Session::Empty, Session::Empty),
        (visitor(), Session::Empty),
        (member(), member_alone()),
        (member_alone(), member_alone()),
        (expired(), expired_alone()),
        (expired_alone(), expired_alone()),
    ] {
        assert_eq!(before.without_visitor(), after, "{before:?}");
    }
}

#[test]
fn beside_a_member_stands_the_visitor_or_nobody() {
    for (session, beside) in [
        (Session::Empty, Session::Empty),
        (visitor(), visitor()),
        (member(), visitor()),
        (member_alone(), Session::Empty),
        (expired(), visitor()),
        (expired_alone(), Session::Empty),
    ] {
        assert_eq!(session.beside(), beside, "{session:?}");
    }
}

#[test]
fn what_became_of_the_visitor_is_put_back_where_it_was() {
    let renewed = Session::Visitor(set("B", "S"));
    let is_alone = [
        (Session::Empty, Session::Empty),
        (visitor(), Session::Empty),
        (member(), member_alone()),
        (expired(), expired_alone()),
    ];
    for (session, alone) in is_alone {
        assert_eq!(session.rejoined(&Session::Empty), alone, "{session:?}");
        let rejoined = session.rejoined(&renewed);
        assert_eq!(rejoined.beside(), renewed, "{session:?}");
        assert_eq!(rejoined.without_visitor(), alone, "{session:?}");
    }
    assert_eq!(
        member_alone().rejoined(&visitor()),
        member(),
        "a visitor that was made beside a member"
    );
}

fn is_member(session: &Session) -> bool {
    matches!(session, Session::Member { .. } | Session::Expired { .. })
}

/// Somebody without a member: what stands beside one.
fn any_beside() -> impl Strategy<Value = Session> {
    prop::option::of(any_set()).prop_map(|tokens| {
        tokens.map_or(Session::Empty, |tokens| Session::Visitor(Rc::new(tokens)))
    })
}

#[test]
fn the_part_of_the_current_person_is_the_whole() {
    for session in [Session::Empty, visitor(), member(), expired()] {
        assert_eq!(session.part(Whose::Current), session);
        assert_eq!(session.with(Whose::Current, &visitor()), visitor());
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_was_taken_apart_and_put_back_is_the_same(session in any_session()) {
        prop_assert_eq!(session.rejoined(&session.beside()), session);
    }

    #[test]
    fn what_was_put_beside_stands_there(session in any_session(), beside in any_beside()) {
        prop_assert_eq!(session.rejoined(&beside).beside(), beside);
    }

    #[test]
    fn the_last_one_put_beside_counts(session in any_session(), first in any_beside(), last in any_beside()) {
        prop_assert_eq!(session.rejoined(&first).rejoined(&last), session.rejoined(&last));
    }

    #[test]
    fn nobody_is_a_member_for_standing_beside_one(session in any_session()) {
        prop_assert!(!is_member(&session.beside()));
        prop_assert_eq!(session.beside().beside(), session.beside());
    }

    #[test]
    fn a_member_stays_that_member_whatever_becomes_of_the_visitor(session in any_session(), beside in any_beside()) {
        for after in [session.rejoined(&beside), session.without_visitor()] {
            prop_assert_eq!(is_member(&after), is_member(&session));
            if is_member(&session) {
                prop_assert_eq!(after.tokens(), session.tokens());
            }
        }
    }

    #[test]
    fn who_signs_out_is_who_stood_beside(session in any_session()) {
        if is_member(&session) {
            prop_assert_eq!(session.signed_out(), session.beside());
        }
    }

    #[test]
    fn a_visitor_dropped_is_gone(session in any_session()) {
        let after = session.without_visitor();
        prop_assert_eq!(visitor_of(&after), None);
        prop_assert_eq!(after.beside(), Session::Empty);
        prop_assert_eq!(after.without_visitor(), after.clone());
        prop_assert_eq!(session.rejoined(&Session::Empty), after);
    }

    #[test]
    fn a_sign_in_keeps_who_stood_beside(session in any_session(), tokens in any_set()) {
        prop_assert_eq!(session.signed_in(Rc::new(tokens)).beside(), session.beside());
    }

    #[test]
    fn a_renewed_visitor_is_renewed_beside_the_member_too(session in any_session(), set in any_set()) {
        let alone = session.beside().granted(&set, NEWCOMER);
        let after = session.rejoined(&alone);
        prop_assert_eq!(visitor_of(&after), visitor_of(&alone));
    }

    #[test]
    fn a_visitor_that_was_denied_takes_no_member_along(session in any_session()) {
        let after = session.rejoined(&session.beside().denied());
        prop_assert_eq!(after, session.without_visitor());
    }
}
