//! Responses to test with.

use fetch_with_auth::json::Json;
use fetch_with_auth::wix::api_error::{ApiError, Head};
use fetch_with_auth::wix::direct_login::Step;
use fetch_with_auth::wix::login_response::LoginResponse;
use proptest::prelude::ProptestConfig;
use serde_json::Value;

/// A head of this status, and nothing else.
pub fn head(status: u16) -> Head {
    Head {
        status,
        ..Head::default()
    }
}

/// A body as a page hands it over: null where it is no JSON.
pub fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_default()
}

/// The same, of what is JSON.
pub fn tree(value: &Value) -> Json {
    serde_json::from_value(value.clone()).unwrap()
}

/// What is sent or shown. JavaScript has one kind of number.
pub fn value(json: &Json) -> Value {
    match json {
        Json::Number(number) if number.fract() == 0.0 => Value::from(*number as i64),
        Json::List(items) => items.iter().map(value).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(name, member)| (name.to_string(), value(member)))
            .collect(),
        _ => serde_json::to_value(json).unwrap(),
    }
}

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

/// What a response to this step says.
pub fn response(step: Step, status: u16, body: &Value) -> Result<LoginResponse, ApiError> {
    LoginResponse::parse(step, head(status), &tree(body))
}

/// The result for the caller, as JavaScript sees it.
#[track_caller]
pub fn result(response: Result<LoginResponse, ApiError>) -> Value {
    match response {
        Ok(LoginResponse::Result(result)) => value(&result.json()),
        other => panic!("{other:?}"),
    }
}
