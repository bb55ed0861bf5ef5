use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{
    Undo, endless, frozen, fulfilled, giver, in_haste, later, name_of, rejecting, resolved, sleep,
    soon, thrown,
};

#[wasm_bindgen(module = "/src/browser/time.js")]
extern "C" {
    fn within(milliseconds: u32, work: &Function) -> Promise;
    #[wasm_bindgen(js_name = within)]
    fn within_by(milliseconds: u32, work: &Closure<dyn FnMut(JsValue) -> Promise>) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    type AbortSignal;
    #[wasm_bindgen(method, getter)]
    fn aborted(this: &AbortSignal) -> bool;
}

#[wasm_bindgen_test]
async fn work_that_ends_in_time_brings_what_it_brings() {
    let value = JsValue::from_str("done");
    assert_eq!(fulfilled(within(1000, &giver(&value))).await, value);
}

#[wasm_bindgen_test]
async fn work_that_fails_fails_with_the_same_value() {
    let reason = JsValue::from_str("a bare text");
    assert_eq!(thrown(within(1000, &rejecting(&reason))).await, reason);
}

#[wasm_bindgen_test]
async fn work_that_takes_too_long_is_aborted_and_its_caller_rejected() {
    let signal = std::rc::Rc::new(std::cell::RefCell::new(None));
    let given = signal.clone();
    let work = Closure::new(move |signal: JsValue| {
        *given.borrow_mut() = Some(signal.unchecked_into::<AbortSignal>());
        endless()
    });
    let waiting = within_by(20, &work);
    assert!(!signal.borrow().as_ref().unwrap().aborted());
    assert_eq!(name_of(&thrown(waiting).await), "TimeoutError");
    assert!(signal.borrow().as_ref().unwrap().aborted());
}

#[wasm_bindgen_test]
async fn work_that_ended_in_time_is_not_aborted_afterwards() {
    let signal = std::rc::Rc::new(std::cell::RefCell::new(None));
    let given = signal.clone();
    let work = Closure::new(move |signal: JsValue| {
        *given.borrow_mut() = Some(signal.unchecked_into::<AbortSignal>());
        resolved(&JsValue::NULL)
    });
    fulfilled(within_by(5, &work)).await;
    later().await;
    assert!(!signal.borrow().as_ref().unwrap().aborted());
}

/// The answer may be there as well, and would come a moment later.
#[wasm_bindgen_test]
async fn a_limit_does_not_run_while_a_tab_is_frozen() {
    let waiting = {
        let _haste = in_haste();
        within(10_000, &giver(&endless()))
    };
    // An hour passes, and only then the timer fires: it is set once more.
    let undo = Undo(frozen(3_600_000.0));
    fulfilled(sleep(600, &JsValue::UNDEFINED)).await;
    assert_eq!(soon(&waiting).await, "pending");
    drop(undo);
}

#[wasm_bindgen_test]
async fn a_limit_of_a_tab_that_is_frozen_again_and_again_ends() {
    let _haste = in_haste();
    let waiting = within(10_000, &giver(&endless()));
    let undo = Undo(frozen(3_600_000.0));
    assert_eq!(name_of(&thrown(waiting).await), "TimeoutError");
    drop(undo);
}
