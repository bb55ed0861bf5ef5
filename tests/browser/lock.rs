use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{Undo, came, forbidden_locks, replace, shorter, soon};

#[wasm_bindgen(module = "/src/browser/lock.js")]
extern "C" {
    fn lock(name: &str) -> Promise;
    fn queue(name: &str) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    static NAVIGATOR: JsValue;
    #[wasm_bindgen(thread_local_v2, js_name = AbortSignal)]
    static ABORT_SIGNAL: JsValue;
}

/// Waits for the lock, and has what lets it go.
async fn held(granted: Promise) -> Function {
    came(granted).await.unchecked_into()
}

fn let_go(release: &Function) {
    release.call0(&JsValue::UNDEFINED).unwrap();
}

/// One at a time, in the order of asking.
async fn excludes(lock: impl Fn(&str) -> Promise, name: &str) {
    let (first, second, third) = (lock(name), lock(name), lock(name));
    let release = held(first).await;
    assert_eq!(soon(&second).await, "pending");
    assert_eq!(soon(&third).await, "pending");
    let_go(&release);
    let release = held(second).await;
    assert_eq!(soon(&third).await, "pending");
    let_go(&release);
    let_go(&held(third).await);
    // It is free again.
    let_go(&held(lock(name)).await);
}

fn without_locks(instead: &JsValue) -> Undo {
    Undo(NAVIGATOR.with(|navigator| replace(navigator, "locks", instead)))
}

#[wasm_bindgen_test]
async fn the_lock_excludes_and_is_released() {
    excludes(lock, "test:excludes").await;
}

#[wasm_bindgen_test]
async fn locks_of_two_names_do_not_exclude_each_other() {
    let one = held(lock("test:one")).await;
    let other = held(lock("test:other")).await;
    let_go(&one);
    let_go(&other);
}

#[wasm_bindgen_test]
async fn a_lock_that_takes_too_long_is_not_granted_later_either() {
    let release = held(lock("test:slow")).await;
    let undo = Undo(ABORT_SIGNAL.with(|signal| replace(signal, "timeout", &shorter(20))));
    assert!(came(lock("test:slow")).await.is_undefined());
    drop(undo);
    let_go(&release);
    // Whoever gave up left nothing held.
    let_go(&held(lock("test:slow")).await);
}

#[wasm_bindgen_test]
async fn a_lock_that_is_granted_in_time_is_held_beyond_it() {
    let undo = Undo(ABORT_SIGNAL.with(|signal| replace(signal, "timeout", &shorter(20))));
    let release = held(lock("test:held")).await;
    drop(undo);
    let second = lock("test:held");
    assert_eq!(soon(&second).await, "pending");
    let_go(&release);
    let_go(&held(second).await);
}

#[wasm_bindgen_test]
async fn a_lock_that_is_let_go_twice_is_let_go_once() {
    let release = held(lock("test:twice")).await;
    let_go(&release);
    let second = held(lock("test:twice")).await;
    let_go(&release);
    let third = lock("test:twice");
    assert_eq!(soon(&third).await, "pending");
    let_go(&second);
    let_go(&held(third).await);
}

#[wasm_bindgen_test]
async fn a_queue_excludes_and_is_released() {
    excludes(queue, "test:queue").await;
}

#[wasm_bindgen_test]
async fn without_web_locks_a_page_queues() {
    let _undo = without_locks(&JsValue::UNDEFINED);
    excludes(lock, "test:none").await;
}

#[wasm_bindgen_test]
async fn where_web_locks_are_forbidden_a_page_queues() {
    let _undo = without_locks(&forbidden_locks("SecurityError"));
    excludes(lock, "test:forbidden").await;
}

#[wasm_bindgen_test]
async fn web_locks_that_fail_otherwise_are_not_granted() {
    let _undo = without_locks(&forbidden_locks("InvalidStateError"));
    assert!(came(lock("test:failing")).await.is_undefined());
}
