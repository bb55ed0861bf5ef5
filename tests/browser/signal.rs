use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{
    collected, delivered, dispatch, event, fulfilled, heard, later, listener, object, pageshow,
    resolved,
};

#[wasm_bindgen(module = "/src/browser/signal.js")]
extern "C" {
    #[wasm_bindgen(js_name = listen)]
    fn listen_to(storage: &JsValue, name: &str, changed: &Function) -> JsValue;
}

/// In a storage that all tabs share.
fn listen(name: &str, changed: &Function) -> Function {
    let storage = object(&[("shared", JsValue::TRUE)]);
    listen_to(&storage, name, changed).unchecked_into()
}

/// In a storage that instances of one page share.
fn listen_beside(owner: &JsValue, changed: &Function) -> Function {
    let storage = object(&[("shared", JsValue::FALSE), ("owner", owner.clone())]);
    listen_to(&storage, "test:beside", changed).unchecked_into()
}

/// Who shares a storage outside of tabs.
fn group() -> JsValue {
    js_sys::Set::new(&JsValue::UNDEFINED).into()
}

fn say(post: &Function, generation: u32) {
    post.call1(&JsValue::UNDEFINED, &generation.into()).unwrap();
}

#[wasm_bindgen_test]
async fn a_word_reaches_the_others_and_not_its_own_page() {
    let (one, other, stranger) = (listener(), listener(), listener());
    let post = listen("test:word", &one);
    let _other = listen("test:word", &other);
    let _stranger = listen("test:another", &stranger);
    fulfilled(delivered("test:word", &post, 7)).await;
    assert_eq!((heard(&one), heard(&other), heard(&stranger)), (0, 1, 0));
}

#[wasm_bindgen_test]
async fn a_page_that_comes_back_looks_again_and_hears_again() {
    let (away, there) = (listener(), listener());
    let _away = listen("test:back", &away);
    dispatch(&event("pagehide"));
    let post = listen("test:back", &there);
    fulfilled(delivered("test:back", &post, 1)).await;
    assert_eq!(heard(&away), 0);
    dispatch(&pageshow(true));
    assert_eq!(heard(&away), 1);
    fulfilled(delivered("test:back", &post, 2)).await;
    assert_eq!(heard(&away), 2);
}

#[wasm_bindgen_test]
async fn a_page_shown_for_the_first_time_has_nothing_to_look_for() {
    let page = listener();
    let _page = listen("test:first", &page);
    dispatch(&pageshow(false));
    later().await;
    assert_eq!(heard(&page), 0);
}

#[wasm_bindgen_test]
async fn instances_that_share_a_storage_outside_of_tabs_hear_of_each_other_at_once() {
    let owner = group();
    let (one, other, stranger) = (listener(), listener(), listener());
    let post = listen_beside(&owner, &one);
    let _other = listen_beside(&owner, &other);
    let _stranger = listen_beside(&group(), &stranger);
    say(&post, 7);
    // Before the sender goes on, and not within its call.
    assert_eq!((heard(&one), heard(&other)), (0, 0));
    fulfilled(resolved(&JsValue::UNDEFINED)).await;
    assert_eq!((heard(&one), heard(&other), heard(&stranger)), (0, 1, 0));
}

/// A person who went on in this tab, and back, may have signed out meanwhile.
#[wasm_bindgen_test]
async fn an_instance_that_comes_back_looks_again_whatever_it_shares() {
    let page = listener();
    let _post = listen_beside(&group(), &page);
    dispatch(&event("pagehide"));
    dispatch(&pageshow(true));
    assert_eq!(heard(&page), 1);
}

#[wasm_bindgen_test]
fn who_shares_nothing_listens_to_nobody() {
    let storage = object(&[]);
    assert!(listen_to(&storage, "test:alone", &listener()).is_undefined());
}

#[wasm_bindgen_test]
async fn memory_that_took_the_place_of_a_storage_tells_nobody() {
    let (one, other) = (listener(), listener());
    let storage = object(&[("shared", JsValue::TRUE)]);
    let post = listen_to(&storage, "test:replaced", &one).unchecked_into();
    let _other = listen("test:replaced", &other);
    js_sys::Reflect::set(&storage, &"shared".into(), &JsValue::FALSE).unwrap();
    say(&post, 7);
    later().await;
    assert_eq!(heard(&other), 0);
}

/// An engine that collects on demand is needed: the others have nothing to say.
#[wasm_bindgen_test]
async fn who_listens_is_collected_when_nobody_holds_it() {
    for shared in [true, false] {
        let Some(collected) = collected(&move || {
            let page = listener();
            if shared {
                listen("test:collected", &page);
            } else {
                listen_beside(&group(), &page);
            }
            page.into()
        }) else {
            return;
        };
        fulfilled(collected).await;
    }
}
