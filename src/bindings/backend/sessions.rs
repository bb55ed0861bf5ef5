//! The sessions of the pages that a server renders. What is not yet known crosses as the text
//! of a record: `oauth/record.rs`.

use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::future::Future;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::requests::Request;
use super::sessions_host::{Context, Process, new_subject, now};
use super::value;
use crate::bindings::task::{Pending, Task};
use crate::oauth::audience::Audience;
use crate::oauth::record::{Record, read_set};
use crate::oauth::token::{AccessToken, Subject, TokenSet};
use crate::server::{self, Allowed, Current, Memory, Ticket};

/// The sessions of one project.
#[wasm_bindgen]
pub struct Sessions {
    client_id: String,
    audience: Audience,
    leeway: u64,
    memory: Rc<Memory>,
    pending: Rc<Pending>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    client_id: String,
    audience: Vec<String>,
    leeway: f64,
}

/// What a request may do for its session: [`server::Allowed`].
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum May {
    Use,
    Renew,
    Create,
}

/// The result of an operation: [`server::Current`], and an access token that was asked for.
#[derive(Serialize)]
struct Found {
    text: String,
    replaced: Vec<String>,
    token: Option<String>,
}

#[wasm_bindgen]
extern "C" {
    /// The headers of a request or response.
    #[wasm_bindgen(typescript_type = "Headers")]
    pub type HttpHeaders;
    /// What is thrown ends no operation: the memory of all sessions would end with it.
    #[wasm_bindgen(method, catch)]
    fn get(this: &HttpHeaders, name: &str) -> Result<Option<String>, JsValue>;
}

impl HttpHeaders {
    /// The value of a header; absent where it cannot be read.
    fn value(&self, name: &str) -> Option<String> {
        self.get(name).ok().flatten()
    }
}

#[wasm_bindgen]
impl Sessions {
    /// Sessions with these options, and a secret of 128 random bits.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue, first: u64, second: u64) -> Result<Sessions, JsValue> {
        let options: Options = serde_wasm_bindgen::from_value(options)?;
        Ok(Sessions {
            client_id: options.client_id,
            audience: Audience::new(options.audience.join("\n")),
            leeway: options.leeway as u64,
            memory: Rc::new(Memory::new([first, second])),
            pending: Rc::default(),
        })
    }

    /// The tokens in a cookie of another make, as JSON in the shape of the Wix SDK.
    pub fn adopt(&self, value: &str) -> Option<String> {
        let adopted = server::adopt(value, &self.client_id)?;
        serde_json::to_string(&adopted.to_json()).ok()
    }

    /// The session of a request whose cookie has this record.
    pub fn begin(&self, process: &Process, record: String, may: May) -> Task {
        let allowed = match may {
            May::Use => Allowed::Use,
            May::Renew => Allowed::Renew,
            May::Create => Allowed::Create,
        };
        self.task(process, async move |host| {
            let current = server::begin(&host, Record::parse(&record), allowed).await;
            found(record, current, None)
        })
    }

    /// Renews the session of this record, for the requests that wait for this ticket.
    pub fn renew(&self, process: &Process, ticket: u32, record: &str) -> Task {
        let record = Record::parse(record);
        self.task(process, async move |host| {
            server::renew(&host, Ticket(ticket), &record).await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// The session after a member signed in with a token set of `oauth/record.rs`, who gets the
    /// number `subject`.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, process: &Process, record: String, tokens: &str, subject: f64) -> Task {
        let tokens = read_set(tokens).map(|set| TokenSet {
            subject: Subject(subject as u64),
            ..set
        });
        self.task(process, async move |host| {
            let tokens = tokens.ok_or(JsValue::NULL)?;
            let current = server::sign_in(&host, Record::parse(&record), tokens).await;
            found(record, current, None)
        })
    }

    /// The session after a sign-out, and the access token of the member who has left.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, process: &Process, record: String) -> Task {
        self.task(process, async move |host| {
            let (current, former) = server::sign_out(&host, Record::parse(&record)).await;
            found(record, current, former)
        })
    }

    /// An access token of the visitor of this session, other than the one that was refused.
    #[wasm_bindgen(js_name = visitorToken)]
    pub fn visitor_token(
        &self,
        process: &Process,
        record: String,
        refused: Option<String>,
    ) -> Task {
        let refused = refused.as_deref().and_then(AccessToken::new);
        self.task(process, async move |host| {
            let before = Record::parse(&record);
            let (current, token) = server::visitor_token(&host, before, refused.as_ref()).await;
            found(record, current, token)
        })
    }

    /// A response is about to set the cookie of this record, instead of those. False: it must
    /// not.
    pub fn deliver(&self, record: &str, instead_of: Vec<String>) -> bool {
        let instead_of: Vec<Record> = instead_of.iter().map(|text| Record::parse(text)).collect();
        self.memory
            .deliver(&Record::parse(record), &instead_of, now())
    }

    /// Whether the access token of this record has expired.
    #[wasm_bindgen(js_name = isStale)]
    pub fn is_stale(&self, record: &str) -> bool {
        server::is_stale(&Record::parse(record).session, now())
    }

    /// Whether a request may carry the token of a session: the code of the error, if it may
    /// not.
    pub fn admit(&self, origin: &str, has_authorization: bool, is_no_cors: bool) -> Option<String> {
        let request = Request {
            origin,
            has_authorization,
            is_no_cors,
        };
        let refused = self.audience.admit(request).err();
        refused.map(|error| error.code().to_owned())
    }
}

