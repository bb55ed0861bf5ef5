//! A page as the host of what members need. Each effect is one to three lines;
//! what it does in the browser is in `src/browser/members/`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use gloo_net::http::Response;
use js_sys::{Array, JSON, JsString, Promise};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::json::Json;
use crate::members::{Host, Keepsake, Reply, Speaker};
use crate::oauth::code_grant::CodeGrant;
use crate::oauth::grant::{Answer, Meaning};
use crate::oauth::lines::number;
use crate::oauth::pkce::State;
use crate::oauth::token::{AccessToken, UnixTime};
use crate::wix::api_error::Head;
use crate::wix::redirect_session::Target;

#[wasm_bindgen]
extern "C" {
    /// One `Auth` from within: `src/browser/members/inside.js`.
    pub type Inside;

    #[wasm_bindgen(method, getter, js_name = clientId)]
    fn client_id(this: &Inside) -> String;
    #[wasm_bindgen(method, getter)]
    fn base(this: &Inside) -> String;

    #[wasm_bindgen(method)]
    fn load(this: &Inside) -> Promise;
    #[wasm_bindgen(method)]
    fn exchange(this: &Inside, seen: &str, next: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn changed(this: &Inside, generation: f64);
    #[wasm_bindgen(method)]
    fn lock(this: &Inside) -> Promise;
    #[wasm_bindgen(method)]
    fn unlock(this: &Inside);
    #[wasm_bindgen(method)]
    fn kept(this: &Inside, kind: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn keep(this: &Inside, kind: &str, seen: &str, next: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn send(this: &Inside, speaker: u32, url: &str, body: &JsString, token: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn redeem(this: &Inside, fields: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn pause(this: &Inside, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, js_name = signOut)]
    fn sign_out(this: &Inside) -> Promise;
    #[wasm_bindgen(method)]
    fn credential(this: &Inside) -> Promise;
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
    json.serialize(&Serializer::json_compatible())
        .unwrap_or_default()
}

/// Plain values as JSON; null if they are none.
pub fn from_value(value: JsValue) -> Json {
    if let Some(text) = value.as_string() {
        Json::Text(text)
    } else if let Some(number) = value.as_f64() {
        Json::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Json::Truth(truth)
    } else if Array::is_array(&value) {
        Json::List(Array::from(&value).iter().map(from_value).collect())
    } else if value.is_object() {
        let members = entries(&value);
        let members = members.iter().map(|pair| {
            let pair = Array::from(&pair);
            (Cow::Owned(text(pair.get(0))), from_value(pair.get(1)))
        });
        Json::Object(members.collect())
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
    fn client_id(&self) -> &str {
        &self.client_id
    }

    fn load(&self) -> impl Future<Output = String> {
        coming(self.inside.load(), text)
    }
    fn exchange(&self, seen: &str, next: &str) -> impl Future<Output = bool> {
        coming(self.inside.exchange(seen, next), truth)
    }
    fn changed(&self, generation: u64) {
        self.inside.changed(generation as f64);
    }
    fn lock(&self) -> impl Future<Output = bool> {
        coming(self.inside.lock(), truth)
    }
    fn unlock(&self) {
        self.inside.unlock();
    }

    fn kept(&self, kind: Keepsake) -> impl Future<Output = String> {
        coming(self.inside.kept(name(kind)), text)
    }
    fn keep(&self, kind: Keepsake, seen: &str, next: &str) -> impl Future<Output = bool> {
        coming(self.inside.keep(name(kind), seen, next), truth)
    }

    fn post(&self, speaker: Speaker<'_>, path: &str, body: &Json) -> impl Future<Output = Reply> {
        let (speaker, token) = match speaker {
            Speaker::Anyone => (0, ""),
            Speaker::Visitor => (1, ""),
            Speaker::Former(token) => (2, token.expose()),
            Speaker::Nobody => (3, ""),
        };
        let url = self.inside.base() + path;
        let body = JSON::stringify(&to_value(body)).unwrap_or_default();
        let answer = self.inside.send(speaker, &url, &body, token);
        coming(answer, reply)
    }
    fn redeem(&self, grant: CodeGrant<'_>) -> impl Future<Output = Meaning> {
        let mut form = Json::object();
        for (name, value) in grant.fields() {
            form.put(name, Some(value));
        }
        coming(self.inside.redeem(&to_value(&form)), |answer| {
            let now = UnixTime((milliseconds() / 1000.0) as u64);
            Answer::read(&text(answer)).meaning(now)
        })
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        coming(self.inside.pause(milliseconds), drop)
    }
    fn sign_out(&self) -> impl Future<Output = ()> {
        coming(self.inside.sign_out(), drop)
    }
    fn credential(&self) -> impl Future<Output = Option<AccessToken>> {
        coming(self.inside.credential(), |token| {
            AccessToken::new(&text(token))
        })
    }

    fn frame(&self, target: &Target, state: Option<&State>) -> impl Future<Output = Option<Json>> {
        let state = state.map(State::expose);
        let answer = self.inside.frame(&target.full_url, &target.endpoint, state);
        coming(answer, |came| {
            (!came.is_undefined()).then(|| from_value(came))
        })
    }
}

/// An answer and its text, as `inside.js` brings them; undefined if there was
/// none.
fn reply(came: JsValue) -> Reply {
    let pair = Array::from(&came);
    let Ok(answer) = pair.get(0).dyn_into::<web_sys::Response>() else {
        return Reply::default();
    };
    let answer = Response::from(answer);
    let headers = answer.headers();
    Reply {
        head: Head {
            status: answer.status(),
            retry_after: headers.get("retry-after").as_deref().and_then(number),
            request_id: headers.get("x-wix-request-id"),
        },
        body: JSON::parse(&text(pair.get(1))).map_or(Json::Null, from_value),
    }
}

fn name(kind: Keepsake) -> &'static str {
    match kind {
        Keepsake::Logins => "logins",
        Keepsake::Verification => "verification",
    }
}

fn text(value: JsValue) -> String {
    value.as_string().unwrap_or_default()
}

fn truth(value: JsValue) -> bool {
    value.is_truthy()
}
