use fetch_with_auth::bindings::json::{from_value, to_value};
use fetch_with_auth::json::Json;
use js_sys::JSON;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn written(value: &JsValue) -> Option<String> {
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
}

const TEXTS: [&str; 9] = [
    "null",
    "true",
    "-1.5",
    "9007199254740991",
    "\"\"",
    "\"\u{e9}\\n\u{1f600}\"",
    "[]",
    "[null,[{}],\"0\"]",
    "{\"b\":{\"a\":[1,false]},\"0\":\"\",\"\u{e9}\":null}",
];

#[wasm_bindgen_test]
fn plain_values_are_read_as_serde_wasm_bindgen_reads_them() {
    for text in TEXTS {
        let value = JSON::parse(text).unwrap();
        let theirs: Json = serde_wasm_bindgen::from_value(value.clone()).unwrap();
        assert!(from_value(value) == theirs, "{text}");
    }
}

#[wasm_bindgen_test]
fn json_is_written_as_serde_wasm_bindgen_writes_it() {
    for text in TEXTS {
        let json = from_value(JSON::parse(text).unwrap());
        let theirs = json.serialize(&Serializer::json_compatible()).unwrap();
        assert_eq!(written(&to_value(&json)), written(&theirs), "{text}");
    }
}

#[wasm_bindgen_test]
fn what_json_does_not_have_reads_as_null() {
    for value in [JsValue::UNDEFINED, js_sys::Symbol::iterator().into()] {
        assert!(from_value(value) == Json::Null);
    }
}
