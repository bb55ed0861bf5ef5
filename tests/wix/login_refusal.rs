//! What it means that a step of a direct login is refused.

use fetch_with_auth::json::Json;
use fetch_with_auth::wix::api_error::{ApiError, Head};
use fetch_with_auth::wix::direct_login::Step;
use fetch_with_auth::wix::login_response::LoginResponse;
use serde_json::{Value, json};

use crate::example::{FOREIGN, LOGINS, MAILS, head, parsed, response, result};

fn application_error(code: &str) -> Value {
    json!({"message": "{\"a\": \"dump\"}", "details": {"applicationError": {"code": code, "description": "for developers", "data": {}}}})
}

fn validation_error(fields: &[&str]) -> Value {
    let violations: Vec<_> = fields
        .iter()
        .map(|field| json!({"field": field, "description": "is not valid", "violatedRule": "FORMAT"}))
        .collect();
    json!({"message": "outer", "details": {"validationError": {"fieldViolations": violations}}})
}

/// Wix's codes, numbers and names, and our word for each.
#[rustfmt::skip]
const CODES: [(&str, u16, &str); 35] = [
    ("-19971", 403, "missingCaptchaToken"),
    ("-19970", 403, "invalidCaptchaToken"),
    ("-19995", 409, "emailAlreadyExists"),
    ("-19976", 401, "invalidPassword"),
    ("-19973", 400, "resetPassword"),
    ("-19999", 404, "invalidEmail"),
    ("-19958", 403, "ownerApprovalRequired"),
    ("-19956", 403, "accessDenied"),
    ("-19988", 400, "validationFailed"),
    ("-19972", 400, "recoveryTokenInvalid"),
    ("-19959", 429, "throttled"),
    ("-19980", 403, "blocked"),
    ("-19984", 401, "invalidSession"),
    ("-19974", 403, "clientAuthenticationForbidden"),
    ("-17005", 401, "invalidPassword"),
    ("-18880", 400, "emailNotProvided"),
    ("-19901", 500, "serverException"),
    ("THROTTLED_FEATURE", 429, "throttled"),
    ("UNIMPLEMENTED_FEATURE", 428, "unimplementedFeature"),
    ("CAPTCHA_TOKEN_REQUIRED", 403, "missingCaptchaToken"),
    ("MISSING_CAPTCHA_TOKEN", 403, "missingCaptchaToken"),
    ("INVALID_CAPTCHA_TOKEN", 403, "invalidCaptchaToken"),
    ("RECAPTCHA_FAILED", 403, "invalidCaptchaToken"),
    ("RECAPTCHA_REQUIRED", 403, "missingCaptchaToken"),
    ("IP_ADDRESS_FILTERED", 403, "ipAddressFiltered"),
    ("USER_EMAIL_OFAC_ADDRESS", 403, "userEmailOfacAddress"),
    ("UNSUPPORTED_FIELD", 400, "unsupportedField"),
    ("ATTRIBUTE_NOT_FOUND", 404, "attributeNotFound"),
    ("DUPLICATE_EMAIL", 409, "emailAlreadyExists"),
    ("REENROLLMENT_REQUIRED_BY_ADMIN", 403, "reenrollmentRequiredByAdmin"),
    ("TRUSTED_CLIENTS_ONLY", 403, "trustedClientsOnly"),
    ("VERIFICATION_FAILED", 400, "verificationFailed"),
    ("EXPIRED_JWT_TOKEN", 400, "expiredJwtToken"),
    ("EMAIL_VERIFICATION_REQUIRED", 403, "emailVerificationRequired"),
    ("EMAIL_VERIFICATION_FAILED", 400, "verificationFailed"),
];

#[test]
fn every_code_has_its_name_whatever_the_status() {
    let published = [("SITE_NOT_PUBLISHED_EXCEPTION", 400, "siteNotPublished")];
    for (code, status, error_code) in CODES.into_iter().chain(published) {
        for status in [status, 400, 401, 403, 404, 409, 428, 429, 500, 503] {
            for step in LOGINS.into_iter().chain(MAILS) {
                let result = result(response(step, status, &application_error(code)));
                assert_eq!(result["loginState"], "FAILURE", "{code}");
                assert_eq!(result["errorCode"], error_code, "{code}");
                assert_eq!(result["code"], code);
                assert_eq!(result["status"], status);
            }
        }
    }
}

