//! A page as the flow's host. Each effect is one to three lines; what it does
//! in the browser is in the JavaScript files beside this one.

use alloc::boxed::Box;
use alloc::string::String;
use core::cell::Cell;
use core::future::Future;

use wasm_bindgen::prelude::*;

use super::task::{self, Outcome, Task, wait};
use crate::Error;
use crate::flow::{self, Host, Memory};
use crate::oauth::audience::{Admitted, Audience, Target};
use crate::oauth::challenge::refuses_token;
use crate::oauth::grant::{Answer, Grant, Meaning};
use crate::oauth::lines::Lines;
use crate::oauth::record::Record;
use crate::oauth::session::{Need, Session};
use crate::oauth::token::{AccessToken, UnixTime};
use crate::wix::token_endpoint;

#[wasm_bindgen]
extern "C" {
    /// `host.js`.
    pub type Means;
    #[wasm_bindgen(method)]
    fn ask(this: &Means, body: &str) -> JsValue;
    #[wasm_bindgen(method)]
    fn load(this: &Means, settled: bool) -> JsValue;
    #[wasm_bindgen(method)]
    fn exchange(this: &Means, seen: &JsValue, next: &str) -> JsValue;
    #[wasm_bindgen(method)]
    fn lock(this: &Means) -> JsValue;
    #[wasm_bindgen(method)]
    fn unlock(this: &Means);
    #[wasm_bindgen(method)]
    fn pause(this: &Means, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(method)]
    fn signal(this: &Means, generation: f64);
    #[wasm_bindgen(method)]
    fn drive(this: &Means, task: *mut Task) -> JsValue;
    #[wasm_bindgen(method)]
    fn told(this: &Means, info: JsValue);
    #[wasm_bindgen(method)]
    fn info(this: &Means, state: u32, expires_at: f64) -> JsValue;
    #[wasm_bindgen(method)]
    fn crossed(this: &Means, response: &Response) -> bool;
    #[wasm_bindgen(method)]
    fn challenge(this: &Means, response: &Response) -> JsValue;
    #[wasm_bindgen(method)]
    fn discard(this: &Means, response: &Response);

    // These two are js-sys' and web-sys' in any other place: with them come
    // 500 bytes that nobody calls.
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn now_in_milliseconds() -> f64;
    /// `Response`.
    pub type Response;
    #[wasm_bindgen(method, getter, js_name = status)]
    fn response_status(this: &Response) -> u32;

    /// `call.js`.
    pub type Call;
    #[wasm_bindgen(method)]
    fn hold(this: &Call) -> JsValue;
    #[wasm_bindgen(method)]
    fn send(this: &Call, token: &JsValue) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn repeats(this: &Call) -> bool;

    /// `http.js`.
    type TokenReply;
    #[wasm_bindgen(method, getter)]
    fn status(this: &TokenReply) -> u32;
    #[wasm_bindgen(method, getter, js_name = retryAfter)]
    fn retry_after(this: &TokenReply) -> f64;
    #[wasm_bindgen(method, getter, js_name = expiresIn)]
    fn expires_in(this: &TokenReply) -> f64;
    #[wasm_bindgen(method, getter)]
    fn text(this: &TokenReply) -> JsValue;
}

