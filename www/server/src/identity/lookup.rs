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

/// Where it is known who calls, or found out. A server has one, made at its start, and asks
/// `https://www.wixapis.com` with a connector that speaks TLS. (Here there is one for each client,
/// and the Wix that is asked is played by the same process.)
#[derive(Clone)]
pub struct Desk {
    token_info: String,
    client: Client<HttpConnector, Body>,
    seen: Arc<Mutex<Seen>>,
}

struct Seen {
    callers: Callers,
    /// What all wait for who send a token that is asked about, or is going to be.
    asked: BTreeMap<Ticket, Sender<Option<Verdict>>>,
}

type Verdict = Result<Identity, Refusal>;

enum Sight {
    Known(Verdict),
    Soon(Ticket, Receiver<Option<Verdict>>),
}

impl Desk {
    /// Takes these tokens, by the word of the Wix API at this origin. Of which sites they are is
    /// said by `accepted`: there is no default.
    pub fn new(api: &str, accepted: Accepted) -> Self {
        let callers = Callers::new(accepted, None, LIMITS, random::keys());
        let asked = BTreeMap::new();
        Self {
            token_info: format!("{api}{}", token_info::PATH),
            client: Client::builder(TokioExecutor::new()).build_http(),
            seen: Arc::new(Mutex::new(Seen { callers, asked })),
        }
    }

    /// Who sends this. However many send one token at once, token-info is asked once.
    pub async fn identify(&self, headers: &HeaderMap) -> Verdict {
        let (ticket, mut report) = match self.look(authorization(headers)?) {
            Sight::Known(verdict) => return verdict,
            Sight::Soon(ticket, report) => (ticket, report),
        };
        let verdict = timeout(MAX_WAIT, report.wait_for(Option::is_some)).await;
        match verdict {
            Ok(Ok(verdict)) => verdict.clone().unwrap_or(Err(Refusal::Internal)),
            Ok(Err(_)) => Err(Refusal::Internal),
            Err(_) => {
                let mut seen = self.seen();
                seen.callers.abandon(ticket);
                seen.report(ticket, Err(Refusal::IdentityUnavailable));
                Err(Refusal::IdentityUnavailable)
            }
        }
    }

    /// Seconds after which it is worth another try, after `IdentityUnavailable`.
    pub fn retry_after(&self) -> u64 {
        self.seen().callers.retry_after(now())
    }

    fn look(&self, authorization: &str) -> Sight {
        let mut seen = self.seen();
        let ticket = match seen.callers.lookup(authorization, now()) {
            Lookup::Known(slot) => return Sight::Known(seen.identity(slot)),
            Lookup::Refused(refusal) => return Sight::Known(Err(refusal)),
            Lookup::Wait(ticket) => ticket,
            Lookup::Request(ticket, token) => {
                self.ask(ticket, &token);
                ticket
            }
        };
        let sender = seen
            .asked
            .entry(ticket)
            .or_insert_with(|| Sender::new(None));
        Sight::Soon(ticket, sender.subscribe())
    }

    /// A task of its own: who came first may leave, and others wait for the answer.
    fn ask(&self, ticket: Ticket, token: &AccessToken) {
        let question = Json(token_info::request(token)).into_response();
        tokio::spawn(self.clone().answer(ticket, question.into_body()));
    }

    /// Always ends, and in time: so nobody waits for longer.
    async fn answer(self, ticket: Ticket, question: Body) {
        let answer = timeout(TIMEOUT, self.post(question)).await;
        // Status 0 is no answer, and what is no JSON says nothing.
        let (head, text) = answer.ok().flatten().unwrap_or_default();
        let body = serde_json::from_slice(&text).unwrap_or_default();
        let mut seen = self.seen();
        let slot = seen.callers.on_token_info(ticket, head, &body, now());
        let verdict = slot.and_then(|slot| seen.identity(slot));
        seen.report(ticket, verdict);
        while let Some(next) = seen.callers.next_queued(now()) {
            match next {
                Queued::Request(ticket, token) => self.ask(ticket, &token),
                Queued::Refused(ticket, refusal) => seen.report(ticket, Err(refusal)),
            }
        }
    }

    async fn post(&self, question: Body) -> Option<(Head, Bytes)> {
        let request = Request::post(&self.token_info)
            .header(header::CONTENT_TYPE, "application/json")
            .body(question);
        let answer = self.client.request(request.ok()?).await.ok()?;
        let after = answer.headers().get(header::RETRY_AFTER);
        let head = Head {
            status: answer.status().as_u16(),
            // A date is not read here: without a number the rules wait for a while.
            retry_after: after.and_then(|after| after.to_str().ok()?.parse().ok()),
            ..Head::default()
        };
        let text = to_bytes(Body::new(answer.into_body()), LONGEST_ANSWER).await;
        Some((head, text.ok()?))
    }

    /// Never held across an await.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    fn identity(&self, slot: Slot) -> Verdict {
        let identity = self.callers.identity(slot);
        identity.cloned().ok_or(Refusal::Internal)
    }

    /// To all who wait for this.
    fn report(&mut self, ticket: Ticket, verdict: Verdict) {
        if let Some(sender) = self.asked.remove(&ticket) {
            sender.send_replace(Some(verdict));
        }
    }
}

/// Empty if there is none; two are nobody's.
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

/// For the whole answer: requests wait for it.
const TIMEOUT: Duration = Duration::from_secs(10);
/// For a question that has to wait for others, and its answer.
const MAX_WAIT: Duration = Duration::from_secs(20);
const LIMITS: Limits = Limits {
    callers: 1000,
    lookups: 32,
};
/// Bytes. What token-info says fits into one of them.
const LONGEST_ANSWER: usize = 1 << 16;
