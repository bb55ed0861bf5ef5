//! Bindings of `wait.js`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/wait.js")]
extern "C" {
    pub type Waiting;
    #[wasm_bindgen(thread_local_v2, js_name = waiting)]
    pub static WAITING: Waiting;
    #[wasm_bindgen(method, getter, js_name = for)]
    pub fn promise(this: &Waiting) -> Promise;
    #[wasm_bindgen(method, setter, js_name = for)]
    pub fn set_promise(this: &Waiting, promise: &Promise);
    #[wasm_bindgen(method, getter)]
    pub fn came(this: &Waiting) -> JsValue;
    #[wasm_bindgen(method, setter)]
    pub fn set_came(this: &Waiting, value: &JsValue);
    #[wasm_bindgen(method, catch)]
    pub fn take(this: &Waiting) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method)]
    pub fn succeeded(this: &Waiting) -> bool;
}
