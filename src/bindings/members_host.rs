//! What surrounds the flows of members, in a page or for a request of a server: [`Page`] has
//! the effects.

use alloc::rc::Rc;
use alloc::string::String;
use core::future::Future;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::bindings::json::{from_value, to_value};
use crate::bindings::task::{Pending, Promise};
use crate::json::Json;
use crate::members::{ApiResponse, Host, Refusal, Signer, StoredState};
use crate::oauth::code_grant::CodeGrant;
use crate::oauth::grant::{RawResponse, TokenResponse};
use crate::oauth::lines::number;
use crate::oauth::pkce::State;
use crate::oauth::record::write_set;
use crate::oauth::token::{AccessToken, TokenSet, UnixTime};
use crate::wix::api_error::Head;
use crate::wix::redirect_session::RedirectSession;

#[wasm_bindgen]
extern "C" {
    /// What a page can do for its members: `src/browser/members/host.js`. For a request,
    /// `pkg/server/login-host.js`.
    #[wasm_bindgen(js_name = MembersHost)]
    pub type Page;
    #[wasm_bindgen(method)]
    fn digest(this: &Page, text: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn load(this: &Page, kind: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn exchange(this: &Page, kind: &str, seen: &str, next: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn post(this: &Page, signer: &str, path: &str, body: &JsValue, token: &str) -> Promise;
    #[wasm_bindgen(method, js_name = requestToken)]
    fn request_token(this: &Page, fields: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn pause(this: &Page, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, js_name = signIn)]
    fn sign_in(this: &Page, tokens: &str) -> Promise;
    #[wasm_bindgen(method, js_name = accessToken)]
    fn access_token(this: &Page) -> Promise;
    #[wasm_bindgen(method)]
    fn frame(this: &Page, url: &str, endpoint: &str, state: Option<&str>) -> Promise;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn now_ms() -> f64;
}

/// The surroundings of an operation.
pub struct Context {
    pub page: Page,
    pub client_id: Rc<str>,
    pub pending: Rc<Pending>,
}

impl Context {
    /// Sends one token request with these parameters; `host.js` adds `client_id`.
    pub fn request_token(
        &self,
        parameters: &JsValue,
    ) -> impl Future<Output = TokenResponse> + use<'_> {
        self.wait(self.page.request_token(parameters), |lines| {
            RawResponse::parse(&text(lines)).token_response(now())
        })
    }

    fn wait<T>(&self, promise: Promise, read: fn(JsValue) -> T) -> impl Future<Output = T> {
        self.pending.wait(promise, read)
    }
}

impl Host for Context {
    fn now(&self) -> UnixTime {
        now()
    }
    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        fill_with_random(&mut bytes);
        bytes
    }
    fn digest(&self, text: &str) -> impl Future<Output = [u8; 32]> {
        self.wait(self.page.digest(text), |digest| {
            let mut bytes = [0; 32];
            Uint8Array::new(&digest).copy_to(&mut bytes);
            bytes
        })
    }
    fn client_id(&self) -> &str {
        &self.client_id
    }

    fn load(&self, state: StoredState) -> impl Future<Output = String> {
        self.wait(self.page.load(name(state)), text)
    }
    fn exchange(&self, state: StoredState, seen: &str, next: &str) -> impl Future<Output = bool> {
        let promise = self.page.exchange(name(state), seen, next);
        self.wait(promise, |stored| stored.is_truthy())
    }

    fn post(
        &self,
        signer: Signer<'_>,
        path: &str,
        body: &Json,
    ) -> impl Future<Output = ApiResponse> {
        let (signer, token) = match signer {
            Signer::Current => ("current", ""),
            Signer::Visitor => ("visitor", ""),
            Signer::Token(token) => ("token", token.expose()),
            Signer::Nobody => ("nobody", ""),
        };
        let promise = self.page.post(signer, path, &to_value(body), token);
        self.wait(promise, api_response)
    }
    fn redeem(&self, grant: CodeGrant<'_>) -> impl Future<Output = TokenResponse> {
        let mut form = Json::object();
        for (name, value) in grant.fields() {
            form.put(name, Some(value));
        }
        self.request_token(&to_value(&form))
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        self.wait(self.page.pause(milliseconds), drop)
    }
    fn sign_in(&self, tokens: &TokenSet) -> impl Future<Output = ()> {
        self.wait(self.page.sign_in(&write_set(tokens)), drop)
    }
    fn access_token(&self) -> impl Future<Output = Option<AccessToken>> {
        self.wait(self.page.access_token(), |token| {
            AccessToken::new(&text(token))
        })
    }

    fn frame(
        &self,
        target: &RedirectSession,
        state: Option<&State>,
    ) -> impl Future<Output = Option<Json>> {
        let state = state.map(State::expose);
        let promise = self.page.frame(&target.full_url, &target.endpoint, state);
        self.wait(promise, |message| {
            (!message.is_undefined()).then(|| from_value(message))
        })
    }
}

/// Why a flow failed, as a value.
pub fn error(refusal: Refusal) -> JsValue {
    let mut error = Json::object();
    error.put("code", Some(refusal.code.name()));
    error.put("detail", Some(&refusal.detail));
    error.set("cause", refusal.cause);
    to_value(&error)
}

/// A response as `host.js` passes it on; without a status if there was none.
fn api_response(value: JsValue) -> ApiResponse {
    let mut response = from_value(value);
    ApiResponse {
        head: Head {
            status: match response.get("status") {
                Json::Number(status) => *status as u16,
                _ => 0,
            },
            retry_after: response.get("retryAfter").text().and_then(number),
            request_id: response.get("requestId").owned(),
        },
        body: response.take("body"),
    }
}

fn name(state: StoredState) -> &'static str {
    match state {
        StoredState::PendingLogins => "logins",
        StoredState::Verification => "verification",
    }
}

fn now() -> UnixTime {
    UnixTime((now_ms() / 1000.0) as u64)
}

fn text(value: JsValue) -> String {
    value.as_string().unwrap_or_default()
}
