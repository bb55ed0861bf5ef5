//! A caller's request, as JavaScript has captured it.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use crate::bindings::task::Promise;
use crate::oauth::audience::Target;

#[wasm_bindgen]
extern "C" {
    /// A caller's request: `src/browser/request.js`.
    #[wasm_bindgen(js_name = CallerRequest)]
    pub type CallerRequest;
    #[wasm_bindgen(method)]
    pub fn capture(this: &CallerRequest) -> Promise;
    #[wasm_bindgen(method)]
    pub fn send(this: &CallerRequest, token: &JsValue) -> Promise;
    #[wasm_bindgen(method, js_name = isRepeatable)]
    pub fn is_repeatable(this: &CallerRequest) -> bool;
    #[wasm_bindgen(method)]
    pub fn status(this: &CallerRequest) -> u32;
    #[wasm_bindgen(method)]
    pub fn challenge(this: &CallerRequest) -> Option<String>;
    #[wasm_bindgen(method)]
    pub fn discard(this: &CallerRequest);
}

/// A caller's request, and what the rules ask about it.
pub struct Request {
    pub request: CallerRequest,
    pub origin: String,
    pub has_authorization: bool,
    pub is_no_cors: bool,
}

impl Target for Request {
    fn origin(&self) -> &str {
        &self.origin
    }
    fn has_authorization(&self) -> bool {
        self.has_authorization
    }
    fn is_no_cors(&self) -> bool {
        self.is_no_cors
    }
}
