use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{
    Undo, break_indexed_db, break_storage, delete_database, failure, fake_storage,
    forbid_local_storage, fulfilled, giver, go_on, heard, in_haste, later, listener, member,
    name_of, peek, poke, replace, thrown,
};

#[wasm_bindgen(module = "/src/browser/storage.js")]
extern "C" {
    pub type Storage;
    #[wasm_bindgen(js_name = indexedDb)]
    fn indexed_db(key: &str, name: &str) -> Storage;
    pub fn items(storage: &Function, key: &str, shared: bool) -> Storage;
    fn memory() -> Storage;
    pub fn resilient(storage: &Storage, warn: &Function, failed: &Function) -> Storage;
    #[wasm_bindgen(method, getter)]
    pub fn shared(this: &Storage) -> Option<bool>;
    #[wasm_bindgen(method)]
    pub fn load(this: &Storage) -> Promise;
    #[wasm_bindgen(method)]
    pub fn exchange(this: &Storage, seen: &str, next: &str) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = sessionStorage)]
    static SESSION: JsValue;
}

pub async fn text(storage: &Storage) -> String {
    fulfilled(storage.load()).await.as_string().expect("a text")
}

pub async fn exchanges(storage: &Storage, seen: &str, next: &str) -> bool {
    let outcome = fulfilled(storage.exchange(seen, next)).await;
    outcome.as_bool().expect("true or false")
}

/// A database of this name, emptied; and its name.
async fn emptied(name: &str) -> String {
    let name = format!("test-{name}");
    fulfilled(delete_database(&name)).await;
    name
}

/// What every kind of storage does.
pub async fn compares_and_swaps(storage: Storage) {
    assert_eq!(text(&storage).await, "");
    assert!(!exchanges(&storage, "other", "one").await);
    assert_eq!(text(&storage).await, "");
    assert!(exchanges(&storage, "", "one").await);
    assert_eq!(text(&storage).await, "one");
    assert!(!exchanges(&storage, "", "two").await);
    assert!(!exchanges(&storage, "ONE", "two").await);
    assert_eq!(text(&storage).await, "one");
    assert!(exchanges(&storage, "one", "two\nlines").await);
    assert_eq!(text(&storage).await, "two\nlines");
}

/// Of many exchanges at once, by several who share it, one wins.
async fn lets_one_win(storages: &[Storage]) {
    let attempts = (0..12usize).map(|at| {
        let storage = &storages[at % storages.len()];
        storage.exchange("", &at.to_string())
    });
    let outcomes = fulfilled(Promise::all(&attempts.collect::<Array>())).await;
    let outcomes = Array::from(&outcomes).iter().collect::<Vec<_>>();
    let winners = (0..12).filter(|at| outcomes[*at].is_truthy());
    let winners = winners.map(|at| at.to_string()).collect::<Vec<_>>();
    assert_eq!(winners.len(), 1, "{winners:?}");
    for storage in storages {
        assert_eq!(text(storage).await, winners[0]);
    }
}

#[wasm_bindgen_test]
async fn indexed_db_compares_and_swaps() {
    let name = emptied("swap").await;
    compares_and_swaps(indexed_db("shop", &name)).await;
}

#[wasm_bindgen_test]
async fn indexed_db_keeps_one_text_under_one_key() {
    let name = emptied("key").await;
    let (one, other) = (indexed_db("one", &name), indexed_db("other", &name));
    assert!(exchanges(&one, "", "1").await);
    assert!(exchanges(&other, "", "2").await);
    assert_eq!(fulfilled(peek(&name, "one")).await, JsValue::from_str("1"));
    assert_eq!(
        fulfilled(peek(&name, "other")).await,
        JsValue::from_str("2")
    );
    assert_eq!(one.shared(), Some(true));
}

#[wasm_bindgen_test]
async fn indexed_db_survives_reopening() {
    let name = emptied("reopen").await;
    assert!(exchanges(&indexed_db("shop", &name), "", "kept").await);
    let again = indexed_db("shop", &name);
    assert_eq!(text(&again).await, "kept");
    assert!(exchanges(&again, "kept", "next").await);
}

#[wasm_bindgen_test]
async fn of_many_exchanges_in_indexed_db_one_wins() {
    let name = emptied("race").await;
    let connections = [(); 3].map(|()| indexed_db("shop", &name));
    lets_one_win(&connections).await;
}

#[wasm_bindgen_test]
async fn a_look_that_begins_after_an_exchange_sees_it() {
    let name = emptied("order").await;
    let (one, other) = (indexed_db("shop", &name), indexed_db("shop", &name));
    assert_eq!(text(&one).await, "");
    assert_eq!(text(&other).await, "");
    let exchange = one.exchange("", "new");
    let (own, others) = (one.load(), other.load());
    assert_eq!(fulfilled(own).await, JsValue::from_str("new"));
    fulfilled(exchange).await;
    fulfilled(others).await;
    assert_eq!(text(&other).await, "new");
}