impl Sessions {
    fn task<F: Future<Output = Result<JsValue, JsValue>>>(
        &self,
        process: &Process,
        flow: impl FnOnce(Context) -> F + 'static,
    ) -> Task {
        let context = Context {
            process: process.clone(),
            memory: self.memory.clone(),
            leeway: self.leeway,
            pending: self.pending.clone(),
        };
        Task::new(&self.pending, async move { flow(context).await })
    }
}

/// A record that is the same stays the same text.
fn found(before: String, current: Current, token: Option<AccessToken>) -> Result<JsValue, JsValue> {
    let is_same = Record::parse(&before) == current.record;
    value(&Found {
        text: if is_same {
            before
        } else {
            current.record.write()
        },
        replaced: current.replaced.iter().map(Record::write).collect(),
        token: token.map(|token| token.expose().to_owned()),
    })
}

/// A number for a member who signs in: [`Sessions::sign_in`].
#[wasm_bindgen]
pub fn newcomer() -> f64 {
    new_subject().0 as f64
}

/// Whether a request is a person's navigation to a page.
#[wasm_bindgen(js_name = isNavigationOfAPerson)]
pub fn is_navigation_of_a_person(method: &str, headers: &HttpHeaders) -> bool {
    server::is_navigation_of_a_person(method, |name| headers.value(name))
}

/// Whether a request may begin a login.
#[wasm_bindgen(js_name = mayLogIn)]
pub fn may_log_in(headers: &HttpHeaders) -> bool {
    server::may_log_in(|name| headers.value(name))
}

/// Whether a session is renewed for a request.
#[wasm_bindgen(js_name = mayRenew)]
pub fn may_renew(headers: &HttpHeaders) -> bool {
    server::may_renew(|name| headers.value(name))
}

/// Whether a response may set the cookie of a session.
#[wasm_bindgen(js_name = maySetCookie)]
pub fn may_set_cookie(status: u16, headers: &HttpHeaders) -> bool {
    server::may_set_cookie(status, |name| headers.value(name))
}

/// Whether a request comes from a page of this origin, whose host this is.
#[wasm_bindgen(js_name = isOfSameOrigin)]
pub fn is_of_same_origin(headers: &HttpHeaders, host: &str) -> bool {
    server::is_of_same_origin(|name| headers.value(name), host)
}
