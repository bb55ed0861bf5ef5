use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{dispatch, event, heard, later, listener, pageshow};

#[wasm_bindgen(module = "/src/browser/signal.js")]
extern "C" {
    fn listen(name: &str, changed: &Function) -> Function;
}

fn say(post: &Function, generation: u32) {
    post.call1(&JsValue::UNDEFINED, &generation.into()).unwrap();
}

#[wasm_bindgen_test]
async fn a_word_reaches_the_others_and_not_its_own_page() {
    let (one, other, stranger) = (listener(), listener(), listener());
    let post = listen("test:word", &one);
    listen("test:word", &other);
    listen("test:another", &stranger);
    say(&post, 7);
    later().await;
    assert_eq!((heard(&one), heard(&other), heard(&stranger)), (0, 1, 0));
}

#[wasm_bindgen_test]
async fn a_page_that_comes_back_looks_again_and_hears_again() {
    let (away, there) = (listener(), listener());
    listen("test:back", &away);
    dispatch(&event("pagehide"));
    let post = listen("test:back", &there);
    say(&post, 1);
    later().await;
    assert_eq!(heard(&away), 0);
    dispatch(&pageshow(true));
    assert_eq!(heard(&away), 1);
    say(&post, 2);
    later().await;
    assert_eq!(heard(&away), 2);
}

#[wasm_bindgen_test]
async fn a_page_shown_for_the_first_time_has_nothing_to_look_for() {
    let page = listener();
    listen("test:first", &page);
    dispatch(&pageshow(false));
    later().await;
    assert_eq!(heard(&page), 0);
}
