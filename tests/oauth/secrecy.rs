//! What is printed for a log never shows a token, not even its first letters.

use fetch_with_auth::oauth::grant::{Grant, RawResponse, TokenResponse};
use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::{Need, Plan, Session};

use crate::example::{NOW, access, refresh, set};

const ACCESS: &str = "OauthNG.JWS.secret";
const REFRESH: &str = "JWS.confidential";

#[track_caller]
fn assert_silent(printed: &str) {
    for token in [ACCESS, REFRESH] {
        for part in token.as_bytes().windows(4) {
            let part = std::str::from_utf8(part).unwrap();
            assert!(!printed.contains(part), "{part} in {printed}");
        }
    }
}

#[test]
fn tokens_are_not_printed() {
    let printed = format!("{:?} {:?}", access(ACCESS), refresh(REFRESH));
    assert_eq!(printed, "AccessToken RefreshToken");
    assert_silent(&format!("{:#?}", set(ACCESS, REFRESH)));
}

#[test]
fn sessions_and_records_do_not_print_tokens() {
    let set = || set(ACCESS, REFRESH);
    for session in [
        Session::Empty,
        Session::Visitor(set()),
        Session::Member {
            tokens: set(),
            visitor: Some(set()),
        },
        Session::Expired {
            subject: crate::example::NEWCOMER,
            visitor: Some(set()),
        },
    ] {
        assert_silent(&format!("{session:?}"));
        let plan = session.plan(&Need::Any, NOW, 60);
        assert_silent(&format!("{plan:?}"));
        assert_silent(&format!(
            "{:?}",
            Record {
                generation: 1,
                session
            }
        ));
    }
    assert_silent(&format!("{:?}", Need::OtherThan(access(ACCESS))));
    assert_silent(&format!("{:?}", Plan::Use(&access(ACCESS))));
}

#[test]
fn grants_and_what_they_bring_do_not_print_tokens() {
    assert_silent(&format!("{:?}", Grant::Refresh(&refresh(REFRESH))));
    assert_silent(&format!(
        "{:?}",
        TokenResponse::Granted((*set(ACCESS, REFRESH)).clone())
    ));
}

#[test]
fn an_response_does_not_print_the_tokens_it_brought() {
    let text = format!("200\n\n14400\n{ACCESS}\n{REFRESH}\nBearer\n");
    assert_eq!(format!("{:?}", RawResponse::parse(&text)), "RawResponse");
}