/// One `Auth` of the page. It lives as long as the page does: a handle is a
/// plain copy, and no task has to drop it.
#[derive(Clone, Copy)]
pub struct Page(pub &'static Inner);

/// What a page is made of.
pub struct Inner {
    means: Means,
    client_id: String,
    leeway: u64,
    audience: Audience,
    memory: Memory,
    renewal: Cell<JsValue>,
    header: Cell<Option<(AccessToken, JsValue)>>,
}

/// A call and what the rules ask about it.
pub struct Request {
    /// The call.
    pub call: Call,
    /// Its target's origin.
    pub origin: String,
    /// Bit 0: it has an Authorization header; bit 1: its mode is "no-cors".
    pub flags: u32,
}

impl Target for Request {
    fn origin(&self) -> &str {
        &self.origin
    }
    fn has_authorization(&self) -> bool {
        self.flags & 1 != 0
    }
    fn is_no_cors(&self) -> bool {
        self.flags & 2 != 0
    }
}

impl Page {
    /// A page; `audience` has an origin a line.
    pub fn new(means: Means, client_id: &JsValue, leeway: f64, audience: &JsValue) -> Page {
        Page(Box::leak(Box::new(Inner {
            means,
            client_id: text(client_id),
            leeway: leeway as u64,
            audience: Audience::new(text(audience)),
            memory: Memory::default(),
            renewal: Cell::default(),
            header: Cell::default(),
        })))
    }

    /// A signed fetch.
    pub async fn fetch(self, request: Request) -> Outcome {
        let admitted = self.0.audience.admit(request)?;
        flow::fetch(self, admitted).await.map(JsValue::from)
    }

    /// Who the page speaks as.
    pub async fn session(self) -> Outcome {
        Ok(self.info(&flow::look(self).await.session))
    }

    /// Local sign-out, from its first step on.
    pub async fn sign_out(self) -> Outcome {
        flow::sign_out(self).await;
        Ok(JsValue::UNDEFINED)
    }

    /// Storage may have changed.
    pub fn forget(self) {
        self.0.memory.forget();
    }

    fn info(self, session: &Session) -> JsValue {
        let state = match session {
            Session::Empty => 0,
            Session::Visitor(_) => 1,
            Session::Member { .. } => 2,
            Session::Expired { .. } => 3,
        };
        let expires_at = session.tokens().map_or(0, |tokens| tokens.expires_at.0);
        self.0.means.info(state, expires_at as f64)
    }

    /// The token as a JavaScript string, made once.
    fn header(self, token: &AccessToken) -> JsValue {
        let made = match self.0.header.take() {
            Some((of, made)) if of.is_same_copy(token) => made,
            _ => JsValue::from_str(token.expose()),
        };
        self.0.header.set(Some((token.clone(), made.clone())));
        made
    }
}

impl Host for Page {
    type Request = Request;
    type Response = Response;
    type Stored = JsValue;

    fn memory(&self) -> &Memory {
        &self.0.memory
    }
    fn now(&self) -> UnixTime {
        now()
    }
    fn leeway(&self) -> u64 {
        self.0.leeway
    }

    fn hold(&self, request: &Admitted<Request>) -> impl Future<Output = ()> {
        wait(request.request().call.hold(), drop)
    }
    fn send(
        &self,
        request: &Admitted<Request>,
        token: &AccessToken,
    ) -> impl Future<Output = Response> {
        wait(
            request.request().call.send(&self.header(token)),
            JsCast::unchecked_into,
        )
    }
    fn refuses(&self, response: &Response) -> bool {
        let status = response.response_status();
        status == 401
            && refuses_token(
                status,
                self.0.means.challenge(response).as_string().as_deref(),
                self.0.means.crossed(response),
            )
    }
    fn repeats(&self, request: &Admitted<Request>) -> bool {
        request.request().call.repeats()
    }
    fn discard(&self, response: Response) {
        self.0.means.discard(&response);
    }

    fn ask(&self, grant: Grant<'_>) -> impl Future<Output = Meaning> {
        wait(
            self.0
                .means
                .ask(&token_endpoint::body(&self.0.client_id, grant)),
            meaning,
        )
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        wait(self.0.means.pause(milliseconds), drop)
    }

    fn lock(&self) -> impl Future<Output = bool> {
        wait(self.0.means.lock(), |held| !held.is_undefined())
    }
    fn unlock(&self) {
        self.0.means.unlock();
    }
    fn load(&self, settled: bool) -> impl Future<Output = JsValue> {
        wait(self.0.means.load(settled), |stored| stored)
    }
    fn read(&self, stored: &JsValue) -> Record {
        Record::read(&text(stored))
    }
    fn exchange(&self, seen: &JsValue, next: &Record) -> impl Future<Output = Option<JsValue>> {
        wait(self.0.means.exchange(seen, &next.write()), |other| {
            (!other.is_null()).then_some(other)
        })
    }
    fn signal(&self, generation: u64) {
        self.0.means.signal(generation as f64);
    }
    fn tell(&self, session: &Session) {
        self.0.means.told(self.info(session));
    }

    fn start_renewal(&self, need: Need) {
        let page = *self;
        let under_way = peek(&page.0.renewal);
        if under_way.is_undefined() {
            page.0
                .renewal
                .set(page.0.means.drive(task::spawn(async move {
                    let outcome = flow::renew(page, need).await;
                    page.0.renewal.take();
                    Ok(outcome
                        .err()
                        .map_or(JsValue::UNDEFINED, |code| JsValue::from(code as u32)))
                })));
        }
    }
    fn renewal(&self) -> impl Future<Output = Result<(), Error>> {
        wait(peek(&self.0.renewal), |number| match number.as_f64() {
            None => Ok(()),
            Some(number) => Err(Error::ALL
                .get(number as usize)
                .copied()
                .unwrap_or(Error::Internal)),
        })
    }
}

/// What a reply of `http.js` means. Its text has a line each for access_token,
/// refresh_token, token_type and error; an empty one is absent.
fn meaning(value: JsValue) -> Meaning {
    let reply: TokenReply = value.unchecked_into();
    let text = text(&reply.text());
    let mut lines = Lines::new(&text);
    let mut line = || lines.next().filter(|line| !line.is_empty());
    let answer = Answer {
        status: reply.status(),
        access_token: line(),
        refresh_token: line(),
        token_type: line(),
        error: line(),
        expires_in: reply.expires_in(),
        retry_after: reply.retry_after(),
    };
    answer.meaning(now())
}

fn now() -> UnixTime {
    UnixTime((now_in_milliseconds() / 1000.0) as u64)
}

/// A text that came as a JavaScript string.
pub fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

fn peek(cell: &Cell<JsValue>) -> JsValue {
    let value = cell.take();
    cell.set(value.clone());
    value
}
