use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use fetch_with_auth::backend::{Callers, Limits, Lookup, Queued, Refusal, Slot, Ticket};
use fetch_with_auth::oauth::token::{AccessToken, UnixTime};
use fetch_with_auth::wix::api_error::Head;
use fetch_with_auth::wix::identity::{Accepted, Identity};
use fetch_with_auth::wix::token_info;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use tokio::sync::watch::{Receiver, Sender};
use tokio::time::timeout;

use crate::clock;
use crate::random;

/// Identifies callers by their access tokens. A server has one, made at its start, and asks
/// `https://www.wixapis.com` with a connector that speaks TLS. (Here there is one for each client,
/// and the same process plays Wix.)
#[derive(Clone)]
pub struct IdentityLookup {
    token_info: String,
    client: Client<HttpConnector, Body>,
    lookups: Arc<Mutex<Lookups>>,
}

struct Lookups {
    callers: Callers,
    /// Requests for token-info that were sent or are queued, with all that wait for them.
    pending: BTreeMap<Ticket, Sender<Option<Result<Identity, Refusal>>>>,
}

enum Found {
    Known(Result<Identity, Refusal>),
    Pending(Ticket, Receiver<Option<Result<Identity, Refusal>>>),
}

impl IdentityLookup {
    /// Token-info is that of the Wix API at this origin. `accepted` says whose tokens are accepted:
    /// there is no default.
    pub fn new(api: &str, accepted: Accepted) -> Self {
        let callers = Callers::new(accepted, None, LIMITS, random::keys());
        let pending = BTreeMap::new();
        Self {
            token_info: format!("{api}{}", token_info::PATH),
            client: Client::builder(TokioExecutor::new()).build_http(),
            lookups: Arc::new(Mutex::new(Lookups { callers, pending })),
        }
    }

    /// The identity of the caller. However many requests carry one token at once, token-info is
    /// requested once.
    pub async fn identify(&self, headers: &HeaderMap) -> Result<Identity, Refusal> {
        let (ticket, mut receiver) = match self.start(authorization(headers)?) {
            Found::Known(result) => return result,
            Found::Pending(ticket, receiver) => (ticket, receiver),
        };
        let result = timeout(LOOKUP_TIMEOUT, receiver.wait_for(Option::is_some)).await;
        match result {
            Ok(Ok(result)) => result.clone().unwrap_or(Err(Refusal::Internal)),
            Ok(Err(_)) => Err(Refusal::Internal),
            Err(_) => {
                let mut lookups = self.lookups();
                lookups.callers.abandon(ticket);
                lookups.report(ticket, Err(Refusal::IdentityUnavailable));
                Err(Refusal::IdentityUnavailable)
            }
        }
    }

    /// Seconds until a retry makes sense, after `IdentityUnavailable`.
    pub fn retry_after(&self) -> u64 {
        self.lookups().callers.retry_after(now())
    }

    fn start(&self, authorization: &str) -> Found {
        let mut lookups = self.lookups();
        let ticket = match lookups.callers.lookup(authorization, now()) {
            Lookup::Known(slot) => return Found::Known(lookups.identity(slot)),
            Lookup::Refused(refusal) => return Found::Known(Err(refusal)),
            Lookup::Wait(ticket) => ticket,
            Lookup::Request(ticket, token) => {
                self.spawn_request(ticket, &token);
                ticket
            }
        };
        let sender = lookups
            .pending
            .entry(ticket)
            .or_insert_with(|| Sender::new(None));
        Found::Pending(ticket, sender.subscribe())
    }

    /// In a task of its own: the first caller may disconnect, and others wait for the response.
    fn spawn_request(&self, ticket: Ticket, token: &AccessToken) {
        let body = Json(token_info::request(token)).into_response();
        tokio::spawn(self.clone().complete(ticket, body.into_body()));
    }

    /// Always ends within the timeout.
    async fn complete(self, ticket: Ticket, body: Body) {
        let response = timeout(RESPONSE_TIMEOUT, self.post(body)).await;
        // Status 0 stands for no response, null for a body that is not JSON.
        let (head, text) = response.ok().flatten().unwrap_or_default();
        let body = serde_json::from_slice(&text).unwrap_or_default();
        let mut lookups = self.lookups();
        let slot = lookups.callers.on_token_info(ticket, head, &body, now());
        let result = slot.and_then(|slot| lookups.identity(slot));
        lookups.report(ticket, result);
        while let Some(next) = lookups.callers.next_queued(now()) {
            match next {
                Queued::Request(ticket, token) => self.spawn_request(ticket, &token),
                Queued::Refused(ticket, refusal) => lookups.report(ticket, Err(refusal)),
            }
        }
    }

    async fn post(&self, body: Body) -> Option<(Head, Bytes)> {
        let request = Request::post(&self.token_info)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        let response = self.client.request(request.ok()?).await.ok()?;
        let after = response.headers().get(header::RETRY_AFTER);
        let head = Head {
            status: response.status().as_u16(),
            // A date is not parsed here: without a number the rules choose a backoff.
            retry_after: after.and_then(|after| after.to_str().ok()?.parse().ok()),
            ..Head::default()
        };
        let text = to_bytes(Body::new(response.into_body()), MAX_RESPONSE_BYTES).await;
        Some((head, text.ok()?))
    }

    /// Never held across an await.
    fn lookups(&self) -> MutexGuard<'_, Lookups> {
        self.lookups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lookups {
    fn identity(&self, slot: Slot) -> Result<Identity, Refusal> {
        let identity = self.callers.identity(slot);
        identity.cloned().ok_or(Refusal::Internal)
    }

    /// To all that wait for this lookup.
    fn report(&mut self, ticket: Ticket, result: Result<Identity, Refusal>) {
        if let Some(sender) = self.pending.remove(&ticket) {
            sender.send_replace(Some(result));
        }
    }
}

/// Empty if there is none; two headers are refused.
fn authorization(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(""),
        (Some(value), None) => value.to_str().map_err(|_| Refusal::TokenInvalid),
        (Some(_), Some(_)) => Err(Refusal::TokenInvalid),
    }
}

fn now() -> UnixTime {
    UnixTime(clock::now() / 1000)
}

/// For the whole response: requests wait for it.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);
/// For a request that is queued, and its response.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(20);
const LIMITS: Limits = Limits {
    callers: 1000,
    lookups: 32,
};
/// A response of token-info is shorter by far.
const MAX_RESPONSE_BYTES: usize = 1 << 16;
