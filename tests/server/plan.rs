use fetch_with_auth::oauth::grant::{Grant, TokenResponse};
use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::server::{Step, after_grant, is_stale, plan};

use crate::example::{
    FAILURES, NEWCOMER, NOW, expired, granted, member, record, refresh, set, visitor,
    without_refresh_token,
};

#[test]
fn a_request_asks_the_token_endpoint_at_most_once_and_only_for_whom_it_must() {
    let token = refresh("JWS.a");
    let renew = Step::Request(Grant::Refresh(&token));
    let create = Step::Request(Grant::Visitor);
    for (session, unless_navigation, in_navigation) in [
        (Session::Empty, Step::Use, create),
        (visitor(set("a", 3600)), Step::Use, Step::Use),
        (visitor(set("a", 30)), renew, renew),
        (visitor(set("a", 0)), renew, renew),
        (
            visitor(without_refresh_token(set("a", 30))),
            Step::Use,
            Step::Use,
        ),
        (
            visitor(without_refresh_token(set("a", 0))),
            Step::Use,
            create,
        ),
        (member(set("a", 3600)), Step::Use, Step::Use),
        (member(set("a", 30)), renew, renew),
        (member(set("a", 0)), renew, renew),
        (
            member(without_refresh_token(set("a", 0))),
            Step::Use,
            Step::Use,
        ),
        (expired(), Step::Use, Step::Use),
    ] {
        let record = record(session);
        let state = record.session.state();
        assert_eq!(plan(&record, NOW, 60, false), unless_navigation, "{state}");
        assert_eq!(plan(&record, NOW, 60, true), in_navigation, "{state}");
    }
}

#[test]
fn a_renewal_is_of_the_same_person_with_the_next_generation() {
    let token = refresh("JWS.a");
    for session in [visitor(set("a", 0)), member(set("a", 0))] {
        let before = record(session);
        let after = after_grant(&before, Grant::Refresh(&token), &granted("b"), NEWCOMER).unwrap();
        assert_eq!(after.generation, 4);
        assert_eq!(after.session.state(), before.session.state());
        assert!(!after.differs_in_person(&before));
        let tokens = after.session.tokens().unwrap();
        assert_eq!(tokens.access.expose(), "OauthNG.b");
    }
}

#[test]
fn a_new_visitor_is_the_newcomer() {
    let response = granted("b");
    let after = after_grant(&Record::default(), Grant::Visitor, &response, NEWCOMER).unwrap();
    assert_eq!((after.generation, after.session.state()), (1, "visitor"));
    assert_eq!(after.session.subject(), NEWCOMER);
}

#[test]
fn invalid_grant_forgets_a_visitor_and_makes_a_member_expired() {
    let token = refresh("JWS.a");
    let grant = Grant::Refresh(&token);
    let denied = TokenResponse::InvalidGrant;
    for (session, state) in [
        (visitor(set("a", 0)), "empty"),
        (member(set("a", 0)), "expired"),
    ] {
        let after = after_grant(&record(session), grant, &denied, NEWCOMER).unwrap();
        assert_eq!((after.generation, after.session.state()), (4, state));
    }
    let nobody = Record::default();
    assert_eq!(
        after_grant(&nobody, Grant::Visitor, &denied, NEWCOMER),
        None
    );
}

#[test]
fn nothing_but_invalid_grant_ends_a_session() {
    let token = refresh("JWS.a");
    for response in FAILURES {
        for session in [visitor(set("a", 0)), member(set("a", 0)), Session::Empty] {
            for grant in [Grant::Visitor, Grant::Refresh(&token)] {
                let after = after_grant(&record(session.clone()), grant, &response, NEWCOMER);
                assert_eq!(after, None, "{response:?}");
            }
        }
    }
}

#[test]
fn a_session_is_stale_once_its_access_token_has_expired() {
    for (session, expected) in [
        (Session::Empty, false),
        (visitor(set("a", 1)), false),
        (visitor(set("a", 0)), true),
        (member(set("a", 1)), false),
        (member(set("a", 0)), true),
        (expired(), false),
    ] {
        assert_eq!(is_stale(&session, NOW), expected, "{session:?}");
    }
}
