use fetch_with_auth::json::Json;
use fetch_with_auth::wix::api_error::{ApiError, Head};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::example::{FOREIGN, cases, head, parsed, tree, value};

fn read(body: &str) -> ApiError {
    ApiError::parse(head(400), &parsed(body))
}

/// Code, message, and the violations as field, description and rule.
fn said(error: &ApiError) -> (Option<&str>, Option<&str>, Vec<[&str; 3]>) {
    let violations = error
        .violations
        .iter()
        .map(|violation| [&*violation.field, &*violation.description, &*violation.rule]);
    (
        error.code.as_deref(),
        error.message.as_deref(),
        violations.collect(),
    )
}

#[test]
fn every_service_says_no_in_one_of_these_ways() {
    for (body, code, message, violations) in [
        // An application error.
        (
            json!({"message": "outer", "details": {"applicationError": {"code": "-19976", "description": "inner", "data": {}}}}),
            Some("-19976"),
            Some("inner"),
            vec![],
        ),
        (
            json!({"message": "outer", "details": {"applicationError": {"code": "THROTTLED_FEATURE"}}}),
            Some("THROTTLED_FEATURE"),
            Some("outer"),
            vec![],
        ),
        // A number is a code as well.
        (
            json!({"details": {"applicationError": {"code": -19999}}}),
            Some("-19999"),
            None,
            vec![],
        ),
        (
            json!({"details": {"applicationError": {"code": 428}}}),
            Some("428"),
            None,
            vec![],
        ),
        // A validation error.
        (
            json!({"message": "outer", "details": {"validationError": {"fieldViolations": [
                {"field": "loginId.email", "description": "not an address", "violatedRule": "FORMAT", "data": {"type": "EMAIL"}},
                {"field": "password", "violatedRule": "MIN_LENGTH"},
            ]}}}),
            None,
            Some("not an address"),
            vec![
                ["loginId.email", "not an address", "FORMAT"],
                ["password", "", "MIN_LENGTH"],
            ],
        ),
        (
            json!({"message": "appId is not a valid GUID", "details": {"validationError": {"fieldViolations": []}}}),
            None,
            Some("appId is not a valid GUID"),
            vec![],
        ),
        // Both.
        (
            json!({"details": {"applicationError": {"code": "-19988"}, "validationError": {"fieldViolations": [{"field": "password"}]}}}),
            Some("-19988"),
            None,
            vec![["password", "", ""]],
        ),
        // RFC 6749 §5.2.
        (
            json!({"error": "unauthorized_client", "error_description": "why"}),
            Some("unauthorized_client"),
            Some("why"),
            vec![],
        ),
        (
            json!({"error": "invalid_client"}),
            Some("invalid_client"),
            None,
            vec![],
        ),
        // Only words.
        (json!({"message": "no"}), None, Some("no"), vec![]),
    ] {
        let error = read(&body.to_string());
        assert_eq!(said(&error), (code, message, violations), "{body}");
        assert_eq!(error.head, head(400));
    }
}

#[test]
fn what_is_of_another_type_spoils_nothing_beside_it() {
    let strange = [
        json!(null),
        json!(true),
        json!(-5),
        json!(1.5),
        json!("text"),
        json!([]),
        json!([{"code": "-19976"}, [1]]),
        json!({"other": {"a": [1]}}),
    ];
    for value in &strange {
        let error = read(&json!({"details": value, "message": "no"}).to_string());
        assert_eq!(said(&error), (None, Some("no"), vec![]), "{value}");
        let details = json!({"applicationError": value, "validationError": value});
        let error = read(&json!({"details": details, "message": "no"}).to_string());
        assert_eq!(error.message.as_deref(), Some("no"), "{value}");
        let violations = json!({"validationError": {"fieldViolations": value}, "applicationError": {"code": "C"}});
        let error = read(&json!({ "details": violations }).to_string());
        assert_eq!(error.code.as_deref(), Some("C"), "{value}");
        let violations = json!([value, {"field": value, "description": value, "violatedRule": value}, {"field": "f"}]);
        let error = read(
            &json!({"details": {"validationError": {"fieldViolations": violations}}}).to_string(),
        );
        assert_eq!(error.violations.last().unwrap().field, "f", "{value}");
        if !value.is_string() {
            let error = read(
                &json!({"message": value, "error_description": value, "error": "E"}).to_string(),
            );
            assert_eq!(said(&error), (Some("E"), None, vec![]), "{value}");
        }
    }
}

#[test]
fn a_body_that_is_no_json_leaves_the_head() {
    let head = Head {
        status: 502,
        retry_after: Some(30),
        request_id: Some("R".to_owned()),
    };
    let bare = ApiError::bare(head.clone());
    assert_eq!(bare.head, head);
    assert_eq!(ApiError::parse(head.clone(), &Json::Null), bare);
    for body in FOREIGN {
        let error = ApiError::parse(head.clone(), &parsed(body));
        assert_eq!(error, bare, "{body}");
    }
}

