//! Bindings of `fakes.js`, and short ways to look at JavaScript values.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/browser/fakes.js")]
extern "C" {
    pub fn sleep(milliseconds: u32, value: &JsValue) -> Promise;
    pub fn resolved(value: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = soon)]
    fn soon_of(promise: &Promise) -> Promise;
    #[wasm_bindgen(js_name = fakeStorage)]
    pub fn fake_storage(late: Option<u32>) -> JsValue;
    #[wasm_bindgen(js_name = breakStorage)]
    pub fn break_storage(fake: &JsValue, how: &JsValue);
    #[wasm_bindgen(js_name = goOn)]
    pub fn go_on(fake: &JsValue);
    pub fn deceive(fake: &JsValue);
    #[wasm_bindgen(thread_local_v2, js_name = failure)]
    static FAILURE: Function;
    #[wasm_bindgen(js_name = breakIndexedDb)]
    pub fn break_indexed_db(way: &str, times: u32) -> Function;
    #[wasm_bindgen(js_name = forbidLocalStorage)]
    pub fn forbid_local_storage() -> Function;
    pub fn giver(value: &JsValue) -> Function;
    pub fn listener() -> Function;
    pub fn replace(target: &JsValue, name: &str, value: &JsValue) -> Function;
    #[wasm_bindgen(js_name = forbiddenLocks)]
    pub fn forbidden_locks(name: &str) -> JsValue;
    #[wasm_bindgen(js_name = unansweringLocks)]
    pub fn unanswering_locks() -> JsValue;
    #[wasm_bindgen(js_name = dispatchToDocument)]
    pub fn dispatch_to_document(event: &JsValue);
    fn hasty() -> Function;
    pub fn frozen(milliseconds: f64) -> Function;
    pub fn peek(name: &str, key: &str) -> Promise;
    pub fn poke(name: &str, key: &str, value: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = deleteDatabase)]
    pub fn delete_database(name: &str) -> Promise;
    #[wasm_bindgen(variadic, js_name = fetchSpy)]
    pub fn fetch_spy(answers: &Array) -> Function;
    pub fn rejecting(reason: &JsValue) -> Function;
    pub fn endless() -> Promise;
    pub fn response(status: u16, body: &JsValue, headers: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = seen)]
    fn seen_by(spy: &Function) -> Promise;
    #[wasm_bindgen(js_name = collected)]
    fn collected_of(make: &Closure<dyn FnMut() -> JsValue>) -> JsValue;
    pub fn delivered(name: &str, say: &Function, message: u32) -> Promise;
    pub fn event(name: &str) -> JsValue;
    pub fn pageshow(persisted: bool) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;
    #[wasm_bindgen(js_name = dispatchEvent)]
    pub fn dispatch(event: &JsValue) -> bool;
}

/// Waits for a promise that is fulfilled.
pub async fn fulfilled(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.expect("a fulfilled promise")
}

/// Waits for a promise that is rejected.
pub async fn thrown(promise: Promise) -> JsValue {
    JsFuture::from(promise)
        .await
        .expect_err("a rejected promise")
}

/// What becomes of a promise within a few milliseconds: "fulfilled", "rejected"
/// or "pending".
pub async fn soon(promise: &Promise) -> String {
    let state = Array::from(&fulfilled(soon_of(promise)).await);
    state.get(0).as_string().unwrap_or_default()
}

/// What a fetch was called with, a text per call.
pub async fn seen(spy: &Function) -> Vec<String> {
    texts(&fulfilled(seen_by(spy)).await)
}

/// Makes an error of a cause, as the package does.
pub fn failure() -> Function {
    FAILURE.with(Function::clone)
}

/// What is fulfilled once that which is made was collected; None where an
/// engine does not collect on demand.
pub fn collected(make: &(impl Fn() -> JsValue + Clone + 'static)) -> Option<Promise> {
    let made = collected_of(&Closure::new(make.clone()));
    made.dyn_into().ok()
}

/// Some milliseconds later.
pub async fn later() {
    fulfilled(sleep(20, &JsValue::UNDEFINED)).await;
}

pub fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).expect("an object")
}

pub fn name_of(error: &JsValue) -> String {
    member(error, "name").as_string().unwrap_or_default()
}

pub fn texts(list: &JsValue) -> Vec<String> {
    let list = Array::from(list);
    list.iter()
        .map(|text| text.as_string().unwrap_or_default())
        .collect()
}

/// How often a [`listener`] was called.
pub fn heard(listener: &Function) -> u32 {
    Array::from(&member(listener, "heard")).length()
}

/// An object of these members.
pub fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).expect("a plain object");
    }
    object.into()
}

/// As if seconds passed in a moment.
pub fn in_haste() -> Undo {
    Undo(GLOBAL.with(|global| replace(global, "setTimeout", &hasty())))
}

/// What is done when a test ends, however it ends.
pub struct Undo(pub Function);

impl Drop for Undo {
    fn drop(&mut self) {
        self.0.call0(&JsValue::NULL).expect("what undoes");
    }
}
