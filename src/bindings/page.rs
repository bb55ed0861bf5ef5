//! The part of the package that every page loads: [`Auth`], a method for each
//! operation. No logic: arguments become types, and results become values.

use alloc::rc::Rc;
use alloc::string::String;
use core::cell::Cell;
use core::future::Future;

use wasm_bindgen::prelude::*;

use super::task::{Pending, Promise, Task};
use crate::Error;
use crate::oauth::audience::{Admitted, Audience, Target};
use crate::oauth::challenge::refuses_token;
use crate::oauth::grant::{Grant, RawResponse, TokenResponse};
use crate::oauth::record::read_set;
use crate::oauth::session::{Need, Session, Whose};
use crate::oauth::token::{AccessToken, Subject, UnixTime};
use crate::session::{self, Change, Exchange, Host, Memory};
use crate::wix::token_endpoint;

#[wasm_bindgen]
extern "C" {
    /// What a page can do: `src/browser/host.js`.
    #[wasm_bindgen(js_name = Host)]
    #[derive(Clone)]
    pub type Page;
    #[wasm_bindgen(method, js_name = requestToken)]
    fn request_token(this: &Page, grant_type: &str, field: &str, value: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn load(this: &Page, settled: bool) -> Promise;
    #[wasm_bindgen(method)]
    fn exchange(this: &Page, seen: &str, next: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn lock(this: &Page) -> Promise;
    #[wasm_bindgen(method)]
    fn unlock(this: &Page);
    #[wasm_bindgen(method)]
    fn pause(this: &Page, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, js_name = notifyTabs)]
    fn notify_tabs(this: &Page, generation: f64);
    #[wasm_bindgen(method, js_name = markSignedOut)]
    fn mark_signed_out(this: &Page, subject: f64) -> bool;
    #[wasm_bindgen(method, js_name = isMarked)]
    fn is_marked(this: &Page, subject: f64) -> bool;
    #[wasm_bindgen(method)]
    fn report(this: &Page, state: &str, subject: f64, expires_at: f64);
    #[wasm_bindgen(method, js_name = startRenewal)]
    fn start_renewal(this: &Page, visitor: bool, renewal: Task);
    #[wasm_bindgen(method)]
    fn renewal(this: &Page, visitor: bool) -> Promise;
    #[wasm_bindgen(method, js_name = storeLater)]
    fn store_later(this: &Page);

    /// A caller's request: `src/browser/request.js`.
    #[wasm_bindgen(js_name = CallerRequest)]
    pub type CallerRequest;
    #[wasm_bindgen(method)]
    fn capture(this: &CallerRequest) -> Promise;
    #[wasm_bindgen(method)]
    fn send(this: &CallerRequest, token: &JsValue) -> Promise;
    #[wasm_bindgen(method, js_name = isRepeatable)]
    fn is_repeatable(this: &CallerRequest) -> bool;
    #[wasm_bindgen(method)]
    fn status(this: &CallerRequest) -> u32;
    #[wasm_bindgen(method)]
    fn challenge(this: &CallerRequest) -> Option<String>;
    #[wasm_bindgen(method)]
    fn discard(this: &CallerRequest);

    // js-sys would bring 500 bytes that nobody calls.
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn now_ms() -> f64;
    #[wasm_bindgen(js_namespace = Math)]
    fn random() -> f64;
}

/// One session of a page, and what it remembers between operations. Every
/// operation gets the page from its caller: nothing of JavaScript is kept here
/// that could keep the instance alive.
#[wasm_bindgen]
pub struct Auth(Rc<State>);

struct State {
    leeway: u64,
    audience: Audience,
    memory: Memory,
    is_renewing: [Cell<bool>; 2],
    /// The access token that signed last, as JavaScript has it: it crosses once.
    signing_with: Cell<Option<(AccessToken, JsValue)>>,
    pending: Rc<Pending>,
}

#[wasm_bindgen]
impl Auth {
    /// `audience`: origins, one a line; `leeway`: in seconds.
    #[wasm_bindgen(constructor)]
    pub fn new(audience: String, leeway: f64) -> Auth {
        Auth(Rc::new(State {
            leeway: leeway as u64,
            audience: Audience::new(audience),
            memory: Memory::default(),
            is_renewing: Default::default(),
            signing_with: Cell::default(),
            pending: Rc::default(),
        }))
    }

    /// Sends a request with the access token of the current person.
    pub fn fetch(
        &self,
        page: Page,
        request: CallerRequest,
        origin: String,
        has_authorization: bool,
        is_no_cors: bool,
    ) -> Task {
        let request = Request {
            request,
            origin,
            has_authorization,
            is_no_cors,
        };
        self.task(page, Operation::Fetch(request))
    }

    /// The access token of the current person, or of the visitor; not the
    /// one that was refused, if any.
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&self, page: Page, visitor: bool, refused: &str) -> Task {
        let whose = if visitor {
            Whose::Visitor
        } else {
            Whose::Current
        };
        let need = AccessToken::new(refused).map_or(Need::Any, Need::OtherThan);
        self.task(page, Operation::AccessToken(whose, need))
    }

    /// Loads whom the page acts as, reports it, and stores what could not be
    /// stored before.
    pub fn load(&self, page: Page) -> Task {
        self.task(page, Operation::Load)
    }

    /// Signs a member in with the token set that this text is.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, page: Page, tokens: &str) -> Task {
        let change = read_set(tokens).map(|tokens| Change::SignIn(Rc::new(tokens)));
        self.task(page, Operation::Change(change))
    }

    /// Forgets the visitor, be it the one kept beside a member.
    #[wasm_bindgen(js_name = forgetVisitor)]
    pub fn forget_visitor(&self, page: Page) -> Task {
        self.task(page, Operation::Change(Some(Change::ForgetVisitor)))
    }

    /// Signs out. Results in the access token of who left, if anybody did.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, page: Page, forget_visitor: bool) -> Task {
        self.task(
            page,
            Operation::Change(Some(Change::SignOut(forget_visitor))),
        )
    }

    /// Storage has changed to this generation, or may have changed unseen: 0.
    pub fn invalidate(&self, generation: f64) {
        self.0.memory.invalidate(generation as u64);
    }
}

