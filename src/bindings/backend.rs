//! The backend half as JavaScript sees it: [`Backend`], a method for each operation.
//! No logic: arguments become types, and results become values. Nothing in here waits:
//! `pkg/backend` sends the requests to Wix, and passes the responses on.
//!
//! Nobody downloads this module, so options and tables cross by serde-wasm-bindgen.
//! What every request needs crosses as a number, a string, or the bytes of a string:
//! `TextEncoder` writes those faster than the glue, character by character.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::str;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::backend::{self, Callers, Limits, Refusal, Routes, Ticket, WebMethod};
use crate::json::Json;
use crate::oauth::audience::{Audience, Target};
use crate::oauth::challenge;
use crate::oauth::grant::RawResponse;
use crate::oauth::token::{AccessToken, UnixTime};
use crate::wix::api_error::Head;
use crate::wix::identity::{Accepted, Kind, Sites};
use crate::wix::permission::Permission;
use crate::wix::web_method;
use crate::wix::web_method_arguments::{self, are_arguments};

/// Callers, the app's token and web methods of one backend.
#[wasm_bindgen]
pub struct Backend {
    callers: Callers,
    app_tokens: backend::AppTokens,
    /// The origins that may receive a caller's token.
    audience: Audience,
    /// The origins that may receive the app's token.
    app_audience: Audience,
    arguments: web_method_arguments::Limits,
    routes: Routes,
    /// What the last operation was about, beside its result.
    slot: usize,
    ticket: u32,
    refusal: Option<Refusal>,
    token: Option<AccessToken>,
}

/// The options of a backend, as `pkg/backend/options.js` has checked them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    client_ids: Vec<String>,
    instance_id: Option<String>,
    site_id: Option<String>,
    api_key: Option<String>,
    audience: Vec<String>,
    app_audience: Vec<String>,
    limits: OptionLimits,
}

#[derive(Deserialize)]
struct OptionLimits {
    callers: usize,
    lookups: usize,
    body: u32,
    depth: u32,
}

/// The result of [`Backend::lookup`].
#[wasm_bindgen]
pub enum Lookup {
    /// The identity of the caller is in [`Backend::slot`].
    Known,
    /// [`Backend::refusal`] has the code.
    Refused,
    /// Send [`Backend::take_token`] to token-info, and pass the response to
    /// [`Backend::on_token_info`] with [`Backend::ticket`].
    Request,
    /// Wait for the lookup with [`Backend::ticket`].
    Wait,
}

/// The result of [`Backend::next_queued`], with [`Backend::ticket`].
#[wasm_bindgen]
pub enum Queued {
    /// Send [`Backend::take_token`] to token-info now.
    Request,
    /// This lookup is not going to be made.
    Refused,
    /// None can go on now.
    None,
}

/// The result of [`Backend::app_token`].
#[wasm_bindgen]
pub enum AppToken {
    /// Use [`Backend::take_token`].
    Token,
    /// [`Backend::refusal`] has the code.
    Refused,
    /// Request a token, and pass the response to [`Backend::store_token_response`].
    Request,
}

