//! A storage that fails, and the memory that takes its place.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{break_storage, came, fake_storage, giver, heard, in_haste, listener};
use crate::storage::{Storage, compares_and_swaps, exchanges, items, resilient, text};

/// A storage that can be broken, in one that outlives it; and who is warned.
fn breakable() -> (JsValue, Storage, Function) {
    let (fake, warned) = (fake_storage(Some(0)), listener());
    let storage = resilient(&items(&giver(&fake), "shop", true), &warned);
    (fake, storage, warned)
}

#[wasm_bindgen_test]
async fn a_storage_that_works_is_used_and_nobody_is_warned() {
    let (fake, storage, warned) = breakable();
    assert_eq!(storage.shared(), Some(true));
    compares_and_swaps(storage).await;
    assert_eq!(heard(&warned), 0);
    let again = items(&giver(&fake), "shop", true);
    assert_eq!(text(&again).await, "two\nlines");
}

#[wasm_bindgen_test]
async fn a_storage_that_never_worked_is_replaced_by_memory_with_one_warning() {
    let (fake, storage, warned) = breakable();
    break_storage(&fake, &JsValue::TRUE);
    compares_and_swaps(storage).await;
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn a_storage_that_fails_is_not_tried_again_and_not_shared() {
    let (fake, storage, warned) = breakable();
    break_storage(&fake, &JsValue::TRUE);
    assert_eq!(text(&storage).await, "");
    break_storage(&fake, &JsValue::FALSE);
    assert!(exchanges(&storage, "", "here").await);
    assert_eq!(storage.shared(), None);
    let there = items(&giver(&fake), "shop", true);
    assert_eq!(text(&there).await, "");
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn what_was_loaded_is_known_when_the_storage_fails() {
    let (fake, storage, _) = breakable();
    assert!(exchanges(&storage, "", "known").await);
    assert_eq!(text(&storage).await, "known");
    break_storage(&fake, &JsValue::TRUE);
    assert_eq!(text(&storage).await, "known");
}

#[wasm_bindgen_test]
async fn an_exchange_goes_on_from_what_it_had_seen_when_the_storage_fails() {
    let (fake, storage, _) = breakable();
    assert!(exchanges(&storage, "", "seen").await);
    assert_eq!(text(&storage).await, "seen");
    break_storage(&fake, &JsValue::TRUE);
    assert!(exchanges(&storage, "seen", "next").await);
    assert_eq!(text(&storage).await, "next");
}

/// Else a spent refresh token comes back, or somebody who signed out.
#[wasm_bindgen_test]
async fn what_was_stored_last_is_known_when_the_storage_fails() {
    let (fake, storage, _) = breakable();
    assert_eq!(text(&storage).await, "");
    assert!(exchanges(&storage, "", "visitor").await);
    assert!(exchanges(&storage, "visitor", "renewed").await);
    break_storage(&fake, &JsValue::TRUE);
    assert_eq!(text(&storage).await, "renewed");
}

#[wasm_bindgen_test]
async fn two_who_find_the_storage_failing_at_once_share_one_memory() {
    let (fake, storage, warned) = breakable();
    assert_eq!(text(&storage).await, "");
    break_storage(&fake, &JsValue::TRUE);
    let both = Array::of2(&storage.exchange("", "one"), &storage.exchange("", "two"));
    let outcomes = Array::from(&came(Promise::all(&both)).await);
    assert_eq!(outcomes.iter().filter(JsValue::is_truthy).count(), 1);
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn a_storage_that_hangs_has_failed() {
    let (fake, storage, warned) = breakable();
    break_storage(&fake, &"hangs".into());
    let haste = in_haste();
    assert_eq!(text(&storage).await, "");
    drop(haste);
    assert!(exchanges(&storage, "", "one").await);
    assert_eq!(text(&storage).await, "one");
    assert_eq!(heard(&warned), 1);
}