impl Auth {
    fn task(&self, page: Page, operation: Operation) -> Task {
        let state = self.0.clone();
        Context { page, state }.task(operation)
    }
}

/// What an operation does.
enum Operation {
    Load,
    Fetch(Request),
    Change(Option<Change>),
    AccessToken(Whose, Need),
    Renew(Whose, Need),
}

/// What an operation has: the page, and what is remembered.
#[derive(Clone)]
struct Context {
    page: Page,
    state: Rc<State>,
}

impl Context {
    fn task(self, operation: Operation) -> Task {
        let pending = self.state.pending.clone();
        Task::new(&pending, async move {
            self.run(operation)
                .await
                .map_err(|error| error.code().into())
        })
    }

    /// All in one place: a future of its own for each would weigh 2 kB more.
    async fn run(&self, operation: Operation) -> Result<JsValue, Error> {
        let token = match operation {
            Operation::Load => {
                session::store_unstored(self).await?;
                None
            }
            Operation::Fetch(request) => {
                let request = self.state.audience.admit(request)?;
                return session::fetch(self, request).await;
            }
            Operation::Change(change) => {
                session::change(self, change.ok_or(Error::InvalidOptions)?).await?
            }
            Operation::AccessToken(whose, need) => {
                Some(session::access_token(self, whose, need, &mut None).await?)
            }
            Operation::Renew(whose, need) => {
                let _renewing = Renewing(self.is_renewing(whose));
                session::renew(self, whose, need).await?;
                None
            }
        };
        Ok(token.map_or(JsValue::UNDEFINED, |token| token.expose().into()))
    }
}

/// A caller's request, and what the rules ask about it.
struct Request {
    request: CallerRequest,
    origin: String,
    has_authorization: bool,
    is_no_cors: bool,
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

impl Context {
    fn wait<T>(&self, promise: Promise, read: fn(JsValue) -> T) -> impl Future<Output = T> {
        self.state.pending.wait(promise, read)
    }

    fn is_renewing(&self, whose: Whose) -> &Cell<bool> {
        let [current, visitor] = &self.state.is_renewing;
        match whose {
            Whose::Current => current,
            Whose::Visitor => visitor,
        }
    }
}

/// A renewal is under way until this is dropped.
struct Renewing<'a>(&'a Cell<bool>);

impl Drop for Renewing<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// How many subjects there are: 2^43.
const SUBJECTS: f64 = 8_796_093_022_208.0;
