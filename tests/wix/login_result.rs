use fetch_with_auth::wix::api_error::{ApiError, Head};
use fetch_with_auth::wix::login_result::LoginResult;
use serde_json::{Value, json};

use crate::example::{tree, value};

fn error(body: &Value) -> ApiError {
    let head = Head {
        status: 400,
        retry_after: Some(7),
        request_id: Some("REQUEST".to_owned()),
    };
    ApiError::parse(head, &tree(body))
}

/// As JavaScript sees it.
fn shown(result: LoginResult) -> Value {
    value(&result.json())
}

fn message(error_code: &'static str, body: &Value) -> Value {
    shown(LoginResult::failure(error_code, error(body)))["message"].clone()
}

#[test]
fn a_failure_has_these_members_and_no_others() {
    let body = json!({"message": "outer", "details": {
        "applicationError": {"code": "-19988"},
        "validationError": {"fieldViolations": [{"field": "password", "description": "too short", "violatedRule": "MIN_LENGTH", "data": {}}]},
    }});
    assert_eq!(
        shown(LoginResult::failure("validationFailed", error(&body))),
        json!({
            "loginState": "FAILURE",
            "errorCode": "validationFailed",
            "code": "-19988",
            "message": "too short",
            "status": 400,
            "requestId": "REQUEST",
            "retryAfter": 7,
            "violations": [{"field": "password", "description": "too short", "rule": "MIN_LENGTH"}],
        })
    );
}

#[test]
fn what_is_absent_is_no_member() {
    let bare = ApiError::bare(Head {
        status: 403,
        ..Head::default()
    });
    assert_eq!(
        shown(LoginResult::failure("blocked", bare)),
        json!({"loginState": "FAILURE", "errorCode": "blocked", "message": "This account is blocked.", "status": 403})
    );
}

#[test]
fn our_words_are_shown_before_the_server_s() {
    let body = json!({"details": {"applicationError": {"code": "-19976", "description": "for developers"}}});
    assert_eq!(message("invalidPassword", &body), "The password is wrong.");
}

#[test]
fn the_server_s_words_are_shown_where_only_it_knows_what_is_wrong() {
    let body = json!({"details": {"applicationError": {"code": "C", "description": "in words"}}});
    for error_code in [
        "unknown",
        "validationFailed",
        "unsupportedField",
        "trustedClientsOnly",
    ] {
        assert_eq!(message(error_code, &body), "in words");
    }
}

#[test]
fn a_dump_is_never_shown() {
    for dump in [
        "{\n  \"message\": \"\"\n}",
        r#"{"requestId":"R"}"#,
        "<!doctype html>",
    ] {
        let body = json!({"message": dump, "details": {"applicationError": {"code": "C", "description": dump}}});
        assert_eq!(
            message("unknown", &body),
            "This did not work. Please try again later."
        );
        assert_eq!(message("invalidPassword", &body), "The password is wrong.");
    }
}
