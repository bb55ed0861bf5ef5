//! JSON between Rust and JavaScript, as plain values. serde-wasm-bindgen would do
//! the same and cost a page 14 kB.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::json::Json;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object)]
    fn entries(value: &JsValue) -> Array;

    /// An object of plain values.
    #[wasm_bindgen(js_name = Object)]
    type Plain;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Plain;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Plain, name: &str, value: &JsValue);
}

/// JSON as plain values.
pub fn to_value(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Truth(truth) => (*truth).into(),
        Json::Number(number) => (*number).into(),
        Json::Text(text) => JsValue::from_str(text),
        Json::List(items) => {
            let list = Array::new();
            for item in items {
                list.push(&to_value(item));
            }
            list.into()
        }
        Json::Object(members) => {
            let object = Plain::new();
            for (name, value) in members {
                object.set(name, &to_value(value));
            }
            object.into()
        }
    }
}

/// Plain values as JSON; null if they are none.
pub fn from_value(value: JsValue) -> Json {
    if let Some(text) = value.as_string() {
        Json::Text(text)
    } else if let Some(number) = value.as_f64() {
        Json::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Json::Truth(truth)
    } else if value.is_object() {
        // An array as well: by its indices.
        let pairs = entries(&value);
        let members = (0..pairs.length()).map(|index| {
            let pair: Array = pairs.get(index).unchecked_into();
            (pair.get(0), from_value(pair.get(1)))
        });
        if Array::is_array(&value) {
            Json::List(members.map(|(_, item)| item).collect::<Vec<_>>())
        } else {
            let name = |name: JsValue| name.as_string().unwrap_or_default();
            let members = members.map(|(key, value)| (name(key), value));
            Json::Object(members.collect::<Vec<(String, Json)>>())
        }
    } else {
        Json::Null
    }
}
