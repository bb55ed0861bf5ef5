use fetch_with_auth::wix::direct_login::{Step, body};
use fetch_with_auth::wix::login_tokens::StateToken;
use serde_json::{Value, json};

use crate::example::{tree, value};

const STEPS: [Step; 6] = [
    Step::Register,
    Step::Login,
    Step::Verify,
    Step::Resend,
    Step::SendReset,
    Step::Reset,
];

/// What is sent at this step, or what is missing for it.
fn sent(step: Step, input: &Value) -> Result<Value, &'static str> {
    let state_token = StateToken::parse("STATE_TOKEN").unwrap();
    body(step, &mut tree(input), "CLIENT", Some(&state_token)).map(|body| value(&body))
}

/// Everything that any step asks for.
fn everything() -> Value {
    json!({
        "email": "ann@example.com",
        "password": "a \u{e9} \"password\"",
        "profile": {"firstName": "Ann", "labels": ["a"], "customFields": [{"name": "n", "value": {"numValue": 1.5}}]},
        "captchaTokens": {"recaptchaToken": "VISIBLE", "invisibleRecaptchaToken": "INVISIBLE"},
        "code": "123456",
        "redirectUri": "https://shop.example/reset",
        "recoveryToken": "RECOVERY",
        "stateToken": "the caller's own",
        "more": {"a": 1},
    })
}

#[test]
fn each_step_goes_to_its_path() {
    let paths = STEPS.map(Step::path);
    assert_eq!(
        paths,
        [
            "/_api/iam/authentication/v2/register",
            "/_api/iam/authentication/v2/login",
            "/_api/iam/verification/v1/auth/verify",
            "/_api/iam/verification/v1/auth/resend",
            "/_api/iam/recovery/v1/send-email",
            "/_api/iam/recovery/v1/recover",
        ]
    );
}

#[test]
fn each_step_sends_these_members_and_no_others() {
    let captcha = json!([{"Recaptcha": "VISIBLE", "InvisibleRecaptcha": "INVISIBLE"}]);
    let all = everything();
    for (step, expected) in STEPS.into_iter().zip([
        json!({"loginId": {"email": "ann@example.com"}, "password": all["password"], "profile": all["profile"], "captchaTokens": captcha}),
        json!({"loginId": {"email": "ann@example.com"}, "password": all["password"], "captchaTokens": captcha}),
        json!({"code": "123456", "stateToken": "STATE_TOKEN"}),
        json!({"stateToken": "STATE_TOKEN"}),
        json!({"email": "ann@example.com", "redirect": {"url": "https://shop.example/reset", "clientId": "CLIENT"}}),
        json!({"recoveryToken": "RECOVERY", "password": all["password"]}),
    ]) {
        assert_eq!(sent(step, &all), Ok(expected), "{step:?}");
    }
}

#[test]
fn what_the_caller_may_omit_is_omitted() {
    let input = json!({"email": "ann@example.com", "password": "p"});
    for step in [Step::Register, Step::Login] {
        assert_eq!(
            sent(step, &input),
            Ok(json!({"loginId": {"email": "ann@example.com"}, "password": "p"}))
        );
    }
}

#[test]
fn captcha_tokens_go_as_one_object_in_a_list() {
    for (tokens, expected) in [
        (json!({"recaptchaToken": "V"}), json!([{"Recaptcha": "V"}])),
        (
            json!({"invisibleRecaptchaToken": "I"}),
            json!([{"InvisibleRecaptcha": "I"}]),
        ),
        (
            json!({"recaptchaToken": "V", "invisibleRecaptchaToken": null, "more": 1}),
            json!([{"Recaptcha": "V"}]),
        ),
        (json!({}), Value::Null),
        (json!({"recaptchaToken": ""}), Value::Null),
        (json!({"recaptchaToken": 5}), Value::Null),
        (json!(null), Value::Null),
        (json!("V"), Value::Null),
        (json!(["V"]), Value::Null),
    ] {
        let input = json!({"email": "a@b", "password": "p", "captchaTokens": tokens});
        let body = sent(Step::Login, &input).unwrap();
        assert_eq!(body["captchaTokens"], expected, "{tokens}");
    }
}

#[test]
fn what_is_missing_empty_or_no_text_is_named_before_anything_is_sent() {
    let needs: [(Step, &[&str]); 6] = [
        (Step::Register, &["email", "password"]),
        (Step::Login, &["email", "password"]),
        (Step::Verify, &["code"]),
        (Step::Resend, &[]),
        (Step::SendReset, &["email", "redirectUri"]),
        (Step::Reset, &["recoveryToken", "password"]),
    ];
    for (step, needs) in needs {
        for name in everything().as_object().unwrap().keys() {
            let expected = needs.iter().find(|need| *need == name);
            for value in [
                json!(""),
                json!(null),
                json!(5),
                json!(true),
                json!([]),
                json!({"a": "b"}),
            ] {
                let mut input = everything();
                input[name] = value;
                assert_eq!(
                    sent(step, &input).err(),
                    expected.copied(),
                    "{step:?} {input}"
                );
            }
            let mut input = everything();
            input.as_object_mut().unwrap().remove(name);
            assert_eq!(
                sent(step, &input).err(),
                expected.copied(),
                "{step:?} {input}"
            );
        }
    }
}

#[test]
fn without_a_verification_in_progress_there_is_nothing_to_verify() {
    for step in [Step::Verify, Step::Resend] {
        assert_eq!(
            body(step, &mut tree(&everything()), "CLIENT", None).err(),
            Some("stateToken"),
            "{step:?}"
        );
    }
}
