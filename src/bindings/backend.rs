//! The door of the backend half. `pkg/backend/core.js` is the other side: it
//! does what a desk says, and tells it what came. Nothing here waits.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::str;

use wasm_bindgen::prelude::*;

use crate::backend::{self, AppToken, Callers, CurrentToken, Lookup, Queued, Refusal, Ticket};
use crate::json::Json;
use crate::oauth::audience::{Audience, Target};
use crate::oauth::challenge::refuses_token;
use crate::oauth::grant::RawResponse;
use crate::oauth::token::UnixTime;
use crate::wix::api_error::Head;
use crate::wix::identity::{Accepted, Kind, Sites};
use crate::wix::permission::Permission;
use crate::wix::web_method;
use crate::wix::web_method_arguments::{Limits, are_arguments};

/// What one backend knows, and decides.
#[wasm_bindgen]
pub struct Backend {
    callers: Callers,
    app: AppToken,
    /// Who may hear a caller's token, and who the app's.
    audiences: [Audience; 2],
    limits: Limits,
    services: Vec<Service>,
    /// What JavaScript has written here, of what comes with every request: as
    /// arguments, texts would take allocations of their own each time.
    room: Vec<u8>,
    /// The token that an answer was about.
    token: Option<String>,
}

/// Web methods that are served below a path, by module and name.
struct Service {
    base: String,
    methods: BTreeMap<(String, String), u32>,
}

