//! What surrounds the flows of a server's sessions: [`Process`] has the effects.

use alloc::rc::Rc;
use alloc::string::String;
use core::future::Future;

use wasm_bindgen::prelude::*;

use crate::bindings::task::{Pending, Promise};
use crate::oauth::grant::{Grant, RawResponse, TokenResponse};
use crate::oauth::record::Record;
use crate::oauth::token::{Subject, UnixTime};
use crate::server::{Host, Key, Memory, Stored, Ticket};
use crate::wix::token_endpoint;

#[wasm_bindgen]
extern "C" {
    /// What a process can do for its sessions: `pkg/server/sessions-host.js`.
    #[wasm_bindgen(js_name = SessionsHost)]
    #[derive(Clone)]
    pub type Process;
    #[wasm_bindgen(method, js_name = requestToken)]
    fn request_token(
        this: &Process,
        grant_type: &str,
        field: &str,
        value: &str,
        milliseconds: u32,
    ) -> Promise;
    #[wasm_bindgen(method, js_name = startRenewal)]
    fn start_renewal(this: &Process, ticket: u32, record: &str);
    #[wasm_bindgen(method)]
    fn renewal(this: &Process, ticket: u32, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, getter, js_name = isShared)]
    fn is_shared(this: &Process) -> bool;
    #[wasm_bindgen(method)]
    fn lock(this: &Process, ticket: u32, kind: &str, of: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn unlock(this: &Process, ticket: u32);
    #[wasm_bindgen(method)]
    fn read(this: &Process, kind: &str, of: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn write(this: &Process, kind: &str, of: &str, value: &str, seconds: f64) -> Promise;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn now_ms() -> f64;
}

/// The surroundings of an operation.
#[derive(Clone)]
pub struct Context {
    pub process: Process,
    pub memory: Rc<Memory>,
    pub leeway: u64,
    pub pending: Rc<Pending>,
}

impl Context {
    fn wait<T>(&self, promise: Promise, read: fn(JsValue) -> T) -> impl Future<Output = T> {
        self.pending.wait(promise, read)
    }
}

impl Host for Context {
    fn memory(&self) -> &Memory {
        &self.memory
    }
    fn now(&self) -> UnixTime {
        now()
    }
    fn leeway(&self) -> u64 {
        self.leeway
    }
    fn new_subject(&self) -> Subject {
        new_subject()
    }

    fn request_token(
        &self,
        grant: Grant<'_>,
        milliseconds: u32,
    ) -> impl Future<Output = TokenResponse> {
        let (grant_type, field, value) = token_endpoint::fields(grant);
        let promise = self
            .process
            .request_token(grant_type, field, value, milliseconds);
        self.wait(promise, |lines| {
            RawResponse::parse(&lines.as_string().unwrap_or_default()).token_response(now())
        })
    }
    fn start_renewal(&self, Ticket(ticket): Ticket, record: &Record) {
        self.process.start_renewal(ticket, &record.write());
    }
    fn renewal(&self, Ticket(ticket): Ticket, milliseconds: u32) -> impl Future<Output = ()> {
        self.wait(self.process.renewal(ticket, milliseconds), drop)
    }

    fn is_shared(&self) -> bool {
        self.process.is_shared()
    }
    fn lock(&self, Ticket(ticket): Ticket, name: Key<'_>) -> impl Future<Output = bool> {
        let promise = with(name, |kind, of| self.process.lock(ticket, kind, of));
        self.wait(promise, |taken| taken.is_truthy())
    }
    fn unlock(&self, Ticket(ticket): Ticket) {
        self.process.unlock(ticket);
    }
    fn read(&self, key: Key<'_>) -> impl Future<Output = Option<Stored>> {
        let promise = with(key, |kind, of| self.process.read(kind, of));
        self.wait(promise, |stored| {
            (!stored.is_null()).then(|| stored.as_string())
        })
    }
    fn write(&self, key: Key<'_>, value: &str, seconds: u64) -> impl Future<Output = ()> {
        let promise = with(key, |kind, of| {
            self.process.write(kind, of, value, seconds as f64)
        });
        self.wait(promise, drop)
    }
}

fn with(key: Key<'_>, effect: impl FnOnce(&str, &str) -> Promise) -> Promise {
    match key {
        Key::Renewal(token) => effect("renewal", token.expose()),
        Key::SignOut(subject) => {
            let mut text = String::new();
            crate::oauth::lines::decimal(&mut text, subject.0);
            effect("sign-out", &text)
        }
    }
}

/// The time.
pub fn now() -> UnixTime {
    UnixTime((now_ms() / 1000.0) as u64)
}

/// A number of 43 random bits, as `bindings/page/host.rs` draws it. Never nobody's.
pub fn new_subject() -> Subject {
    let mut bytes = [0; 8];
    fill_with_random(&mut bytes);
    Subject(u64::from_le_bytes(bytes) >> 21).next()
}
