//! Answers of Wix to test with.

use fetch_with_auth::backend::{Callers, Limits, Lookup, Refusal, Secret, Slot, Ticket};
use fetch_with_auth::json::Json;
use fetch_with_auth::oauth::token::{AccessToken, UnixTime};
use fetch_with_auth::wix::api_error::Head;
use fetch_with_auth::wix::identity::{Accepted, Sites};
use proptest::prelude::ProptestConfig;
use serde_json::{Value, json};

/// Some moment; tests count from here.
pub const NOW: UnixTime = UnixTime(1_700_000_000);

/// Some process.
pub const SECRET: Secret = [0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210];

pub fn head(status: u16) -> Head {
    Head {
        status,
        ..Head::default()
    }
}

pub fn tree(value: &Value) -> Json {
    serde_json::from_value(value.clone()).unwrap()
}

pub fn access(value: &str) -> AccessToken {
    AccessToken::new(value).unwrap()
}

/// Whose tokens are taken in these tests.
pub fn accepted() -> Accepted {
    Accepted {
        client_ids: vec!["C".to_owned()],
        sites: Sites::Any,
    }
}

/// A backend that remembers so many callers, and asks about as many tokens at
/// once as a test likes.
pub fn remembering(callers: usize) -> Limits {
    Limits {
        callers,
        lookups: 9_999,
    }
}

/// A backend without a key, that remembers so many.
pub fn callers(most: usize) -> Callers {
    Callers::new(accepted(), None, remembering(most), SECRET)
}

/// What token-info says of somebody's token that ends then.
pub fn member(id: &str, end: UnixTime) -> Json {
    tree(&json!({
        "active": true, "subjectType": "MEMBER", "subjectId": id, "clientId": "C", "exp": end.0,
    }))
}

/// What it says of a token that is none.
pub fn inactive() -> Json {
    tree(&json!({ "active": false }))
}

/// The ticket of a lookup that is to be requested.
#[track_caller]
pub fn ask(callers: &mut Callers, authorization: &str, now: UnixTime) -> Ticket {
    match callers.lookup(authorization, now) {
        Lookup::Request(ticket, _) => ticket,
        other => panic!("{authorization}: {other:?}"),
    }
}

/// Looks a token up, with this response.
#[track_caller]
pub fn learn(
    callers: &mut Callers,
    token: &str,
    body: &Json,
    now: UnixTime,
) -> Result<Slot, Refusal> {
    let ticket = ask(callers, token, now);
    callers.on_token_info(ticket, head(200), body, now)
}

/// The ID of the caller with this token.
pub fn known(callers: &mut Callers, token: &str, now: UnixTime) -> Option<String> {
    match callers.lookup(token, now) {
        Lookup::Known(slot) => Some(callers.identity(slot)?.id.clone()),
        _ => None,
    }
}

/// Cases by chance; a failing one prints itself and leaves no file behind.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
