//! What an operation of a page has: the page, and what is remembered.

use alloc::rc::Rc;
use core::cell::Cell;
use core::future::Future;

use wasm_bindgen::prelude::*;

use crate::bindings::task::{Pending, Promise, Task};
use crate::oauth::audience::Audience;
use crate::oauth::session::Whose;
use crate::oauth::token::AccessToken;
use crate::session::Memory;

#[wasm_bindgen]
extern "C" {
    /// What a page can do: `src/browser/host.js`.
    #[wasm_bindgen(js_name = Host)]
    #[derive(Clone)]
    pub type Page;
    #[wasm_bindgen(method, js_name = requestToken)]
    pub fn request_token(this: &Page, grant_type: &str, field: &str, value: &str) -> Promise;
    #[wasm_bindgen(method)]
    pub fn load(this: &Page, settled: bool) -> Promise;
    #[wasm_bindgen(method)]
    pub fn exchange(this: &Page, seen: &str, next: &str) -> Promise;
    #[wasm_bindgen(method)]
    pub fn lock(this: &Page) -> Promise;
    #[wasm_bindgen(method)]
    pub fn unlock(this: &Page);
    #[wasm_bindgen(method)]
    pub fn pause(this: &Page, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, js_name = notifyTabs)]
    pub fn notify_tabs(this: &Page, generation: f64);
    #[wasm_bindgen(method, js_name = markSignedOut)]
    pub fn mark_signed_out(this: &Page, subject: f64) -> bool;
    #[wasm_bindgen(method, js_name = isMarked)]
    pub fn is_marked(this: &Page, subject: f64) -> bool;
    #[wasm_bindgen(method)]
    pub fn report(this: &Page, state: &str, subject: f64, expires_at: f64);
    #[wasm_bindgen(method, js_name = startRenewal)]
    pub fn start_renewal(this: &Page, visitor: bool, renewal: Task);
    #[wasm_bindgen(method)]
    pub fn renewal(this: &Page, visitor: bool) -> Promise;
    #[wasm_bindgen(method, js_name = storeLater)]
    pub fn store_later(this: &Page);
}

/// What one session of a page remembers between operations.
pub struct State {
    pub leeway: u64,
    pub audience: Audience,
    pub memory: Memory,
    pub is_renewing: [Cell<bool>; 2],
    /// The access token that signed last, as JavaScript has it: it crosses once.
    pub signing_with: Cell<Option<(AccessToken, JsValue)>>,
    pub pending: Rc<Pending>,
}

/// What an operation has: the page, and what is remembered.
#[derive(Clone)]
pub struct Context {
    pub page: Page,
    pub state: Rc<State>,
}

impl Context {
    pub fn wait<T>(&self, promise: Promise, read: fn(JsValue) -> T) -> impl Future<Output = T> {
        self.state.pending.wait(promise, read)
    }

    pub fn is_renewing(&self, whose: Whose) -> &Cell<bool> {
        let [current, visitor] = &self.state.is_renewing;
        match whose {
            Whose::Current => current,
            Whose::Visitor => visitor,
        }
    }
}