#[wasm_bindgen_test]
async fn what_is_no_text_in_indexed_db_reads_as_empty() {
    let name = emptied("foreign").await;
    let storage = indexed_db("shop", &name);
    assert_eq!(text(&storage).await, "");
    for foreign in [JsValue::from_f64(7.0), JsValue::NULL, Array::new().into()] {
        fulfilled(poke(&name, "shop", &foreign)).await;
        assert_eq!(text(&storage).await, "");
    }
    assert!(exchanges(&storage, "", "ours").await);
    assert_eq!(text(&storage).await, "ours");
}

#[wasm_bindgen_test]
async fn a_database_that_was_deleted_is_opened_again() {
    let name = emptied("deleted").await;
    let storage = indexed_db("shop", &name);
    assert!(exchanges(&storage, "", "old").await);
    fulfilled(delete_database(&name)).await;
    assert_eq!(text(&storage).await, "");
    assert!(exchanges(&storage, "", "new").await);
    assert_eq!(text(&storage).await, "new");
}

/// What each of these ways throws, and whether only writes fail so.
const WAYS: [(&str, &str, bool); 6] = [
    ("open throws UnknownError", "UnknownError", false),
    ("open fails", "UnknownError", false),
    (
        "a transaction throws InvalidStateError",
        "InvalidStateError",
        false,
    ),
    ("the connection was closed", "InvalidStateError", false),
    ("a read is aborted", "", false),
    ("a write is aborted", "", true),
];

/// Of a page that has just been loaded, with "kept" stored already; and who is
/// warned.
async fn reloaded(name: &str) -> (Storage, Function) {
    let name = emptied(name).await;
    assert!(exchanges(&indexed_db("shop", &name), "", "kept").await);
    let warned = listener();
    let storage = resilient(&indexed_db("shop", &name), &warned, &failure());
    (storage, warned)
}

#[wasm_bindgen_test]
async fn indexed_db_that_fails_a_few_times_is_used_and_nobody_is_warned() {
    let _haste = in_haste();
    for (way, _, _) in WAYS {
        for times in 1..=3 {
            let (storage, warned) = reloaded("few").await;
            let undo = Undo(break_indexed_db(way, times));
            assert_eq!(text(&storage).await, "kept", "{way}");
            assert!(exchanges(&storage, "kept", "next").await, "{way}");
            assert_eq!(text(&storage).await, "next", "{way}");
            drop(undo);
            assert_eq!(heard(&warned), 0, "{way}");
        }
    }
}

#[wasm_bindgen_test]
async fn an_exchange_in_indexed_db_that_fails_a_few_times_is_made_once() {
    let _haste = in_haste();
    for (way, _, _) in WAYS {
        for times in 1..=3 {
            let (storage, _) = reloaded("writes").await;
            assert_eq!(text(&storage).await, "kept");
            let undo = Undo(break_indexed_db(way, times));
            assert!(exchanges(&storage, "kept", "next").await, "{way}");
            drop(undo);
            assert!(!exchanges(&storage, "kept", "late").await, "{way}");
            assert_eq!(text(&storage).await, "next", "{way}");
        }
    }
}

/// Unknown is not empty.
#[wasm_bindgen_test]
async fn indexed_db_that_fails_for_long_is_no_empty_one_and_works_again_later() {
    let _haste = in_haste();
    for (way, error, is_write) in WAYS {
        let (storage, warned) = reloaded("long").await;
        let undo = Undo(break_indexed_db(way, u32::MAX));
        if !is_write {
            let cause = member(&thrown(storage.load()).await, "cause");
            if !error.is_empty() {
                assert_eq!(name_of(&cause), error, "{way}");
            }
        }
        thrown(storage.exchange("kept", "lost")).await;
        drop(undo);
        assert_eq!(storage.shared(), Some(true), "{way}");
        assert_eq!(text(&storage).await, "kept", "{way}");
        assert!(exchanges(&storage, "kept", "next").await, "{way}");
        assert_eq!(heard(&warned), 1, "{way}");
    }
}

#[wasm_bindgen_test]
async fn indexed_db_that_never_answers_has_failed_once_and_is_opened_again() {
    for way in ["open hangs", "a transaction hangs"] {
        let (storage, warned) = reloaded("hangs").await;
        let undo = Undo(break_indexed_db(way, u32::MAX));
        let haste = in_haste();
        let cause = member(&thrown(storage.load()).await, "cause");
        assert_eq!(name_of(&cause), "TimeoutError", "{way}");
        thrown(storage.exchange("kept", "lost")).await;
        drop((undo, haste));
        assert_eq!(text(&storage).await, "kept", "{way}");
        assert!(exchanges(&storage, "kept", "next").await, "{way}");
        assert_eq!(heard(&warned), 1, "{way}");
    }
}

