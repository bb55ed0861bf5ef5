//! The sessions of the pages that a server renders. What is not yet known crosses as the text
//! of a record: `oauth/record.rs`.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::requests::Request;
use super::time;
use crate::oauth::audience::Audience;
use crate::oauth::grant::{Grant, RawResponse};
use crate::oauth::record::Record;
use crate::oauth::token::{RefreshToken, Subject};
use crate::server::{self, Renewal, Renewals, Step, Ticket};
use crate::wix::token_endpoint;

/// The sessions of one project.
#[wasm_bindgen]
pub struct Sessions {
    client_id: String,
    audience: Audience,
    leeway: u64,
    renewals: Renewals,
    ticket: u32,
    record: String,
    /// The `grant_type` of a token request, and the name and value of what it presents.
    fields: [String; 3],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    client_id: String,
    audience: Vec<String>,
    leeway: f64,
}

/// The result of [`Sessions::next`].
#[wasm_bindgen]
pub enum Next {
    /// The session is used as it is.
    Use,
    /// [`Sessions::record`] is the session now.
    Changed,
    /// Wait for the renewal with [`Sessions::ticket`].
    Wait,
    /// Send the token request of [`Sessions::fields`], and pass the response to
    /// [`Sessions::end`] with [`Sessions::ticket`].
    Request,
}

#[wasm_bindgen]
extern "C" {
    /// The headers of a request or response.
    #[wasm_bindgen(typescript_type = "Headers")]
    pub type HttpHeaders;
    #[wasm_bindgen(method)]
    fn get(this: &HttpHeaders, name: &str) -> Option<String>;
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
            renewals: Renewals::new([first, second]),
            ticket: 0,
            record: String::new(),
            fields: Default::default(),
        })
    }

    /// The ticket of the renewal; 0 is that of a new visitor.
    #[wasm_bindgen(getter)]
    pub fn ticket(&self) -> u32 {
        self.ticket
    }

    /// The record after the last change.
    #[wasm_bindgen(getter)]
    pub fn record(&self) -> String {
        self.record.clone()
    }

    /// The `grant_type` of the token request, and the name and value of what it presents.
    #[wasm_bindgen(js_name = takeFields)]
    pub fn take_fields(&mut self) -> Vec<String> {
        core::mem::take(&mut self.fields).into()
    }

    /// The tokens in a cookie of another make, as JSON in the shape of the Wix SDK.
    pub fn adopt(&self, value: &str) -> Option<String> {
        let adopted = server::adopt(value, &self.client_id)?;
        serde_json::to_string(&adopted.to_json()).ok()
    }

    /// What to do for the session of this record.
    pub fn next(
        &mut self,
        record: &str,
        may_create_visitor: bool,
        may_request: bool,
        now: f64,
    ) -> Next {
        let now = time(now);
        let record = Record::parse(record);
        let grant = match server::plan(&record, now, self.leeway, may_create_visitor) {
            Step::Use => return Next::Use,
            Step::Request(grant) => grant,
        };
        let renewal = match (grant, record.session.tokens()) {
            (Grant::Visitor, _) if may_request && !self.renewals.is_backing_off(now) => {
                Renewal::Request(Ticket(0))
            }
            (Grant::Refresh(token), Some(set)) if may_request => {
                self.renewals.begin(token, &set.access, now)
            }
            (Grant::Refresh(token), Some(set)) => {
                let known = self.renewals.known(token, &set.access, now);
                known.map_or(Renewal::NotNow, Renewal::Known)
            }
            (Grant::Visitor | Grant::Refresh(_), _) => Renewal::NotNow,
        };
        match renewal {
            Renewal::NotNow => Next::Use,
            Renewal::Known(response) => {
                match server::after_grant(&record, grant, &response, Subject::NOBODY) {
                    Some(after) => {
                        self.record = after.write();
                        Next::Changed
                    }
                    None => Next::Use,
                }
            }
            Renewal::Wait(Ticket(ticket)) => {
                self.ticket = ticket;
                Next::Wait
            }
            Renewal::Request(Ticket(ticket)) => {
                self.ticket = ticket;
                let (grant_type, name, value) = token_endpoint::fields(grant);
                self.fields = [grant_type, name, value].map(ToOwned::to_owned);
                Next::Request
            }
        }
    }

    /// The token endpoint has responded: the lines of `oauth/grant.rs`. Returns the record of a
    /// new visitor, who gets the number `newcomer`. What a renewal brought is known to
    /// [`Sessions::next`].
    pub fn end(
        &mut self,
        record: &str,
        ticket: u32,
        lines: &str,
        newcomer: f64,
        now: f64,
    ) -> Option<String> {
        let now = time(now);
        let record = Record::parse(record);
        let response = RawResponse::parse(lines).token_response(now);
        if ticket > 0 {
            if let Some(token) = refresh_token(&record) {
                self.renewals.end(token, Ticket(ticket), &response, now);
            }
            return None;
        }
        self.renewals.note(&response, now);
        let newcomer = Subject(newcomer as u64);
        let after = server::after_grant(&record, Grant::Visitor, &response, newcomer);
        after.map(|after| after.write())
    }

    /// The browser was sent what replaces the tokens of this record.
    pub fn delivered(&mut self, record: &str, now: f64) {
        if let Some(token) = refresh_token(&Record::parse(record)) {
            self.renewals.delivered(token, time(now));
        }
    }

    /// Whether the access token of this record has expired.
    #[wasm_bindgen(js_name = isStale)]
    pub fn is_stale(&self, record: &str, now: f64) -> bool {
        server::is_stale(&Record::parse(record).session, time(now))
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

fn refresh_token(record: &Record) -> Option<&RefreshToken> {
    record.session.tokens()?.refresh.as_ref()
}

/// Whether a request is a person's navigation to a page.
#[wasm_bindgen(js_name = isNavigationOfAPerson)]
pub fn is_navigation_of_a_person(method: &str, headers: &HttpHeaders) -> bool {
    server::is_navigation_of_a_person(method, |name| headers.get(name))
}

/// Whether a request may begin a login.
#[wasm_bindgen(js_name = mayLogIn)]
pub fn may_log_in(headers: &HttpHeaders) -> bool {
    server::may_log_in(|name| headers.get(name))
}

/// Whether a session is renewed for a request.
#[wasm_bindgen(js_name = mayRenew)]
pub fn may_renew(headers: &HttpHeaders) -> bool {
    server::may_renew(|name| headers.get(name))
}

/// Whether a response may set the cookie of a session.
#[wasm_bindgen(js_name = maySetCookie)]
pub fn may_set_cookie(status: u16, headers: &HttpHeaders) -> bool {
    server::may_set_cookie(status, |name| headers.get(name))
}

/// Whether a request comes from a page of this origin, whose host this is.
#[wasm_bindgen(js_name = isOfSameOrigin)]
pub fn is_of_same_origin(headers: &HttpHeaders, host: &str) -> bool {
    server::is_of_same_origin(|name| headers.get(name), host)
}
