//! A storage that is forbidden, and one that fails.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{
    break_storage, deceive, failure, fake_storage, fulfilled, giver, go_on, heard, in_haste,
    listener, member, name_of, soon, thrown,
};
use crate::storage::{Storage, compares_and_swaps, exchanges, items, resilient, text};

/// A storage that can be broken, in one that outlives it; and who is warned.
fn breakable() -> (JsValue, Storage, Function) {
    let (fake, warned) = (fake_storage(Some(0)), listener());
    let storage = resilient(&items(&giver(&fake), "shop", true), &warned, &failure());
    (fake, storage, warned)
}

/// What is in it, whatever else it is.
async fn kept(fake: &JsValue) -> String {
    break_storage(fake, &JsValue::FALSE);
    text(&items(&giver(fake), "shop", true)).await
}

/// The name of what the storage threw.
async fn cause(outcome: Promise) -> String {
    name_of(&member(&thrown(outcome).await, "cause"))
}

#[wasm_bindgen_test]
async fn a_storage_that_works_is_used_and_nobody_is_warned() {
    let (fake, storage, warned) = breakable();
    assert_eq!(storage.shared(), Some(true));
    compares_and_swaps(storage).await;
    assert_eq!(heard(&warned), 0);
    assert_eq!(kept(&fake).await, "two\nlines");
}

#[wasm_bindgen_test]
async fn a_storage_that_is_forbidden_is_replaced_by_memory_with_one_warning() {
    let (fake, storage, warned) = breakable();
    break_storage(&fake, &JsValue::TRUE);
    compares_and_swaps(storage).await;
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn a_storage_that_was_forbidden_is_not_tried_again_and_not_shared() {
    let (fake, storage, warned) = breakable();
    break_storage(&fake, &JsValue::TRUE);
    assert_eq!(text(&storage).await, "");
    break_storage(&fake, &JsValue::FALSE);
    assert!(exchanges(&storage, "", "here").await);
    assert_eq!(storage.shared(), None);
    assert_eq!(kept(&fake).await, "");
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn two_who_find_the_storage_forbidden_at_once_share_one_memory() {
    let (fake, storage, warned) = breakable();
    break_storage(&fake, &JsValue::TRUE);
    let both = Array::of2(&storage.exchange("", "one"), &storage.exchange("", "two"));
    let outcomes = Array::from(&fulfilled(Promise::all(&both)).await);
    assert_eq!(outcomes.iter().filter(JsValue::is_truthy).count(), 1);
    assert_eq!(heard(&warned), 1);
}

/// Else somebody who signed out, or a spent refresh token, comes back.
#[wasm_bindgen_test]
async fn a_storage_that_worked_is_never_replaced() {
    let _haste = in_haste();
    let (fake, storage, warned) = breakable();
    assert!(exchanges(&storage, "", "one").await);
    for broken in ["SecurityError", "QuotaExceededError", "TypeError"] {
        break_storage(&fake, &broken.into());
        assert_eq!(cause(storage.load()).await, broken);
        assert_eq!(cause(storage.exchange("one", "two")).await, broken);
        break_storage(&fake, &JsValue::FALSE);
        assert_eq!(text(&storage).await, "one");
    }
    assert_eq!(storage.shared(), Some(true));
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn a_storage_that_fails_at_first_is_unknown_and_not_empty() {
    let _haste = in_haste();
    for broken in [
        "InvalidStateError",
        "UnknownError",
        "AbortError",
        "QuotaExceededError",
        "TimeoutError",
        "ReferenceError",
    ] {
        let (fake, storage, warned) = breakable();
        break_storage(&fake, &broken.into());
        assert_eq!(cause(storage.load()).await, broken);
        assert_eq!(cause(storage.exchange("", "one")).await, broken);
        assert_eq!(heard(&warned), 1);
        assert_eq!(storage.shared(), Some(true));
        assert_eq!(kept(&fake).await, "");
        assert!(exchanges(&storage, "", "one").await);
        assert_eq!(text(&storage).await, "one");
        assert_eq!(heard(&warned), 1);
    }
}

#[wasm_bindgen_test]
async fn a_storage_that_fails_three_times_is_waited_for() {
    let _haste = in_haste();
    let (fake, storage, warned) = breakable();
    for times in 1..=3 {
        break_storage(&fake, &times.into());
        assert_eq!(text(&storage).await, "");
    }
    for times in 1..=3 {
        let next = times.to_string();
        let seen = text(&storage).await;
        break_storage(&fake, &times.into());
        assert!(exchanges(&storage, &seen, &next).await);
        assert_eq!(text(&storage).await, next);
    }
    assert_eq!(heard(&warned), 0);
}

#[wasm_bindgen_test]
async fn a_storage_that_fails_is_asked_four_times_and_no_more() {
    let _haste = in_haste();
    let (fake, storage, _) = breakable();
    break_storage(&fake, &5.into());
    assert_eq!(cause(storage.load()).await, "InvalidStateError");
    assert_eq!(member(&fake, "broken"), 1);
}

#[wasm_bindgen_test]
async fn a_storage_that_hangs_has_failed_after_one_timeout_and_is_asked_again_later() {
    let (fake, storage, warned) = breakable();
    break_storage(&fake, &"hangs".into());
    let haste = in_haste();
    assert_eq!(cause(storage.load()).await, "TimeoutError");
    assert_eq!(cause(storage.exchange("", "lost")).await, "TimeoutError");
    drop(haste);
    assert_eq!(soon(&storage.load()).await, "pending");
    assert_eq!(Array::from(&member(&fake, "hanging")).length(), 3);
    break_storage(&fake, &JsValue::FALSE);
    assert!(exchanges(&storage, "", "one").await);
    go_on(&fake);
    assert_eq!(text(&storage).await, "one");
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn an_exchange_that_was_made_although_it_failed_is_made() {
    let _haste = in_haste();
    let (fake, storage, warned) = breakable();
    deceive(&fake);
    break_storage(&fake, &1.into());
    assert!(exchanges(&storage, "", "one").await);
    assert_eq!(kept(&fake).await, "one");
    // Also when it is known only at the next use.
    break_storage(&fake, &"UnknownError".into());
    assert!(exchanges(&storage, "one", "two").await);
    break_storage(&fake, &"hangs writing".into());
    thrown(storage.exchange("two", "three")).await;
    go_on(&fake);
    assert!(exchanges(&storage, "two", "three").await);
    assert_eq!(text(&storage).await, "three");
    assert_eq!(heard(&warned), 1);
}

/// Else two tabs could use one login state.
#[wasm_bindgen_test]
async fn what_somebody_else_stored_is_no_exchange_of_ours() {
    let (fake, storage, _) = breakable();
    let other = items(&giver(&fake), "shop", true);
    let both = Array::of2(&storage.exchange("", "same"), &storage.exchange("", "same"));
    let outcomes = Array::from(&fulfilled(Promise::all(&both)).await);
    assert_eq!(outcomes.iter().filter(JsValue::is_truthy).count(), 1);
    assert!(exchanges(&other, "same", "taken").await);
    assert!(!exchanges(&storage, "same", "taken").await);
}
