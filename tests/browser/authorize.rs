//! The one place where a token becomes a header.

use js_sys::{Array, JSON, Object};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{member, object};
use crate::request::Headers;

#[wasm_bindgen(module = "/src/browser/authorize.js")]
extern "C" {
    fn authorize(headers: &JsValue, token: &str) -> JsValue;
}

fn written(value: &JsValue) -> String {
    String::from(JSON::stringify(value).expect("JSON"))
}

#[wasm_bindgen_test]
fn a_record_gets_one_more_member_and_is_not_changed() {
    for (given, expected) in [
        (object(&[]), r#"{"authorization":"T"}"#),
        (
            object(&[("X-A", "1".into()), ("set", "2".into())]),
            r#"{"X-A":"1","set":"2","authorization":"T"}"#,
        ),
    ] {
        let before = written(&given);
        assert_eq!(written(&authorize(&given, "T")), expected);
        assert_eq!(written(&given), before);
    }
}

#[wasm_bindgen_test]
fn pairs_get_one_more_pair_and_are_not_changed() {
    let pairs = Array::of1(&Array::of2(&"X-A".into(), &"1".into()));
    let signed = authorize(&pairs, "T");
    assert_eq!(written(&signed), r#"[["X-A","1"],["authorization","T"]]"#);
    assert_eq!(pairs.length(), 1);
}

#[wasm_bindgen_test]
fn headers_are_changed_in_place_and_have_one_value() {
    let headers: JsValue = Headers::new(&object(&[("x-a", "1".into())])).into();
    let once = authorize(&headers, "T1");
    let twice = authorize(&once, "T2");
    assert!(Object::is(&headers, &twice));
    let get = member(&headers, "get").unchecked_into::<js_sys::Function>();
    let value = get.call1(&headers, &"authorization".into()).unwrap();
    assert_eq!(value, JsValue::from_str("T2"));
}
