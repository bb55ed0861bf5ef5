//! A page as the host of the session flows. Each effect is one to three lines; what it does
//! in the browser is in the JavaScript files beside this one.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::future::Future;

use wasm_bindgen::prelude::*;

use super::task::{self, Task, wait};
use crate::Error;
use crate::oauth::audience::{Admitted, Audience, Target};
use crate::oauth::challenge::refuses_token;
use crate::oauth::grant::{Grant, RawResponse, TokenResponse};
use crate::oauth::record::read_set;
use crate::oauth::session::{Need, Session, Whose};
use crate::oauth::token::{AccessToken, Subject, UnixTime};
use crate::session::{self, Change, Exchange, Host, Memory};
use crate::wix::token_endpoint;

// Handles are numbers that JavaScript gave out: nothing of its own is kept
// here, so nothing has to be dropped. Whatever takes time leaves a promise,
// see task.rs. A method on `page` is one of `host.js`, on `call` of `call.js`.
#[wasm_bindgen(js_namespace = page)]
extern "C" {
    fn ask(page: u32, grant_type: &str, field: &str, value: &str);
    fn load(page: u32, settled: bool);
    fn exchange(page: u32, seen: &str, next: &str);
    fn lock(page: u32);
    fn unlock(page: u32);
    fn pause(page: u32, milliseconds: u32);
    fn signal(page: u32, generation: f64);
    fn mark(page: u32, subject: f64) -> bool;
    #[wasm_bindgen(js_name = isMarked)]
    fn is_marked(page: u32, subject: f64) -> bool;
    fn tell(page: u32, state: u32, subject: f64, expires_at: f64);
    fn start(page: u32, visitor: bool, renewal: *mut Task);
    #[wasm_bindgen(js_name = saveLater)]
    fn save_later(page: u32);
    fn renewal(page: u32, visitor: bool);
    fn token(page: u32, token: &str);
    fn send(page: u32, call: u32);
}

#[wasm_bindgen(js_namespace = call)]
extern "C" {
    fn hold(call: u32);
    fn repeats(call: u32) -> bool;
    fn status(call: u32) -> u32;
    /// Whether the challenge can be read; it is what came then.
    fn challenge(call: u32) -> bool;
    fn discard(call: u32);
    /// What a call for a token is given.
    fn deliver(call: u32, token: &str);
}

// What came: from the promise, or with the call of an export. The text is
// xtask/src/glue.rs, the rest wait.js.
#[wasm_bindgen(js_namespace = text)]
extern "C" {
    fn length() -> usize;
    fn copy(to: *mut u8);
}

#[wasm_bindgen(js_namespace = waiting)]
extern "C" {
    fn succeeded() -> bool;
    /// Nothing came: the storage failed.
    fn failed() -> bool;
}

// js-sys' in any other place: with it come 500 bytes that nobody calls.
#[wasm_bindgen(js_namespace = Date)]
extern "C" {
    #[wasm_bindgen(js_name = now)]
    fn now_in_milliseconds() -> f64;
}

#[wasm_bindgen(js_namespace = Math)]
extern "C" {
    fn random() -> f64;
}

/// One `Auth` of the page. A handle is a plain copy that no task has to drop:
/// the page is closed when nothing is left in JavaScript that could use it.
#[derive(Clone, Copy)]
pub struct Page(pub &'static Inner);

/// What a page is made of.
pub struct Inner {
    number: u32,
    leeway: u64,
    audience: Audience,
    memory: Memory,
    is_renewing: [Cell<bool>; 2],
    signing_with: Cell<Option<AccessToken>>,
}

/// A call, and what the rules ask about it.
pub struct Request {
    call: u32,
    origin: String,
    flags: u32,
}

/// What a page can be asked to do.
pub enum Job {
    /// To load whom it acts as, report it, and store what could not be stored.
    Load,
    /// To send a call, signed.
    Fetch(Request),
    /// To change the session. A call is given the token of who left.
    Change(u32, Change),
    /// To give a call a token.
    Token(u32, Whose, Need),
    /// To renew.
    Renew(Whose, Need),
}

impl Job {
    /// To send a call; what came is its target's origin. `flags`: bit 0, it has
    /// an Authorization header; bit 1, its mode is "no-cors".
    pub fn fetch(call: u32, flags: u32) -> Job {
        let origin = came();
        Job::Fetch(Request {
            call,
            origin,
            flags,
        })
    }

    /// To give a call a token other than what came, if that is one.
    pub fn token(call: u32, whose: Whose) -> Job {
        let refused = AccessToken::new(&came());
        Job::Token(call, whose, refused.map_or(Need::Any, Need::OtherThan))
    }

    /// To sign a member in with the token set that came.
    pub fn sign_in() -> Option<Job> {
        read_set(&came()).map(|tokens| Job::Change(0, Change::SignIn(Rc::new(tokens))))
    }
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
    /// The page of this number; what came is its audience.
    pub fn new(number: u32, leeway: f64) -> Page {
        Page(Box::leak(Box::new(Inner {
            number,
            leeway: leeway as u64,
            audience: Audience::new(came()),
            memory: Memory::default(),
            is_renewing: Default::default(),
            signing_with: Cell::default(),
        })))
    }

    /// Does a job.
    pub async fn run(self, job: Job) -> Result<(), Error> {
        match job {
            Job::Load => session::store_unstored(self).await?,
            Job::Fetch(request) => session::fetch(self, self.0.audience.admit(request)?).await?,
            Job::Change(call, change) => {
                if let Some(former) = session::change(self, change).await? {
                    deliver(call, former.expose());
                }
            }
            Job::Token(call, whose, need) => {
                let token = session::access_token(self, whose, need, &mut None).await?;
                deliver(call, token.expose());
            }
            Job::Renew(whose, need) => {
                let outcome = session::renew(self, whose, need).await;
                self.is_renewing(whose).set(false);
                outcome?;
            }
        }
        Ok(())
    }

    fn is_renewing(self, whose: Whose) -> &'static Cell<bool> {
        let [current, visitor] = &self.0.is_renewing;
        match whose {
            Whose::Current => current,
            Whose::Visitor => visitor,
        }
    }

    /// Storage has changed to this generation, or may have changed unseen.
    pub fn forget(self, generation: f64) {
        self.0.memory.invalidate(generation as u64);
    }
}