#[test]
fn a_number_without_quotes_is_the_same_code() {
    let body = json!({"details": {"applicationError": {"code": -19976}}});
    let result = result(response(Step::Login, 401, &body));
    assert_eq!(
        (&result["errorCode"], &result["code"]),
        (&json!("invalidPassword"), &json!("-19976"))
    );
}

#[test]
fn different_errors_have_different_names() {
    for (code, _, error_code) in CODES {
        for (other, _, other_error_code) in CODES {
            let alike = [
                [
                    "-19971",
                    "CAPTCHA_TOKEN_REQUIRED",
                    "MISSING_CAPTCHA_TOKEN",
                    "RECAPTCHA_REQUIRED",
                ]
                .as_slice(),
                &["-19970", "INVALID_CAPTCHA_TOKEN", "RECAPTCHA_FAILED"],
                &["-19995", "DUPLICATE_EMAIL"],
                &["-19976", "-17005"],
                &["-19959", "THROTTLED_FEATURE"],
                &["VERIFICATION_FAILED", "EMAIL_VERIFICATION_FAILED"],
            ];
            let alike = alike
                .iter()
                .any(|codes| codes.contains(&code) && codes.contains(&other));
            assert_eq!(
                error_code == other_error_code,
                alike || code == other,
                "{code} {other}"
            );
        }
    }
}

#[test]
fn an_unknown_code_is_reported_verbatim() {
    for code in [
        "-20000",
        "19976",
        "-199760",
        "throttled_feature",
        "SOMETHING NEW\u{e9}",
    ] {
        for (step, error_code) in [
            (Step::Login, "unknown"),
            (Step::Register, "unknown"),
            (Step::Reset, "unknown"),
            (Step::SendReset, "unknown"),
            (Step::Resend, "unknown"),
            (Step::Verify, "verificationFailed"),
        ] {
            for status in [400, 401, 403, 404, 409] {
                let result = result(response(step, status, &application_error(code)));
                assert_eq!(result["errorCode"], error_code, "{code}");
                assert_eq!(result["code"], code);
            }
        }
    }
}

#[test]
fn a_wrong_verification_code_is_a_failure_and_not_a_throw() {
    for body in [
        application_error("VERIFICATION_FAILED"),
        application_error("EMAIL_VERIFICATION_FAILED"),
        application_error("-1"),
        json!({}),
        json!({"message": "no"}),
    ] {
        for status in [400, 403, 404, 428] {
            let result = result(response(Step::Verify, status, &body));
            assert_eq!(result["loginState"], "FAILURE");
            assert_eq!(result["errorCode"], "verificationFailed", "{body}");
            assert_eq!(result["message"], "The code is wrong.");
        }
    }
}

#[test]
fn a_violation_of_the_e_mail_is_invalid_email_and_any_other_is_validation_failed() {
    for (fields, error_code) in [
        (["loginId.email"].as_slice(), "invalidEmail"),
        (&["email"], "invalidEmail"),
        (&["password", "loginId.email"], "invalidEmail"),
        (&["password"], "validationFailed"),
        (&["profile.emails"], "validationFailed"),
        (&["email.domain"], "validationFailed"),
        (&["voicemail"], "validationFailed"),
        (&["profile.voicemail"], "validationFailed"),
        (&["profile.nickname", "profile.slug"], "validationFailed"),
        (&[""], "validationFailed"),
    ] {
        let body = validation_error(fields);
        let mut coded = body.clone();
        coded["details"]["applicationError"] = json!({"code": "-19988"});
        for body in [body, coded] {
            for step in LOGINS.into_iter().chain(MAILS) {
                let result = result(response(step, 400, &body));
                assert_eq!(result["errorCode"], error_code, "{body}");
                let named: Vec<_> = fields.iter().map(|field| json!({"field": field, "description": "is not valid", "rule": "FORMAT"})).collect();
                assert_eq!(result["violations"], json!(named));
            }
        }
    }
    // A code that says more counts more.
    let mut both = validation_error(&["loginId.email"]);
    both["details"]["applicationError"] = json!({"code": "-19995"});
    assert_eq!(
        result(response(Step::Register, 409, &both))["errorCode"],
        "emailAlreadyExists"
    );
}

