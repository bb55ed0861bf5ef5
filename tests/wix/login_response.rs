use fetch_with_auth::json::Json;
use fetch_with_auth::wix::direct_login::Step;
use fetch_with_auth::wix::login_response::LoginResponse;
use fetch_with_auth::wix::login_result::LoginResult;
use fetch_with_auth::wix::login_tokens::{SessionToken, StateToken};
use serde_json::json;

use crate::example::{LOGINS, MAILS, head, response, result, value};

#[test]
fn success_brings_a_session_token_that_the_page_never_sees() {
    let body = json!({"state": "SUCCESS", "sessionToken": "SESSION", "identity": {"id": "M", "email": {"address": "a@b", "isVerified": true}}});
    let token = SessionToken::parse("SESSION").unwrap();
    for step in LOGINS {
        for status in [200, 201] {
            assert_eq!(
                response(step, status, &body),
                Ok(LoginResponse::SignedIn(token.clone()))
            );
        }
    }
    assert_eq!(
        value(&LoginResult::success().json()),
        json!({"loginState": "SUCCESS"})
    );
}

#[test]
fn a_verification_shows_its_state_token_to_nobody() {
    let body = json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": "STATE", "identity": {"status": {"name": "PENDING"}}});
    let token = StateToken::parse("STATE").unwrap();
    for step in LOGINS {
        assert_eq!(
            response(step, 200, &body),
            Ok(LoginResponse::VerifyEmail(Some(token.clone())))
        );
    }
    for body in [
        json!({"state": "REQUIRE_EMAIL_VERIFICATION"}),
        json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": ""}),
        json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": "a\nb"}),
        json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": 5}),
    ] {
        assert_eq!(
            response(Step::Login, 200, &body),
            Ok(LoginResponse::VerifyEmail(None)),
            "{body}"
        );
    }
    assert_eq!(
        value(&LoginResult::email_verification_required().json()),
        json!({"loginState": "EMAIL_VERIFICATION_REQUIRED"})
    );
}

#[test]
fn every_other_state_is_reported_by_its_name() {
    for (state, expected) in [
        (
            "REQUIRE_OWNER_APPROVAL",
            json!({"loginState": "OWNER_APPROVAL_REQUIRED"}),
        ),
        ("STATUS_CHECK", json!({"loginState": "STATUS_CHECK"})),
        ("REQUIRE_MFA", json!({"loginState": "REQUIRE_MFA"})),
        ("MFA_CHALLENGE", json!({"loginState": "MFA_CHALLENGE"})),
        (
            "REQUIRE_FIRST_FACTOR",
            json!({"loginState": "REQUIRE_FIRST_FACTOR"}),
        ),
        (
            "REQUIRE_MISSING_FIELDS",
            json!({"loginState": "REQUIRE_MISSING_FIELDS"}),
        ),
        (
            "UNKNOWN_STATE",
            json!({"loginState": "UNKNOWN", "state": "UNKNOWN_STATE"}),
        ),
        (
            "A state\u{e9} to come",
            json!({"loginState": "UNKNOWN", "state": "A state\u{e9} to come"}),
        ),
        (
            "success",
            json!({"loginState": "UNKNOWN", "state": "success"}),
        ),
    ] {
        for step in LOGINS {
            // A session token counts only with SUCCESS.
            let body = json!({"state": state, "sessionToken": "SESSION", "identity": null, "additionalData": {"a": 1}});
            assert_eq!(result(response(step, 200, &body)), expected, "{state}");
        }
    }
}

#[test]
fn a_success_that_says_nothing_we_can_use_is_a_failure_of_its_own() {
    for body in [
        json!({}),
        json!({"state": null}),
        json!({"state": 5}),
        json!({"state": ""}),
        json!({"state": "SUCCESS"}),
        json!({"state": "SUCCESS", "sessionToken": null}),
        json!({"state": "SUCCESS", "sessionToken": ""}),
        json!({"state": "SUCCESS", "sessionToken": "a b"}),
        json!({"state": "SUCCESS", "sessionToken": {"value": "T"}}),
    ] {
        assert_eq!(
            result(response(Step::Login, 200, &body)),
            json!({"loginState": "FAILURE", "errorCode": "unknown", "message": "This did not work. Please try again later.", "status": 200}),
            "{body}"
        );
    }
}

#[test]
fn a_mail_is_sent_whatever_the_members_of_the_response() {
    for step in MAILS {
        for body in [
            json!({}),
            json!({"a": 1}),
            json!({"state": "SUCCESS", "sessionToken": "T"}),
        ] {
            assert_eq!(response(step, 200, &body), Ok(LoginResponse::MailSent));
        }
        assert_eq!(
            LoginResponse::parse(step, head(204), &Json::Null),
            Ok(LoginResponse::MailSent)
        );
    }
    assert!(LoginResponse::parse(Step::Login, head(204), &Json::Null).is_err());
}

#[test]
fn neither_token_is_printed() {
    let body = json!({"state": "SUCCESS", "sessionToken": "confidential"});
    let mail = json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": "confidential"});
    for body in [body, mail] {
        let printed = format!("{:?}", response(Step::Login, 200, &body));
        assert!(!printed.contains("conf"), "{printed}");
        assert!(printed.contains("Token"), "{printed}");
    }
}

#[test]
fn a_caller_that_continues_itself_sees_the_tokens_as_the_sdk_names_them() {
    let session_token = SessionToken::parse("SESSION").unwrap();
    let state_token = StateToken::parse("STATE").unwrap();
    for (response, expected) in [
        (
            LoginResponse::SignedIn(session_token),
            json!({"loginState": "SUCCESS", "data": {"sessionToken": "SESSION"}}),
        ),
        (
            LoginResponse::VerifyEmail(Some(state_token)),
            json!({"loginState": "EMAIL_VERIFICATION_REQUIRED", "data": {"stateToken": "STATE"}}),
        ),
        (
            LoginResponse::VerifyEmail(None),
            json!({"loginState": "EMAIL_VERIFICATION_REQUIRED", "data": {}}),
        ),
        (LoginResponse::MailSent, json!(null)),
        (
            LoginResponse::Result(LoginResult::pending("REQUIRE_OWNER_APPROVAL")),
            json!({"loginState": "OWNER_APPROVAL_REQUIRED"}),
        ),
    ] {
        assert_eq!(value(&response.json()), expected);
    }
}
