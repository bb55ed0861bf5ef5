use fetch_with_auth::oauth::callback::{Callback, Code, PARAMETERS, Refusal, Response};
use fetch_with_auth::oauth::pkce::State;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::example::cases;

fn code(state: &str, code: &str) -> Callback {
    Callback {
        state: State::read(state).unwrap(),
        response: Response::Code(Code::read(code).unwrap()),
    }
}

fn refused(state: &str, error: &str, description: Option<&str>, origin: Option<&str>) -> Callback {
    Callback {
        state: State::read(state).unwrap(),
        response: Response::Refused(Refusal {
            error: error.to_owned(),
            description: description.map(str::to_owned),
            rejected_origin: origin.map(str::to_owned),
        }),
    }
}

fn message(value: Value) -> Option<Callback> {
    Callback::message(&serde_json::from_value(value).unwrap())
}

#[test]
fn a_callback_has_a_state_and_a_code_or_a_refusal() {
    for (parameters, expected) in [
        (vec![("code", "C"), ("state", "S")], code("S", "C")),
        (vec![("state", "S"), ("code", "C")], code("S", "C")),
        // What the page's own URL had, and what RFC 9207 adds.
        (
            vec![
                ("tag", "a"),
                ("state", "S"),
                ("tag", "b"),
                ("code", "C"),
                ("iss", "https://wix.example"),
            ],
            code("S", "C"),
        ),
        (
            vec![("error", "access_denied"), ("state", "S")],
            refused("S", "access_denied", None, None),
        ),
        (
            vec![
                ("error", "access_denied"),
                ("error_description", "not today"),
                ("error_uri", "https://wix.example/why"),
                ("state", "S"),
            ],
            refused("S", "access_denied", Some("not today"), None),
        ),
        // A name of Wix or of nobody is kept as it returned.
        (
            vec![("error", "Some Thing\u{e9}"), ("state", "S")],
            refused("S", "Some Thing\u{e9}", None, None),
        ),
        // No code is redeemed that comes with a refusal.
        (
            vec![("code", "C"), ("error", "server_error"), ("state", "S")],
            refused("S", "server_error", None, None),
        ),
        // Without a value is absent.
        (
            vec![
                ("code", "C"),
                ("state", "S"),
                ("error", ""),
                ("error_description", ""),
            ],
            code("S", "C"),
        ),
    ] {
        assert_eq!(
            Callback::read(parameters.clone()),
            Some(expected),
            "{parameters:?}"
        );
    }
}

#[test]
fn what_responses_no_request_of_ours_is_no_callback() {
    for parameters in [
        vec![],
        vec![("page", "2")],
        // A shop has codes of its own.
        vec![("code", "SUMMER10")],
        vec![("code", "SUMMER10"), ("state", "")],
        vec![("error", "access_denied")],
        vec![("state", "S")],
        vec![("code", ""), ("state", "S")],
        vec![("error", ""), ("state", "S")],
        vec![("error_description", "why"), ("state", "S")],
        // Names have one spelling.
        vec![("Code", "C"), ("state", "S")],
        vec![("code", "C"), ("STATE", "S")],
        // RFC 6749 A.5, A.11.
        vec![("code", "C\nD"), ("state", "S")],
        vec![("code", "C"), ("state", "S\u{e9}")],
    ] {
        assert_eq!(Callback::read(parameters.clone()), None, "{parameters:?}");
    }
}

#[test]
fn a_parameter_that_is_there_twice_makes_it_no_callback() {
    let response = [("code", "C"), ("state", "S")];
    assert!(Callback::read(response).is_some());
    for name in PARAMETERS {
        for twice in [["X", "X"], ["X", ""], ["", "X"], ["", ""]] {
            let others = response.into_iter().filter(|(other, _)| *other != name);
            let parameters: Vec<_> = others.chain(twice.map(|value| (name, value))).collect();
            assert_eq!(Callback::read(parameters.clone()), None, "{parameters:?}");
        }
    }
}

