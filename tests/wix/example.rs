//! Answers to test with.

use fetch_with_auth::wix::api_error::Head;
use fetch_with_auth::wix::direct_login::Step;
use fetch_with_auth::wix::login_answer::{Meaning, meaning};
use proptest::prelude::ProptestConfig;
use serde_json::de::{Deserializer, StrRead};
use serde_json::{Value, to_value};

/// An answer of this status, and nothing else at its head.
pub fn head(status: u16) -> Head {
    Head {
        status,
        ..Head::default()
    }
}

/// A body as it came over the wire, whatever it is.
pub type Source<'a> = Deserializer<StrRead<'a>>;

/// Bodies that are not the JSON of any service.
pub const FOREIGN: [&str; 9] = [
    "<!doctype html><title>502 Bad Gateway</title>",
    "Bad Gateway",
    "",
    "{",
    r#"{"state":"SUCC"#,
    "null",
    "true",
    "\"SUCCESS\"",
    "5",
];

/// Cases by chance; a failing one prints itself and leaves no file behind.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The steps that may make a member of a visitor.
pub const LOGINS: [Step; 4] = [Step::Register, Step::Login, Step::Verify, Step::Reset];
/// The steps that end with a mail.
pub const MAILS: [Step; 2] = [Step::Resend, Step::SendReset];

/// What an answer to this step means.
pub fn answered(step: Step, status: u16, body: &Value) -> Meaning {
    meaning(
        step,
        head(status),
        Some(&mut Source::from_str(&body.to_string())),
    )
}

/// What the caller is told, as JavaScript sees it.
#[track_caller]
pub fn told(meaning: Meaning) -> Value {
    match meaning {
        Meaning::Tell(result) => to_value(result).unwrap(),
        other => panic!("{other:?}"),
    }
}