#[wasm_bindgen]
impl Backend {
    /// Of options that `pkg/backend/options.js` has checked, as JSON, and of a
    /// secret of 128 bits.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, first: u64, second: u64) -> Backend {
        let options = json(options);
        let text = |name| options.get(name).owned();
        let number = |name| match options.get(name) {
            Json::Number(number) => *number as u32,
            _ => 0,
        };
        let list = |name| options.get(name).items().iter().filter_map(Json::owned);
        let audience = |name| Audience::new(text(name).unwrap_or_default());
        // Where neither is set, JavaScript lets in nobody but whom Anyone admits,
        // or asks a function of the identity.
        let sites = match (text("instanceId"), text("siteId")) {
            (None, None) => Sites::Any,
            (Some(instance_id), None) => Sites::Instance(instance_id),
            (None, Some(site_id)) => Sites::Site(site_id),
            (Some(instance_id), Some(site_id)) => Sites::Both {
                instance_id,
                site_id,
            },
        };
        let accepted = Accepted {
            client_ids: list("clientIds").collect(),
            sites,
        };
        let key = text("apiKey");
        Backend {
            callers: Callers::new(
                accepted,
                key.as_deref(),
                backend::Limits {
                    callers: number("callers") as usize,
                    lookups: number("lookups") as usize,
                },
                [first, second],
            ),
            app: AppToken::default(),
            audiences: [audience("audience"), audience("apiOrigins")],
            limits: Limits {
                body: number("body"),
                depth: number("depth"),
            },
            services: Vec::new(),
            room: Vec::new(),
            token: None,
        }
    }

    /// Where to write a text of so many bytes at most, until there is less room.
    pub fn room(&mut self, bytes: u32) -> *const u8 {
        self.room.resize(bytes as usize, 0);
        self.room.as_ptr()
    }

    /// Who sends the Authorization that is written in so many bytes: [`KNOWN`] in
    /// a slot, [`REFUSED`], [`ASK`] about [`Backend::token`], or [`WAIT`] for
    /// somebody's ticket.
    pub fn look(&mut self, written: u32, now: f64) -> f64 {
        let authorization = self.room.get(..written as usize).unwrap_or_default();
        let authorization = str::from_utf8(authorization).unwrap_or_default();
        match self.callers.lookup(authorization, time(now)) {
            Lookup::Known(slot) => told(KNOWN, slot as u32),
            Lookup::Refused(refusal) => told(REFUSED, refusal as u32),
            Lookup::Wait(Ticket(ticket)) => told(WAIT, ticket),
            Lookup::Request(Ticket(ticket), token) => {
                self.token = Some(token.expose().to_owned());
                told(ASK, ticket)
            }
        }
    }

    /// What token-info answered: [`KNOWN`] or [`REFUSED`]. Status 0 is no answer,
    /// and 0 seconds of Retry-After are none.
    pub fn answered(
        &mut self,
        ticket: u32,
        status: u16,
        retry_after: u32,
        body: &str,
        now: f64,
    ) -> f64 {
        let head = Head {
            status,
            retry_after: Some(retry_after.into()),
            ..Head::default()
        };
        let slot = self
            .callers
            .on_token_info(Ticket(ticket), head, &json(body), time(now));
        match slot {
            Ok(slot) => told(KNOWN, slot as u32),
            Err(refusal) => told(REFUSED, refusal as u32),
        }
    }

    /// A ticket that waited for others: [`ASK`] about [`Backend::token`], or
    /// [`REFUSED`]; [`WAIT`] if there is none that need not wait.
    pub fn next(&mut self, now: f64) -> f64 {
        match self.callers.next_queued(time(now)) {
            Some(Queued::Request(Ticket(ticket), token)) => {
                self.token = Some(token.expose().to_owned());
                told(ASK, ticket)
            }
            Some(Queued::Refused(Ticket(ticket), _)) => told(REFUSED, ticket),
            None => told(WAIT, 0),
        }
    }

    /// Nobody waits any longer for this ticket.
    pub fn abandon(&mut self, ticket: u32) {
        self.callers.abandon(Ticket(ticket));
    }

    /// Seconds after which whoever was refused for want of an answer may try again.
    pub fn retry_after(&self, now: f64) -> f64 {
        self.callers.retry_after(time(now)) as f64
    }

    /// Who is in a slot, as JSON.
    pub fn identity(&self, slot: u32) -> String {
        let identity = self.callers.identity(slot as usize);
        identity
            .and_then(|identity| serde_json::to_string(&identity.json()).ok())
            .unwrap_or_default()
    }

    /// The token that a look or a [`Backend::have`] was about, once.
    pub fn token(&mut self) -> String {
        self.token.take().unwrap_or_default()
    }

    /// The app's own token: [`KNOWN`] (then it is in [`Backend::token`]),
    /// [`REFUSED`], or [`ASK`].
    pub fn have(&mut self, refused: Option<String>, now: f64) -> f64 {
        match self.app.current(refused.as_deref(), time(now)) {
            CurrentToken::Token(token) => {
                self.token = Some(token.expose().to_owned());
                told(KNOWN, 0)
            }
            CurrentToken::Refused(refusal) => told(REFUSED, refusal as u32),
            CurrentToken::Request => told(ASK, 0),
        }
    }

    /// What the token endpoint answered, in the lines of `oauth/grant.rs`.
    pub fn granted(&mut self, lines: &str, now: f64) -> f64 {
        match self
            .app
            .store_response(&RawResponse::parse(lines), time(now))
        {
            Ok(()) => told(KNOWN, 0),
            Err(refusal) => told(REFUSED, refusal as u32),
        }
    }

    /// Whether a request may carry a token: [`KNOWN`] or [`REFUSED`].
    pub fn admit(
        &self,
        elevated: bool,
        origin: &str,
        has_authorization: bool,
        is_no_cors: bool,
    ) -> f64 {
        let [callers, app] = &self.audiences;
        let audience = if elevated { app } else { callers };
        match audience.admit(Request {
            origin,
            has_authorization,
            is_no_cors,
        }) {
            Ok(_) => told(KNOWN, 0),
            Err(error) => told(REFUSED, Refusal::from(error) as u32),
        }
    }

    /// Serves web methods below a path; `names` are JSON: pairs of module and
    /// method, in the order of their numbers. Services have numbers in their order.
    pub fn serve(&mut self, base: &str, names: &str) {
        let names = json(names);
        let pairs = names.items().iter().map(|pair| match pair.items() {
            [Json::Text(module), Json::Text(method)] => (module.clone(), method.clone()),
            _ => Default::default(),
        });
        self.services.push(Service {
            base: base.to_owned(),
            methods: pairs.zip(0..).collect(),
        });
    }

    /// Which web method a request is for: [`KNOWN`] or [`REFUSED`]. A length of
    /// -1 is none.
    pub fn route(
        &self,
        service: u32,
        verb: &str,
        path: &str,
        content_type: &str,
        length: f64,
    ) -> f64 {
        let method = self.services.get(service as usize).and_then(|service| {
            let (module, method) = web_method::route(&service.base, path)?;
            let name = (module.to_owned(), method.to_owned());
            service.methods.get(&name).copied()
        });
        let refusal = match method {
            None => Refusal::NotFound,
            Some(_) if verb != "POST" => Refusal::MethodNotAllowed,
            Some(_) if !web_method::is_json(content_type) => Refusal::UnsupportedMediaType,
            Some(_) if length > f64::from(self.limits.body) => Refusal::TooLarge,
            Some(method) => return told(KNOWN, method),
        };
        told(REFUSED, refusal as u32)
    }

    /// Whether the body that is written in so many bytes is arguments: [`KNOWN`]
    /// or [`REFUSED`].
    pub fn examine(&self, written: u32) -> f64 {
        let body = self.room.get(..written as usize).unwrap_or_default();
        if body.len() > self.limits.body as usize {
            told(REFUSED, Refusal::TooLarge as u32)
        } else if are_arguments(body, self.limits) {
            told(KNOWN, 0)
        } else {
            told(REFUSED, Refusal::InvalidArguments as u32)
        }
    }
}

