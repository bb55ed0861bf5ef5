//! JSON as a tree, as it comes from a server and goes to one.
#![cfg(all(not(target_arch = "wasm32"), feature = "members"))]

use fetch_with_auth::json::Json;
use serde::Deserialize;
use serde::de::value::{self, BytesDeserializer};
use serde_json::{Value, json};

fn tree(value: &Value) -> Json {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn what_is_read_is_written() {
    for value in [
        json!(null),
        json!(true),
        json!(1.5),
        json!(""),
        json!("\u{e9}\n\"\u{1f600}"),
        json!([]),
        json!([null, [1.5, {"a": [{}]}]]),
        json!({"b": 0.25, "a": null, "": "x"}),
    ] {
        assert_eq!(serde_json::to_value(tree(&value)).unwrap(), value);
    }
}

#[test]
fn what_is_null_is_left_out_of_an_object() {
    let mut object = Json::object();
    object.set("a", Json::Null);
    object.set("b", "x".into());
    object.put("c", None);
    object.put("d", Some("y"));
    object.count("e", None);
    object.set("f", Json::object());
    assert_eq!(
        serde_json::to_value(object).unwrap(),
        json!({"b": "x", "d": "y", "f": {}})
    );
}

#[test]
fn a_member_of_whatever_has_none_is_null() {
    for value in [
        json!(null),
        json!(5),
        json!("a"),
        json!(["a"]),
        json!({"b": 1}),
    ] {
        assert_eq!(tree(&value).get("a"), &Json::Null, "{value}");
        assert_eq!(tree(&value).get("a").get("b").text(), None);
    }
}

#[test]
fn a_text_is_not_empty() {
    assert_eq!(tree(&json!("x")).text(), Some("x"));
    for value in [
        json!(""),
        json!(null),
        json!(5),
        json!(true),
        json!(["x"]),
        json!({"x": "x"}),
    ] {
        assert_eq!(tree(&value).text(), None, "{value}");
    }
}

#[test]
fn whole_numbers_and_booleans_may_stand_for_texts() {
    for (value, text) in [
        (json!("x"), Some("x")),
        (json!(true), Some("true")),
        (json!(false), Some("false")),
        (json!(0), Some("0")),
        (json!(-0.0), Some("0")),
        (json!(-19976), Some("-19976")),
        (json!(1_790_000_000_u64), Some("1790000000")),
        (json!(3.0), Some("3")),
        (json!(9_007_199_254_740_991_i64), Some("9007199254740991")),
        // JavaScript cannot tell it from its neighbour.
        (json!(9_007_199_254_740_992_i64), None),
        (json!(1.5), None),
        (json!(1e300), None),
        (json!(""), None),
        (json!(null), None),
        (json!([1]), None),
        (json!({"a": 1}), None),
    ] {
        assert_eq!(tree(&value).loose().as_deref(), text, "{value}");
    }
    assert_eq!(Json::Number(f64::NAN).loose(), None);
    assert_eq!(Json::Number(f64::INFINITY).loose(), None);
}

#[test]
fn what_no_json_has_is_an_error_that_says_so() {
    let bytes = BytesDeserializer::<value::Error>::new(b"x");
    let error = Json::deserialize(bytes).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: byte array, expected JSON");
}

#[test]
fn it_is_not_printed() {
    assert_eq!(
        format!("{:?}", tree(&json!({"password": "secret"}))),
        "Json"
    );
}