/// Each open says so, and nothing else.
#[wasm_bindgen_test]
async fn indexed_db_where_a_user_blocks_all_storage_is_forbidden_and_not_failed() {
    let (storage, warned) = reloaded("blocked").await;
    let _open = Undo(break_indexed_db("open fails", u32::MAX));
    let _local = Undo(forbid_local_storage());
    assert_eq!(text(&storage).await, "");
    assert!(exchanges(&storage, "", "here").await);
    assert_eq!(storage.shared(), None);
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn where_there_is_no_indexed_db_memory_takes_its_place() {
    let _none = Undo(replace(&js_sys::global(), "indexedDB", &JsValue::UNDEFINED));
    let warned = listener();
    let storage = resilient(&indexed_db("shop", "test-none"), &warned, &failure());
    compares_and_swaps(storage).await;
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn session_storage_compares_and_swaps() {
    let session = SESSION.with(JsValue::clone);
    let remove = member(&session, "removeItem").unchecked_into::<Function>();
    remove.call1(&session, &"test:swap".into()).unwrap();
    let storage = items(&giver(&session), "test:swap", false);
    assert_eq!(storage.shared(), Some(false));
    compares_and_swaps(storage).await;
    assert_eq!(
        member(&session, "test:swap"),
        JsValue::from_str("two\nlines")
    );
}

#[wasm_bindgen_test]
async fn items_that_answer_at_once_or_late_compare_and_swap() {
    for late in [None, Some(0), Some(5)] {
        let fake = fake_storage(late);
        compares_and_swaps(items(&giver(&fake), "shop", true)).await;
    }
}

#[wasm_bindgen_test]
async fn of_many_exchanges_of_late_items_one_wins() {
    for late in [None, Some(0), Some(3)] {
        let fake = fake_storage(late);
        lets_one_win(&[items(&giver(&fake), "shop", true)]).await;
    }
}

/// Two instances on one page that share a synchronous storage.
#[wasm_bindgen_test]
async fn of_exchanges_of_two_who_share_synchronous_items_one_wins() {
    let fake = fake_storage(None);
    let two = [(); 2].map(|()| items(&giver(&fake), "shop", true));
    lets_one_win(&two).await;
}

/// What it writes late must not undo what followed it: a sign-out.
#[wasm_bindgen_test]
async fn a_write_of_items_that_hangs_holds_up_the_next_one_and_no_read() {
    let fake = fake_storage(Some(0));
    let warned = listener();
    let storage = resilient(&items(&giver(&fake), "shop", true), &warned, &failure());
    assert!(exchanges(&storage, "", "member").await);
    break_storage(&fake, &"hangs writing".into());
    let haste = in_haste();
    thrown(storage.exchange("member", "renewed")).await;
    assert_eq!(text(&storage).await, "member");
    thrown(storage.exchange("member", "signed out")).await;
    drop(haste);
    go_on(&fake);
    assert!(exchanges(&storage, "renewed", "signed out").await);
    later().await;
    assert_eq!(text(&storage).await, "signed out");
    assert_eq!(heard(&warned), 1);
}

#[wasm_bindgen_test]
async fn a_read_of_items_that_hangs_holds_up_nothing_and_writes_nothing_late() {
    let fake = fake_storage(Some(0));
    let storage = resilient(&items(&giver(&fake), "shop", true), &listener(), &failure());
    assert!(exchanges(&storage, "", "one").await);
    break_storage(&fake, &"hangs".into());
    let haste = in_haste();
    thrown(storage.exchange("one", "given up")).await;
    drop(haste);
    break_storage(&fake, &JsValue::FALSE);
    assert_eq!(text(&storage).await, "one");
    go_on(&fake);
    later().await;
    assert_eq!(text(&storage).await, "one");
    assert!(exchanges(&storage, "one", "two").await);
}

#[wasm_bindgen_test]
async fn items_that_fail_once_work_again() {
    let fake = fake_storage(Some(0));
    let storage = items(&giver(&fake), "shop", true);
    break_storage(&fake, &JsValue::TRUE);
    thrown(storage.load()).await;
    thrown(storage.exchange("", "lost")).await;
    break_storage(&fake, &JsValue::FALSE);
    assert!(exchanges(&storage, "", "kept").await);
    assert_eq!(text(&storage).await, "kept");
}

#[wasm_bindgen_test]
async fn memory_compares_and_swaps() {
    let storage = memory();
    assert_eq!(storage.shared(), None);
    compares_and_swaps(storage).await;
}