/// Whether a caller of this kind has a permission; by their numbers.
#[wasm_bindgen]
pub fn admits(permission: u32, kind: u32) -> bool {
    match (
        Permission::ALL.get(permission as usize),
        KINDS.get(kind as usize),
    ) {
        (Some(permission), Some(kind)) => permission.admits(*kind),
        _ => false,
    }
}

/// Whether an answer refuses the token that was sent.
#[wasm_bindgen]
pub fn refuses(status: u32, challenge: Option<String>) -> bool {
    refuses_token(status, challenge.as_deref())
}

/// A token as it was presented, without a scheme.
#[wasm_bindgen]
pub fn bare(authorization: &str) -> String {
    backend::without_scheme(authorization).to_owned()
}

/// Whether a module, or a method of one, can be called this.
#[wasm_bindgen]
pub fn is_name(name: &str, of_module: bool) -> bool {
    if of_module {
        web_method::is_module_name(name)
    } else {
        web_method::is_method_name(name)
    }
}

/// A refusal's code, status and challenge, a line each; nothing where there is
/// no more.
#[wasm_bindgen]
pub fn refusal(number: u32) -> Option<String> {
    let refusal = Refusal::ALL.get(number as usize)?;
    let mut text = refusal.code().to_owned();
    text.push('\n');
    crate::oauth::lines::decimal(&mut text, refusal.status().into());
    text.push('\n');
    text.push_str(refusal.challenge());
    Some(text)
}

/// What the rules ask about a request.
struct Request<'a> {
    origin: &'a str,
    has_authorization: bool,
    is_no_cors: bool,
}

impl Target for Request<'_> {
    fn origin(&self) -> &str {
        self.origin
    }
    fn has_authorization(&self) -> bool {
        self.has_authorization
    }
    fn is_no_cors(&self) -> bool {
        self.is_no_cors
    }
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_default()
}

fn time(seconds: f64) -> UnixTime {
    UnixTime(seconds as u64)
}

/// What was found, and its number, in one: JavaScript takes it apart.
fn told(what: u32, number: u32) -> f64 {
    f64::from(number) * 4.0 + f64::from(what)
}

// The words of `pkg/backend/core.js`.
const KNOWN: u32 = 0;
const REFUSED: u32 = 1;
const ASK: u32 = 2;
const WAIT: u32 = 3;

/// In the order of their numbers there.
const KINDS: [Kind; 5] = [
    Kind::Visitor,
    Kind::Member,
    Kind::User,
    Kind::App,
    Kind::Admin,
];