#[wasm_bindgen]
impl Backend {
    /// A backend with these options, and a secret of 128 random bits.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue, first: u64, second: u64) -> Result<Backend, JsValue> {
        let options: Options = serde_wasm_bindgen::from_value(options)?;
        // Where neither is set, JavaScript accepts no permission but Anyone, or calls a
        // function of the identity.
        let sites = match (options.instance_id, options.site_id) {
            (None, None) => Sites::Any,
            (Some(instance_id), None) => Sites::Instance(instance_id),
            (None, Some(site_id)) => Sites::Site(site_id),
            (Some(instance_id), Some(site_id)) => Sites::Both {
                instance_id,
                site_id,
            },
        };
        let accepted = Accepted {
            client_ids: options.client_ids,
            sites,
        };
        let OptionLimits {
            callers,
            lookups,
            body,
            depth,
        } = options.limits;
        Ok(Backend {
            callers: Callers::new(
                accepted,
                options.api_key.as_deref(),
                Limits { callers, lookups },
                [first, second],
            ),
            app_tokens: backend::AppTokens::default(),
            audience: Audience::new(options.audience.join("\n")),
            app_audience: Audience::new(options.app_audience.join("\n")),
            arguments: web_method_arguments::Limits { body, depth },
            routes: Routes::default(),
            slot: 0,
            ticket: 0,
            refusal: None,
            token: None,
        })
    }

    /// The slot of the identity that was found.
    #[wasm_bindgen(getter)]
    pub fn slot(&self) -> usize {
        self.slot
    }

    /// The ticket of the lookup.
    #[wasm_bindgen(getter)]
    pub fn ticket(&self) -> u32 {
        self.ticket
    }

    /// The code of the refusal.
    #[wasm_bindgen(getter)]
    pub fn refusal(&self) -> Option<String> {
        self.refusal.map(code)
    }

    /// The token that the last operation was about. It is not kept.
    #[wasm_bindgen(js_name = takeToken)]
    pub fn take_token(&mut self) -> Option<String> {
        self.token.take().map(|token| token.expose().to_owned())
    }

    /// Looks up the caller who sends this header `Authorization` (UTF-8), which is empty if the
    /// request has none.
    pub fn lookup(&mut self, authorization: &[u8], now: f64) -> Lookup {
        let authorization = str::from_utf8(authorization).unwrap_or_default();
        match self.callers.lookup(authorization, time(now)) {
            backend::Lookup::Known(slot) => {
                self.slot = slot;
                Lookup::Known
            }
            backend::Lookup::Refused(refusal) => {
                self.refusal = Some(refusal);
                Lookup::Refused
            }
            backend::Lookup::Wait(Ticket(ticket)) => {
                self.ticket = ticket;
                Lookup::Wait
            }
            backend::Lookup::Request(Ticket(ticket), token) => {
                self.ticket = ticket;
                self.token = Some(token);
                Lookup::Request
            }
        }
    }

    /// Token-info has responded. Returns the identity; undefined if the token is refused.
    /// Status 0 is no response, and 0 seconds of Retry-After are none.
    #[wasm_bindgen(js_name = onTokenInfo)]
    pub fn on_token_info(
        &mut self,
        ticket: u32,
        status: u16,
        retry_after: u32,
        body: &str,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let head = Head {
            status,
            retry_after: Some(retry_after.into()),
            ..Head::default()
        };
        let body: Json = serde_json::from_str(body).unwrap_or_default();
        let slot = self
            .callers
            .on_token_info(Ticket(ticket), head, &body, time(now));
        match slot {
            Ok(slot) => {
                self.slot = slot;
                self.identity(slot)
            }
            Err(refusal) => {
                self.refusal = Some(refusal);
                Ok(JsValue::UNDEFINED)
            }
        }
    }

    /// The identity in a slot.
    pub fn identity(&self, slot: usize) -> Result<JsValue, JsValue> {
        value(&self.callers.identity(slot))
    }

    /// A queued lookup that need not wait any longer. Call it after each response, until
    /// there is none.
    #[wasm_bindgen(js_name = nextQueued)]
    pub fn next_queued(&mut self, now: f64) -> Queued {
        match self.callers.next_queued(time(now)) {
            Some(backend::Queued::Request(Ticket(ticket), token)) => {
                self.ticket = ticket;
                self.token = Some(token);
                Queued::Request
            }
            Some(backend::Queued::Refused(Ticket(ticket), _)) => {
                self.ticket = ticket;
                Queued::Refused
            }
            None => Queued::None,
        }
    }

    /// Nobody waits for this lookup any longer.
    pub fn abandon(&mut self, ticket: u32) {
        self.callers.abandon(Ticket(ticket));
    }

    /// Seconds after which another attempt is worthwhile for a caller that could not be
    /// verified.
    #[wasm_bindgen(js_name = retryAfter)]
    pub fn retry_after(&self, now: f64) -> f64 {
        self.callers.retry_after(time(now)) as f64
    }

    /// The app's own token for an instance, whose name is empty if requests for tokens name
    /// none. It is never `refused`, the token that a server has just refused.
    #[wasm_bindgen(js_name = appToken)]
    pub fn app_token(&mut self, instance_id: &str, refused: Option<String>, now: f64) -> AppToken {
        let app_token = self.app_tokens.of(instance_id);
        match app_token.current(refused.as_deref(), time(now)) {
            backend::CurrentToken::Token(token) => {
                self.token = Some(token);
                AppToken::Token
            }
            backend::CurrentToken::Refused(refusal) => {
                self.refusal = Some(refusal);
                AppToken::Refused
            }
            backend::CurrentToken::Request => AppToken::Request,
        }
    }

    /// The token endpoint has responded to a request for that instance: the lines of
    /// `oauth/grant.rs`. Returns the code of the refusal, if there is no token now.
    #[wasm_bindgen(js_name = storeTokenResponse)]
    pub fn store_token_response(
        &mut self,
        instance_id: &str,
        lines: &str,
        now: f64,
    ) -> Option<String> {
        let response = RawResponse::parse(lines);
        let app_token = self.app_tokens.of(instance_id);
        let stored = app_token.store_response(&response, time(now));
        stored.err().map(code)
    }

    /// Whether a request may carry a caller's token, or the app's: the code of the refusal,
    /// if it may not.
    pub fn admit(
        &self,
        as_app: bool,
        origin: &str,
        has_authorization: bool,
        is_no_cors: bool,
    ) -> Option<String> {
        let audience = if as_app {
            &self.app_audience
        } else {
            &self.audience
        };
        let request = Request {
            origin,
            has_authorization,
            is_no_cors,
        };
        audience.admit(request).err().map(Refusal::from).map(code)
    }

    /// Serves web methods below a path: a list of `{ module, name }`. Returns the number of
    /// that path for [`Backend::route`].
    pub fn serve(&mut self, base: String, methods: JsValue) -> Result<usize, JsValue> {
        let methods: Vec<WebMethod> = serde_wasm_bindgen::from_value(methods)?;
        Ok(self.routes.add(base, methods))
    }

    /// The web method that a request is for: its index in the list that was given for this
    /// base. If there is none, [`Backend::refusal`] has the code.
    pub fn route(
        &mut self,
        base: usize,
        verb: &str,
        path: &str,
        content_type: &str,
        content_length: Option<f64>,
    ) -> Option<usize> {
        let request = backend::WebMethodRequest {
            verb,
            path,
            content_type,
            content_length,
        };
        let method = self.routes.find(base, &request, self.arguments.body.into());
        method.map_err(|refusal| self.refusal = Some(refusal)).ok()
    }

    /// Whether a body is the arguments of a web method: the code of the refusal, if it is
    /// not.
    #[wasm_bindgen(js_name = checkArguments)]
    pub fn check_arguments(&self, body: &[u8]) -> Option<String> {
        if body.len() > self.arguments.body as usize {
            Some(code(Refusal::TooLarge))
        } else if are_arguments(body, self.arguments) {
            None
        } else {
            Some(code(Refusal::InvalidArguments))
        }
    }
}

