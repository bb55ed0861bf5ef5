//! What surrounds the flows of a page.

use alloc::string::String;
use core::future::Future;

use wasm_bindgen::prelude::*;

use super::context::Context;
use super::operation::Operation;
use super::request::Request;
use crate::oauth::audience::Admitted;
use crate::oauth::challenge::refuses_token;
use crate::oauth::grant::{Grant, RawResponse, TokenResponse};
use crate::oauth::session::{Need, Session, Whose};
use crate::oauth::token::{AccessToken, Subject, UnixTime};
use crate::session::{Exchange, Host, Memory};
use crate::wix::token_endpoint;

#[wasm_bindgen]
extern "C" {
    // js-sys would bring 500 bytes that nobody calls.
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn now_ms() -> f64;
    #[wasm_bindgen(js_namespace = Math)]
    fn random() -> f64;
}

impl Host for &Context {
    type Request = Request;
    type Response = JsValue;

    fn memory(&self) -> &Memory {
        &self.state.memory
    }
    fn now(&self) -> UnixTime {
        UnixTime((now_ms() / 1000.0) as u64)
    }
    fn leeway(&self) -> u64 {
        self.state.leeway
    }
    fn new_subject(&self) -> Subject {
        // Not a secret: it only has to differ from others. Never nobody's.
        Subject((random() * SUBJECTS) as u64).next()
    }

    fn capture(&self, request: &Admitted<Request>) -> impl Future<Output = ()> {
        self.wait(request.request().request.capture(), drop)
    }
    fn send(
        &self,
        request: &Admitted<Request>,
        token: &AccessToken,
    ) -> impl Future<Output = JsValue> {
        let cell = &self.state.signing_with;
        let with = cell.take().filter(|(last, _)| last.is_same_copy(token));
        let (last, value) = with.unwrap_or_else(|| (token.clone(), token.expose().into()));
        let promise = request.request().request.send(&value);
        cell.set(Some((last, value)));
        self.wait(promise, |response| response)
    }
    fn refuses_token(&self, request: &Admitted<Request>, _: &JsValue) -> bool {
        let request = &request.request().request;
        let status = request.status();
        status == 401 && refuses_token(status, request.challenge().as_deref())
    }
    fn is_repeatable(&self, request: &Admitted<Request>) -> bool {
        request.request().request.is_repeatable()
    }
    fn discard(&self, request: &Admitted<Request>, _: JsValue) {
        request.request().request.discard();
    }

    fn request_token(&self, grant: Grant<'_>) -> impl Future<Output = TokenResponse> {
        let (grant_type, field, value) = token_endpoint::fields(grant);
        let promise = self.page.request_token(grant_type, field, value);
        self.wait(promise, |lines| {
            let now = UnixTime((now_ms() / 1000.0) as u64);
            RawResponse::parse(&lines.as_string().unwrap_or_default()).token_response(now)
        })
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        self.wait(self.page.pause(milliseconds), drop)
    }

    fn lock(&self) -> impl Future<Output = bool> {
        self.wait(self.page.lock(), |release| release.is_truthy())
    }
    fn unlock(&self) {
        self.page.unlock();
    }
    fn load(&self, settled: bool) -> impl Future<Output = Option<String>> {
        self.wait(self.page.load(settled), |text| text.as_string())
    }
    fn exchange(&self, seen: &str, next: &str) -> impl Future<Output = Exchange> {
        let promise = self.page.exchange(seen, next);
        self.wait(promise, |stored| match stored.as_bool() {
            Some(true) => Exchange::Stored,
            Some(false) => Exchange::Superseded,
            None => Exchange::Failed,
        })
    }
    fn mark_signed_out(&self, subject: Subject) -> bool {
        self.page.mark_signed_out(subject.0 as f64)
    }
    fn is_marked(&self, subject: Subject) -> bool {
        self.page.is_marked(subject.0 as f64)
    }
    fn notify_tabs(&self, generation: u64) {
        self.page.notify_tabs(generation as f64);
    }
    fn report(&self, session: &Session) {
        let expires_at = session.tokens().map_or(0, |tokens| tokens.expires_at.0);
        let subject = session.subject().0 as f64;
        self.page
            .report(session.state(), subject, expires_at as f64);
    }

    fn start_renewal(&self, whose: Whose, need: Need) {
        if !self.is_renewing(whose).replace(true) {
            let renewal = (*self).clone().task(Operation::Renew(whose, need));
            self.page.start_renewal(whose == Whose::Visitor, renewal);
        }
    }
    fn renewal(&self, whose: Whose) -> impl Future<Output = bool> {
        let promise = self.page.renewal(whose == Whose::Visitor);
        self.wait(promise, |succeeded| succeeded.is_truthy())
    }
    fn store_later(&self) {
        self.page.store_later();
    }
}

/// How many subjects there are: 2^43.
const SUBJECTS: f64 = 8_796_093_022_208.0;
