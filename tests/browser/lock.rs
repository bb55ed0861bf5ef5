use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{
    Undo, dispatch_to_document, event, forbidden_locks, fulfilled, in_haste, replace, soon,
    unanswering_locks,
};

#[wasm_bindgen(module = "/src/browser/lock.js")]
extern "C" {
    fn lock(name: &str) -> Promise;
    fn queue(name: &str) -> Promise;
    #[wasm_bindgen(js_name = queue)]
    fn queue_of(key: &JsValue) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    static NAVIGATOR: JsValue;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: JsValue;
}

/// Waits for the lock, and has what lets it go.
async fn held(granted: Promise) -> Function {
    fulfilled(granted).await.unchecked_into()
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

/// A request that gave up is granted nothing later, and leaves nothing held.
async fn gives_up(lock: impl Fn(&str) -> Promise, name: &str) {
    let release = held(lock(name)).await;
    let haste = in_haste();
    let (late, later) = (lock(name), lock(name));
    assert!(fulfilled(late).await.is_undefined());
    assert!(fulfilled(later).await.is_undefined());
    drop(haste);
    let last = lock(name);
    assert_eq!(soon(&last).await, "pending");
    let_go(&release);
    let_go(&held(last).await);
    let_go(&held(lock(name)).await);
}

#[wasm_bindgen_test]
async fn a_lock_that_takes_too_long_is_not_granted_later_either() {
    gives_up(lock, "test:slow").await;
}

#[wasm_bindgen_test]
async fn a_queue_that_takes_too_long_is_left() {
    gives_up(queue, "test:slow queue").await;
}

#[wasm_bindgen_test]
async fn a_lock_that_is_granted_in_time_is_held_beyond_it() {
    for lock in [lock, queue] {
        let haste = in_haste();
        let release = held(lock("test:held")).await;
        let second = lock("test:held");
        assert!(fulfilled(second).await.is_undefined());
        let third = lock("test:held");
        drop(haste);
        assert_eq!(soon(&third).await, "pending");
        let_go(&release);
        let_go(&held(third).await);
    }
}

#[wasm_bindgen_test]
async fn a_browser_that_answers_no_lock_is_waited_for_within_bounds() {
    let _undo = without_locks(&unanswering_locks());
    let _haste = in_haste();
    assert!(fulfilled(lock("test:unanswered")).await.is_undefined());
}

/// The browser would grant it only then, and the time would run.
#[wasm_bindgen_test]
async fn a_page_that_is_rendered_ahead_takes_a_lock_when_it_is_shown() {
    let ahead = Undo(DOCUMENT.with(|document| replace(document, "prerendering", &JsValue::TRUE)));
    let haste = in_haste();
    let granted = lock("test:ahead");
    // Longer than the limit.
    fulfilled(crate::fakes::sleep(32_000, &JsValue::UNDEFINED)).await;
    assert_eq!(soon(&granted).await, "pending");
    drop((ahead, haste));
    dispatch_to_document(&event("prerenderingchange"));
    let_go(&held(granted).await);
}

#[wasm_bindgen_test]
async fn queues_of_two_keys_do_not_exclude_each_other() {
    let (one, other): (JsValue, JsValue) = (Function::default().into(), Function::default().into());
    let release = held(queue_of(&one)).await;
    let_go(&held(queue_of(&other)).await);
    let second = queue_of(&one);
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
    assert!(fulfilled(lock("test:failing")).await.is_undefined());
}