impl Host for Page {
    type Request = Request;
    type Response = ();

    fn memory(&self) -> &Memory {
        &self.0.memory
    }
    fn now(&self) -> UnixTime {
        UnixTime((now_in_milliseconds() / 1000.0) as u64)
    }
    fn leeway(&self) -> u64 {
        self.0.leeway
    }
    fn new_subject(&self) -> Subject {
        // Not a secret: it only has to differ from others. Never nobody's.
        Subject((random() * SUBJECTS) as u64).next()
    }

    fn capture(&self, request: &Admitted<Request>) -> impl Future<Output = ()> {
        hold(request.request().call);
        wait(*self, |_| ())
    }
    fn send(&self, request: &Admitted<Request>, with: &AccessToken) -> impl Future<Output = ()> {
        // The token crosses once, not with every call.
        let crossed = self.0.signing_with.replace(Some(with.clone()));
        if !crossed.is_some_and(|crossed| crossed.is_same_copy(with)) {
            token(self.0.number, with.expose());
        }
        send(self.0.number, request.request().call);
        wait(*self, |_| ())
    }
    fn refuses_token(&self, request: &Admitted<Request>, _: &()) -> bool {
        let call = request.request().call;
        let status = status(call);
        status == 401 && refuses_token(status, challenge(call).then(came).as_deref())
    }
    fn is_repeatable(&self, request: &Admitted<Request>) -> bool {
        repeats(request.request().call)
    }
    fn discard(&self, request: &Admitted<Request>, _: ()) {
        discard(request.request().call);
    }

    fn request_token(&self, grant: Grant<'_>) -> impl Future<Output = TokenResponse> {
        let (grant_type, field, value) = token_endpoint::fields(grant);
        ask(self.0.number, grant_type, field, value);
        wait(*self, |page| {
            RawResponse::parse(&came()).token_response(page.now())
        })
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        pause(self.0.number, milliseconds);
        wait(*self, |_| ())
    }

    fn lock(&self) -> impl Future<Output = bool> {
        lock(self.0.number);
        wait(*self, |_| succeeded())
    }
    fn unlock(&self) {
        unlock(self.0.number);
    }
    fn load(&self, settled: bool) -> impl Future<Output = Option<String>> {
        load(self.0.number, settled);
        wait(*self, |_| (!failed()).then(came))
    }
    fn exchange(&self, seen: &str, next: &str) -> impl Future<Output = Exchange> {
        exchange(self.0.number, seen, next);
        wait(*self, |_| {
            if succeeded() {
                Exchange::Stored
            } else if failed() {
                Exchange::Failed
            } else {
                Exchange::Superseded
            }
        })
    }
    fn mark_signed_out(&self, subject: Subject) -> bool {
        mark(self.0.number, subject.0 as f64)
    }
    fn is_marked(&self, subject: Subject) -> bool {
        is_marked(self.0.number, subject.0 as f64)
    }
    fn notify_tabs(&self, generation: u64) {
        signal(self.0.number, generation as f64);
    }
    fn report(&self, session: &Session) {
        let state = match session {
            Session::Empty => 0,
            Session::Visitor(_) => 1,
            Session::Member { .. } => 2,
            Session::Expired { .. } => 3,
        };
        let expires_at = session.tokens().map_or(0, |tokens| tokens.expires_at.0);
        tell(
            self.0.number,
            state,
            session.subject().0 as f64,
            expires_at as f64,
        );
    }

    fn start_renewal(&self, whose: Whose, need: Need) {
        if !self.is_renewing(whose).replace(true) {
            let task = task::spawn(self.run(Job::Renew(whose, need)));
            start(self.0.number, whose == Whose::Visitor, task);
        }
    }
    fn renewal(&self, whose: Whose) -> impl Future<Output = bool> {
        renewal(self.0.number, whose == Whose::Visitor);
        wait(*self, |_| succeeded())
    }
    fn store_later(&self) {
        save_later(self.0.number);
    }
}

/// How many subjects there are: 2^43.
const SUBJECTS: f64 = 8_796_093_022_208.0;

/// What came, as a text.
#[allow(unsafe_code)]
fn came() -> String {
    let length = length();
    let mut bytes = Vec::with_capacity(length);
    copy(bytes.as_mut_ptr());
    // SAFETY: `copy` wrote as many bytes as `length` said, and only ASCII.
    unsafe {
        bytes.set_len(length);
        String::from_utf8_unchecked(bytes)
    }
}