#[test]
fn a_message_is_a_text_to_show_and_no_dump() {
    let message = |text: &str| read(&json!({ "message": text }).to_string()).message;
    for text in ["no", "Die Adresse ist ung\u{fc}ltig.", &"a".repeat(300)] {
        assert_eq!(message(text).as_deref(), Some(text));
    }
    for text in [
        "",
        "  ",
        r#"{"message":"no"}"#,
        r#"failed: {"details":{}}"#,
        "<html>",
        "see <a>",
        "line\nline",
        "a\tb",
        &"a".repeat(301),
    ] {
        assert_eq!(message(text), None, "{text:?}");
    }
    // The next best is shown instead.
    let body = json!({"message": "no", "details": {"applicationError": {"code": "C", "description": "{dump}"}}});
    assert_eq!(read(&body.to_string()).message.as_deref(), Some("no"));
}

#[test]
fn a_failure_is_transient_if_the_same_request_may_succeed_again() {
    for (status, passing) in [
        (0, true),
        (200, false),
        (302, false),
        (400, false),
        (401, false),
        (403, false),
        (404, false),
        (407, false),
        (408, true),
        (409, false),
        (428, false),
        (429, true),
        (499, false),
        (500, true),
        (503, true),
        (599, true),
    ] {
        assert_eq!(
            ApiError::bare(head(status)).is_transient(),
            passing,
            "{status}"
        );
    }
    assert!(ApiError::bare(Head::default()).is_transient());
}

#[test]
fn a_success_is_a_status_of_two_hundred_and_something() {
    for (status, ok) in [
        (0, false),
        (199, false),
        (200, true),
        (201, true),
        (204, true),
        (299, true),
        (300, false),
        (404, false),
    ] {
        assert_eq!(head(status).is_ok(), ok, "{status}");
    }
}

#[test]
fn a_401_refuses_the_token_unless_it_names_something_else() {
    let refuses = |status, body: Value| ApiError::parse(head(status), &tree(&body)).refuses_token();
    assert!(refuses(401, json!({})));
    assert!(refuses(401, json!({"message": "Unauthorized"})));
    assert!(refuses(401, json!(null)));
    assert!(!refuses(
        401,
        json!({"details": {"applicationError": {"code": "-19976"}}})
    ));
    assert!(!refuses(403, json!({})));
    assert!(!refuses(400, json!({})));
}

#[test]
fn what_javascript_sees_is_what_was_said_and_no_more() {
    let head = Head {
        status: 429,
        retry_after: Some(7),
        request_id: Some("R".to_owned()),
    };
    let body = json!({"message": "outer", "more": 5, "details": {
        "applicationError": {"code": -19959, "data": {}},
        "validationError": {"fieldViolations": [{"field": "email", "violatedRule": "FORMAT"}]},
    }});
    assert_eq!(
        value(&ApiError::parse(head, &tree(&body)).json()),
        json!({"status": 429, "code": "-19959", "message": "outer", "requestId": "R", "retryAfter": 7,
            "violations": [{"field": "email", "description": "", "rule": "FORMAT"}]})
    );
    assert_eq!(
        value(&ApiError::bare(Head::default()).json()),
        json!({"status": 0})
    );
}

fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0
}

fn any_json() -> impl Strategy<Value = Value> {
    let names = || {
        prop::sample::select(vec![
            "message",
            "details",
            "applicationError",
            "validationError",
            "fieldViolations",
            "code",
            "description",
            "field",
            "violatedRule",
            "error",
            "error_description",
        ])
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names(), inner, 0..6).prop_map(|map| {
                let members = map
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn of_any_json_object_each_member_is_read_for_itself(body in any_json(), message in "[a-z ]{1,20}[a-z]") {
        let mut body = body;
        if let Some(members) = body.as_object_mut() {
            members.remove("details");
            members.remove("error_description");
            members.insert("message".to_owned(), Value::from(message.clone()));
            prop_assert_eq!(read(&body.to_string()).message, Some(message));
        } else {
            // A list is no object, whatever is in it.
            prop_assert_eq!(read(&json!({"details": body, "message": message}).to_string()).message, Some(message));
        }
    }

    #[test]
    fn details_of_any_kind_spoil_no_message(details in any_json(), error in "[a-z_]{1,20}") {
        let code = details["applicationError"]["code"].clone();
        let read = read(&json!({"details": details, "error": error}).to_string());
        let expected = match code {
            Value::String(code) if !code.is_empty() => code,
            // What JavaScript can tell apart from its neighbours.
            Value::Number(code) if code.as_f64().is_some_and(is_whole) => (code.as_f64().unwrap() as i64).to_string(),
            Value::Bool(code) => code.to_string(),
            _ => error,
        };
        prop_assert_eq!(read.code, Some(expected));
    }
}