/// All permissions: a list of `{ name, kinds }`, the kinds of callers that have it.
#[wasm_bindgen]
pub fn permissions() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        kinds: Vec<&'static str>,
    }
    value(&Permission::ALL.map(|permission| {
        let kinds = Kind::ALL.into_iter();
        Row {
            name: permission.name(),
            kinds: kinds
                .filter(|kind| permission.admits(*kind))
                .map(Kind::name)
                .collect(),
        }
    }))
}

/// All refusals: a list of `{ code, status, challenge }`. The challenge is empty if there
/// is none.
#[wasm_bindgen]
pub fn refusals() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Row {
        code: &'static str,
        status: u16,
        challenge: &'static str,
    }
    value(&Refusal::ALL.map(|refusal| Row {
        code: refusal.code(),
        status: refusal.status(),
        challenge: refusal.challenge(),
    }))
}

/// Whether a response refuses the token that was sent.
#[wasm_bindgen(js_name = refusesToken)]
pub fn refuses_token(status: u32, challenge: Option<String>) -> bool {
    challenge::refuses_token(status, challenge.as_deref())
}

/// The token without the scheme `Bearer`.
#[wasm_bindgen(js_name = withoutScheme)]
pub fn without_scheme(authorization: &str) -> String {
    backend::without_scheme(authorization).to_owned()
}

/// Whether a module may have this name.
#[wasm_bindgen(js_name = isModuleName)]
pub fn is_module_name(name: &str) -> bool {
    web_method::is_module_name(name)
}

/// Whether a web method may have this name.
#[wasm_bindgen(js_name = isMethodName)]
pub fn is_method_name(name: &str) -> bool {
    web_method::is_method_name(name)
}

/// What the rules need to know of a request.
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

fn code(refusal: Refusal) -> String {
    refusal.code().to_owned()
}

fn value(of: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(serde_wasm_bindgen::to_value(of)?)
}

fn time(seconds: f64) -> UnixTime {
    UnixTime(seconds as u64)
}
