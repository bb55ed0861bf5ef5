//! A page as the host of what members need. Each effect is one to three lines;
//! what it does in the browser is in `src/browser/members/`.

use alloc::string::String;
use alloc::vec::Vec;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::json::Json;
use crate::members::{ApiResponse, Host, Signer, StoredState};
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
    /// One `Auth` from within: `src/browser/members/inside.js`.
    pub type Inside;

    #[wasm_bindgen(method, getter, js_name = clientId)]
    fn client_id(this: &Inside) -> String;

    #[wasm_bindgen(method)]
    fn digest(this: &Inside, text: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn kept(this: &Inside, kind: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn keep(this: &Inside, kind: &str, seen: &str, next: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn send(this: &Inside, signer: u32, path: &str, body: &JsValue, token: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn redeem(this: &Inside, fields: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn pause(this: &Inside, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, js_name = signIn)]
    fn sign_in(this: &Inside, tokens: &str) -> Promise;
    #[wasm_bindgen(method, js_name = accessToken)]
    fn access_token(this: &Inside) -> Promise;
    #[wasm_bindgen(method)]
    fn frame(this: &Inside, url: &str, endpoint: &str, state: Option<&str>) -> Promise;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);

    /// The job waits for this.
    #[wasm_bindgen(js_namespace = jobs, js_name = wait)]
    fn wait_for(promise: &Promise);
    /// What came.
    #[wasm_bindgen(js_namespace = jobs)]
    fn came() -> JsValue;

    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn milliseconds() -> f64;
    #[wasm_bindgen(js_namespace = Object)]
    fn entries(value: &JsValue) -> Array;

    /// An object of plain values.
    #[wasm_bindgen(js_name = Object)]
    type Plain;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Plain;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Plain, name: &str, value: &JsValue);
}

/// Something that comes, and how it is read. It waits once; if something is
/// thrown instead, nobody takes another step.
struct Coming<T> {
    waits: bool,
    read: fn(JsValue) -> T,
}

impl<T> Future for Coming<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        if core::mem::replace(&mut self.waits, false) {
            return Poll::Pending;
        }
        Poll::Ready((self.read)(came()))
    }
}

fn coming<T>(promise: Promise, read: fn(JsValue) -> T) -> Coming<T> {
    wait_for(&promise);
    Coming { waits: true, read }
}

/// An `Auth`, and its client.
pub struct Page {
    inside: Inside,
    client_id: String,
}

impl Page {
    /// The page within this.
    pub fn new(inside: Inside) -> Page {
        Page {
            client_id: inside.client_id(),
            inside,
        }
    }

    /// The very object.
    pub fn inside(&self) -> &Inside {
        &self.inside
    }
}

/// JSON as plain values.
pub fn to_value(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Truth(truth) => (*truth).into(),
        Json::Number(number) => (*number).into(),
        Json::Text(text) => JsValue::from_str(text),
        Json::List(items) => {
            let list = Array::new();
            for item in items {
                list.push(&to_value(item));
            }
            list.into()
        }
        Json::Object(members) => {
            let object = Plain::new();
            for (name, value) in members {
                object.set(name, &to_value(value));
            }
            object.into()
        }
    }
}

/// Plain values as JSON; null if they are none.
pub fn from_value(value: JsValue) -> Json {
    if let Some(text) = value.as_string() {
        Json::Text(text)
    } else if let Some(number) = value.as_f64() {
        Json::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Json::Truth(truth)
    } else if value.is_object() {
        // An array as well: by its indices.
        let is_list = Array::is_array(&value);
        let pairs = entries(&value);
        let mut json = if is_list {
            Json::List(Vec::new())
        } else {
            Json::object()
        };
        for index in 0..pairs.length() {
            let pair: Array = pairs.get(index).unchecked_into();
            let member = from_value(pair.get(1));
            match &mut json {
                Json::List(items) => items.push(member),
                Json::Object(members) => members.push((text(pair.get(0)), member)),
                _ => {}
            }
        }
        json
    } else {
        Json::Null
    }
}

impl Host for Page {
    fn now(&self) -> UnixTime {
        UnixTime((milliseconds() / 1000.0) as u64)
    }
    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        fill_with_random(&mut bytes);
        bytes
    }
    fn digest(&self, text: &str) -> impl Future<Output = [u8; 32]> {
        coming(self.inside.digest(text), |digest| {
            let mut bytes = [0; 32];
            Uint8Array::new(&digest).copy_to(&mut bytes);
            bytes
        })
    }
    fn client_id(&self) -> &str {
        &self.client_id
    }

    fn load(&self, kind: StoredState) -> impl Future<Output = String> {
        coming(self.inside.kept(name(kind)), text)
    }
    fn exchange(&self, kind: StoredState, seen: &str, next: &str) -> impl Future<Output = bool> {
        coming(self.inside.keep(name(kind), seen, next), truth)
    }

    fn post(
        &self,
        signer: Signer<'_>,
        path: &str,
        body: &Json,
    ) -> impl Future<Output = ApiResponse> {
        let (signer, token) = match signer {
            Signer::Current => (0, ""),
            Signer::Visitor => (1, ""),
            Signer::Token(token) => (2, token.expose()),
            Signer::Nobody => (3, ""),
        };
        let answer = self.inside.send(signer, path, &to_value(body), token);
        coming(answer, reply)
    }
    fn redeem(&self, grant: CodeGrant<'_>) -> impl Future<Output = TokenResponse> {
        let mut form = Json::object();
        for (name, value) in grant.fields() {
            form.put(name, Some(value));
        }
        coming(self.inside.redeem(&to_value(&form)), |answer| {
            let now = UnixTime((milliseconds() / 1000.0) as u64);
            RawResponse::parse(&text(answer)).token_response(now)
        })
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        coming(self.inside.pause(milliseconds), drop)
    }
    fn sign_in(&self, tokens: &TokenSet) -> impl Future<Output = ()> {
        coming(self.inside.sign_in(&write_set(tokens)), drop)
    }
    fn access_token(&self) -> impl Future<Output = Option<AccessToken>> {
        coming(self.inside.access_token(), |token| {
            AccessToken::new(&text(token))
        })
    }

    fn frame(
        &self,
        session: &RedirectSession,
        state: Option<&State>,
    ) -> impl Future<Output = Option<Json>> {
        let state = state.map(State::expose);
        let answer = self
            .inside
            .frame(&session.full_url, &session.endpoint, state);
        coming(answer, |came| {
            (!came.is_undefined()).then(|| from_value(came))
        })
    }
}

/// An answer as `inside.js` brings it; without a status if there was none.
fn reply(came: JsValue) -> ApiResponse {
    let mut came = from_value(came);
    ApiResponse {
        head: Head {
            status: match came.get("status") {
                Json::Number(status) => *status as u16,
                _ => 0,
            },
            retry_after: came.get("retryAfter").text().and_then(number),
            request_id: came.get("requestId").owned(),
        },
        body: came.take("body"),
    }
}

fn name(kind: StoredState) -> &'static str {
    match kind {
        StoredState::PendingLogins => "logins",
        StoredState::Verification => "verification",
    }
}

fn text(value: JsValue) -> String {
    value.as_string().unwrap_or_default()
}

fn truth(value: JsValue) -> bool {
    value.is_truthy()
}
