use std::rc::Rc;

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::{Session, Whose};
use fetch_with_auth::oauth::token::{TokenSet, UnixTime};
use fetch_with_auth::server::{after_sign_in, after_sign_out, visitor_of, with_visitor};

use crate::example::{NEWCOMER, NOW, record, set, visitor};

fn member(tokens: TokenSet, visitor: Option<TokenSet>) -> Session {
    Session::Member {
        tokens: Rc::new(tokens),
        visitor: visitor.map(Rc::new),
    }
}

fn member_beside(tokens: TokenSet, visitor: TokenSet) -> Session {
    member(tokens, Some(visitor))
}

fn expired_beside(visitor: TokenSet) -> Session {
    member(set("gone", -10), Some(visitor)).denied()
}

#[test]
fn a_member_who_signs_in_keeps_the_visitor_beside() {
    for (session, kept) in [
        (Session::Empty, None),
        (visitor(set("v", 60)), Some("OauthNG.v")),
        (member(set("a", 60), None), None),
        (member_beside(set("a", 60), set("v", 60)), Some("OauthNG.v")),
        (expired_beside(set("v", 60)), Some("OauthNG.v")),
    ] {
        let before = record(session);
        let mut tokens = set("b", 60);
        tokens.subject = NEWCOMER;
        let after = after_sign_in(&before, tokens);
        assert_eq!((after.generation, after.session.state()), (4, "member"));
        assert_eq!(after.session.subject(), NEWCOMER);
        let visitor = after.session.part(Whose::Visitor);
        let access = visitor.tokens().map(|tokens| tokens.access.expose());
        assert_eq!(access, kept);
    }
}

#[test]
fn who_signs_out_is_the_visitor_again_and_a_visitor_stays() {
    for (session, after) in [
        (member(set("a", 60), None), Session::Empty),
        (
            member_beside(set("a", 60), set("v", 60)),
            visitor(set("v", 60)),
        ),
        (expired_beside(set("v", 60)), visitor(set("v", 60))),
    ] {
        let signed_out = after_sign_out(&record(session));
        assert_eq!((signed_out.generation, signed_out.session), (4, after));
    }
    for session in [Session::Empty, visitor(set("v", 60))] {
        let before = record(session);
        assert_eq!(after_sign_out(&before), before);
    }
}

#[test]
fn the_visitor_of_a_record_changes_apart_from_its_member() {
    for session in [
        member_beside(set("a", 60), set("v", 0)),
        expired_beside(set("v", 0)),
        visitor(set("v", 0)),
    ] {
        let before = record(session);
        let alone = visitor_of(&before, None);
        assert_eq!(alone.session, visitor(set("v", 0)));
        assert_eq!(with_visitor(&before, &alone), before);
        let renewed = record(visitor(set("w", 60)));
        let after = with_visitor(&before, &renewed);
        assert_eq!(after.generation, 4);
        assert_eq!(after.session.state(), before.session.state());
        assert_eq!(visitor_of(&after, None).session, renewed.session);
    }
    assert_eq!(
        visitor_of(&record(member(set("a", 60), None)), None).session,
        Session::Empty
    );
}

#[test]
fn a_visitors_token_that_was_refused_counts_as_expired() {
    let before = record(member_beside(set("a", 60), set("v", 60)));
    for (name, expires_at) in [("v", UnixTime::default()), ("a", NOW.plus(60))] {
        let alone = visitor_of(&before, Some(&set(name, 60).access));
        assert_eq!(alone.session.tokens().unwrap().expires_at, expires_at);
    }
    assert_eq!(
        visitor_of(&Record::default(), Some(&set("v", 60).access)),
        Record::default()
    );
}
