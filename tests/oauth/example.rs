//! Token sets and sessions to test with: a few by name, and any by chance.

use std::rc::Rc;

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::{AccessToken, RefreshToken, Subject, TokenSet, UnixTime};
use proptest::prelude::*;

/// Some moment; tests count from here.
pub const NOW: UnixTime = UnixTime(1_700_000_000);

pub fn access(value: &str) -> AccessToken {
    AccessToken::new(value).unwrap()
}

pub fn refresh(value: &str) -> RefreshToken {
    RefreshToken::new(value).unwrap()
}

/// Tokens issued now, for four hours. An empty refresh token is none.
pub fn set(access_token: &str, refresh_token: &str) -> Rc<TokenSet> {
    Rc::new(TokenSet {
        subject: subject(access_token),
        access: access(access_token),
        refresh: RefreshToken::new(refresh_token),
        issued_at: NOW,
        expires_at: NOW.plus(14_400),
    })
}

/// A subject for each name.
pub fn subject(name: &str) -> Subject {
    Subject(name.bytes().map(u64::from).sum())
}

/// The person who comes next.
pub const NEWCOMER: Subject = Subject(77);

pub fn visitor() -> Session {
    Session::Visitor(set("visitor-a", "visitor-r"))
}

/// A member with a visitor beside it.
pub fn member() -> Session {
    Session::Member {
        tokens: set("member-a", "member-r"),
        visitor: Some(set("visitor-a", "visitor-r")),
    }
}

pub fn expired() -> Session {
    Session::Expired {
        subject: subject("member-a"),
        visitor: Some(set("visitor-a", "visitor-r")),
    }
}

/// The same without a visitor.
pub fn expired_alone() -> Session {
    Session::Expired {
        subject: subject("member-a"),
        visitor: None,
    }
}

/// The visitor of a session: itself, or the one beside a member.
pub fn visitor_of(session: &Session) -> Option<Rc<TokenSet>> {
    match session {
        Session::Empty => None,
        Session::Visitor(tokens) => Some(tokens.clone()),
        Session::Member { visitor, .. } | Session::Expired { visitor, .. } => visitor.clone(),
    }
}

/// Every character that a token may have.
pub fn any_token() -> impl Strategy<Value = String> {
    "[!-~]{1,40}"
}

pub fn any_set() -> impl Strategy<Value = TokenSet> {
    let numbers = (0..=LARGEST, 0..=LARGEST, 1..=LARGEST);
    (any_token(), prop::option::of(any_token()), numbers).prop_map(
        |(access_token, refresh, numbers)| TokenSet {
            subject: Subject(numbers.2),
            access: access(&access_token),
            refresh: refresh.as_deref().and_then(RefreshToken::new),
            issued_at: UnixTime(numbers.0),
            expires_at: UnixTime(numbers.1),
        },
    )
}

pub fn any_session() -> impl Strategy<Value = Session> {
    let visitor = || prop::option::of(any_set().prop_map(Rc::new));
    prop_oneof![
        Just(Session::Empty),
        any_set().prop_map(|tokens| Session::Visitor(Rc::new(tokens))),
        (any_set(), visitor()).prop_map(|(tokens, visitor)| Session::Member {
            tokens: Rc::new(tokens),
            visitor,
        }),
        (1..=LARGEST, visitor()).prop_map(|(subject, visitor)| Session::Expired {
            subject: Subject(subject),
            visitor,
        }),
    ]
}

pub fn any_record() -> impl Strategy<Value = Record> {
    (0..=LARGEST, any_session()).prop_map(|(generation, session)| Record {
        generation,
        session,
    })
}

/// Cases by chance; a failing one prints itself and leaves no file behind.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The largest number that a record holds: 19 digits.
const LARGEST: u64 = 9_999_999_999_999_999_999;
