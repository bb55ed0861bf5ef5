//! Answers to test with.

use fetch_with_auth::wix::api_error::Head;
use proptest::prelude::ProptestConfig;
use serde_json::de::{Deserializer, StrRead};

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
