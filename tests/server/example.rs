//! Sessions and responses of the token endpoint to test with.

use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::{AccessToken, RefreshToken, Subject, TokenSet, UnixTime};

/// Some moment; tests count from here.
pub const NOW: UnixTime = UnixTime(1_700_000_000);

pub const NEWCOMER: Subject = Subject(77);

pub fn refresh(value: &str) -> RefreshToken {
    RefreshToken::new(value).unwrap()
}

/// Tokens that were issued four hours before they expire, that many seconds from now.
pub fn set(name: &str, expires_in: i64) -> TokenSet {
    let expires_at = NOW.0.checked_add_signed(expires_in).unwrap();
    TokenSet {
        subject: Subject(5),
        access: AccessToken::new(&format!("OauthNG.{name}")).unwrap(),
        refresh: Some(refresh(&format!("JWS.{name}"))),
        issued_at: UnixTime(expires_at - 14_400),
        expires_at: UnixTime(expires_at),
    }
}

pub fn with_refresh_token(value: &str, set: TokenSet) -> TokenSet {
    TokenSet {
        refresh: Some(refresh(value)),
        ..set
    }
}

pub fn without_refresh_token(set: TokenSet) -> TokenSet {
    TokenSet {
        refresh: None,
        ..set
    }
}

pub fn visitor(set: TokenSet) -> Session {
    Session::Visitor(Rc::new(set))
}

pub fn member(tokens: TokenSet) -> Session {
    Session::Member {
        tokens: Rc::new(tokens),
        visitor: Some(Rc::new(set("beside", -9000))),
    }
}

pub fn expired() -> Session {
    member(set("gone", -10)).denied()
}

pub fn record(session: Session) -> Record {
    Record {
        generation: 3,
        session,
    }
}

pub fn granted(name: &str) -> TokenResponse {
    TokenResponse::Granted(TokenSet {
        subject: Subject::NOBODY,
        ..set(name, 14_400)
    })
}

/// All that does not end a session.
pub const FAILURES: [TokenResponse; 5] = [
    TokenResponse::Unavailable(0),
    TokenResponse::Unavailable(30),
    TokenResponse::Failed(Error::TokenEndpointUnavailable),
    TokenResponse::Failed(Error::InvalidTokenResponse),
    TokenResponse::Failed(Error::TokenRequestRefused),
];