#[test]
fn a_frame_posts_flat_or_in_an_envelope() {
    let responses = [
        (json!({"state": "S", "code": "C"}), code("S", "C")),
        (
            json!({"state": "S", "code": "C", "error": null, "metaSiteId": 5, "more": {"a": []}}),
            code("S", "C"),
        ),
        (
            json!({"state": "S", "error": "login_required"}),
            refused("S", "login_required", None, None),
        ),
        (
            json!({"state": "S", "error": "login_required", "error_description": "nobody is"}),
            refused("S", "login_required", Some("nobody is"), None),
        ),
        (
            json!({"state": "S", "error": "redirect_uri_not_allowed",
                "rejectedOrigin": "https://shop.example", "metaSiteId": "M"}),
            refused(
                "S",
                "redirect_uri_not_allowed",
                None,
                Some("https://shop.example"),
            ),
        ),
        (
            json!({"state": "S", "code": "C", "error": "server_error"}),
            refused("S", "server_error", None, None),
        ),
    ];
    for (flat, expected) in responses {
        let wrapped = json!({"type": "authorization_response", "response": flat});
        assert_eq!(message(flat).as_ref(), Some(&expected));
        assert_eq!(message(wrapped), Some(expected));
    }
}

#[test]
fn an_envelope_of_another_type_is_no_envelope() {
    let response = json!({"state": "S", "code": "C"});
    assert_eq!(
        message(json!({"type": "other", "response": response})),
        None
    );
    assert_eq!(message(json!({ "response": response })), None);
    assert_eq!(message(json!({"type": "authorization_response"})), None);
    // A flat message may have a type of its own.
    assert_eq!(
        message(json!({"type": "other", "state": "S", "code": "C"})),
        Some(code("S", "C"))
    );
    for response in [json!(null), json!("state=other")] {
        assert_eq!(
            message(
                json!({"type": "authorization_response", "response": response, "state": "S", "code": "C"})
            ),
            Some(code("S", "C"))
        );
    }
    // In an envelope only its content counts.
    assert_eq!(
        message(
            json!({"type": "authorization_response", "response": {}, "state": "S", "code": "C"})
        ),
        None
    );
}

#[test]
fn what_else_a_frame_posts_is_no_callback() {
    for posted in [
        json!(null),
        json!(5),
        json!("state=S&code=C"),
        json!(["S", "C"]),
        json!({}),
        json!({"state": "S"}),
        json!({"code": "C"}),
        json!({"state": "", "code": "C"}),
        json!({"state": "S", "code": ""}),
        json!({"state": "S", "code": null}),
        json!({"state": 5, "code": "C"}),
        json!({"state": "S", "code": {"C": 1}}),
        json!({"error": "login_required"}),
        json!({"type": "authorization_response", "response": "state=S&code=C"}),
        json!({"type": "authorization_response", "response": {"state": "S"}}),
        json!({"type": "authorization_response", "response":
            {"type": "authorization_response", "response": {"state": "S", "code": "C"}}}),
    ] {
        assert_eq!(message(posted.clone()), None, "{posted}");
    }
}

#[test]
fn neither_code_nor_state_is_printed() {
    let printed = format!("{:?}", code("confidential", "secret"));
    assert_eq!(printed, "Callback { state: State, response: Code(Code) }");
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn whatever_a_url_says_a_callback_has_its_only_state(
        parameters in prop::collection::vec((prop_oneof![prop::sample::select(PARAMETERS.to_vec()).prop_map(str::to_owned), any::<String>()], any::<String>()), 0..8),
    ) {
        let pairs = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let read = Callback::read(pairs);
        let twice = PARAMETERS.iter().any(|name| parameters.iter().filter(|(other, _)| other == name).count() > 1);
        let state = parameters.iter().find(|(name, _)| name == "state");
        if let Some(callback) = read {
            prop_assert!(!twice);
            prop_assert_eq!(Some(callback.state.expose()), state.map(|(_, value)| value.as_str()));
        }
    }

    #[test]
    fn a_query_and_a_message_say_the_same(state in "[ -~]{0,6}", code in "[ -~]{0,6}", error in "[ -~]{0,6}", which in any::<[bool; 3]>()) {
        let fields = [("state", state), ("code", code), ("error", error)];
        let fields = || fields.iter().zip(which).filter(|(_, there)| *there).map(|((name, value), _)| (*name, value.as_str()));
        let posted = fields().map(|(name, value)| (name.to_owned(), Value::from(value))).collect::<serde_json::Map<_, _>>();
        prop_assert_eq!(Callback::read(fields()), message(Value::Object(posted)));
    }
}