#[test]
fn violations_of_any_shape_are_no_throw() {
    for violations in [
        json!([{"field": "password"}]),
        json!([{"field": "password", "data": null}]),
        json!([{"field": "password", "data": {}}, null, 5, "text", []]),
    ] {
        let body = json!({"details": {"validationError": {"fieldViolations": violations}}});
        let result = result(response(Step::Register, 400, &body));
        assert_eq!(result["errorCode"], "validationFailed");
        assert_eq!(
            result["violations"],
            json!([{"field": "password", "description": "", "rule": ""}])
        );
    }
    for violations in [
        json!([]),
        json!(null),
        json!({}),
        json!("text"),
        json!([{}]),
    ] {
        let body = json!({"details": {"validationError": {"fieldViolations": violations}}});
        assert_eq!(
            result(response(Step::Register, 400, &body))["loginState"],
            "FAILURE"
        );
    }
}

#[test]
fn too_many_requests_are_throttled_and_say_how_long_to_wait() {
    let head = Head {
        status: 429,
        retry_after: Some(30),
        request_id: Some("REQUEST".to_owned()),
    };
    let bodies = FOREIGN.map(str::to_owned).into_iter();
    for body in bodies.chain([json!({}).to_string(), application_error("NEW").to_string()]) {
        for step in LOGINS.into_iter().chain(MAILS) {
            let result = result(LoginResponse::parse(step, head.clone(), &parsed(&body)));
            assert_eq!(result["errorCode"], "throttled", "{body}");
            assert_eq!(result["retryAfter"], 30);
            assert_eq!(result["requestId"], "REQUEST");
            assert_eq!(
                result["message"],
                "Too many attempts. Please try again later."
            );
        }
    }
}

#[test]
fn what_was_not_decided_is_an_error_and_no_failure() {
    for status in [0, 408, 500, 502, 503, 504, 599] {
        for step in LOGINS.into_iter().chain(MAILS) {
            for body in FOREIGN {
                let response = LoginResponse::parse(step, head(status), &parsed(body));
                assert_eq!(
                    response,
                    Err(ApiError::bare(head(status))),
                    "{status} {body}"
                );
            }
            assert_eq!(
                LoginResponse::parse(step, head(status), &Json::Null),
                Err(ApiError::bare(head(status)))
            );
            // Its code is reported.
            match response(step, status, &application_error("NEW")) {
                Err(error) => assert_eq!(error.code.as_deref(), Some("NEW")),
                other => panic!("{other:?}"),
            }
        }
    }
    // A network that wants a login of its own.
    for step in LOGINS.into_iter().chain(MAILS) {
        for body in FOREIGN {
            let response = LoginResponse::parse(step, head(200), &parsed(body));
            assert_eq!(response, Err(ApiError::bare(head(200))), "{body}");
        }
    }
}

#[test]
fn html_that_refuses_is_a_failure_without_a_code() {
    for status in [302, 400, 403, 404, 409] {
        for body in FOREIGN {
            let result = result(LoginResponse::parse(
                Step::Login,
                head(status),
                &parsed(body),
            ));
            assert_eq!(
                result,
                json!({"loginState": "FAILURE", "errorCode": "unknown", "message": "This did not work. Please try again later.", "status": status})
            );
        }
    }
}

#[test]
fn a_401_without_a_code_refuses_the_visitor_and_not_the_password() {
    for step in LOGINS.into_iter().chain(MAILS) {
        for body in [json!({}), json!({"message": "Unauthorized"})] {
            assert!(
                response(step, 401, &body).is_err_and(|error| error.refuses_token()),
                "{step:?}"
            );
        }
        assert!(matches!(
            response(step, 401, &application_error("-19976")),
            Ok(LoginResponse::Result(_))
        ));
    }
}
