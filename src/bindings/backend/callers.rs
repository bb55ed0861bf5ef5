//! Who calls: looked up by the token, and cached.

use core::str;

use wasm_bindgen::prelude::*;

use super::{Backend, time, value};
use crate::backend::{self, Ticket};
use crate::json::Json;
use crate::wix::api_error::Head;

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

#[wasm_bindgen]
impl Backend {
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
}
