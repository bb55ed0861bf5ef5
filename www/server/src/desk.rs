use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use fetch_with_auth::backend::{Callers, Look, Refusal, Slot, Ticket};
use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::wix::api_error::Head;
use fetch_with_auth::wix::identity::{Accepted, Identity};
use fetch_with_auth::wix::token_info;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use tokio::sync::watch::{self, Receiver, Sender};
use tokio::time::timeout;

use crate::{clock, random};

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
    /// What all wait for who send a token that is being asked about.
    asked: BTreeMap<Ticket, Receiver<Option<Verdict>>>,
}

type Verdict = Result<Identity, Refusal>;

enum Sight {
    Known(Verdict),
    Soon(Receiver<Option<Verdict>>),
}

impl Desk {
    /// Takes these tokens, by the word of the Wix API at this origin.
    pub fn new(api: &str, accepted: Accepted) -> Self {
        let callers = Callers::new(accepted, None, MOST_CALLERS, random::bits());
        let asked = BTreeMap::new();
        Self {
            token_info: format!("{api}{}", token_info::PATH),
            client: Client::builder(TokioExecutor::new()).build_http(),
            seen: Arc::new(Mutex::new(Seen { callers, asked })),
        }
    }

    /// Who sends this. However many send one token at once, token-info is asked once.
    pub async fn identify(&self, headers: &HeaderMap) -> Verdict {
        let mut soon = match self.look(authorization(headers)?) {
            Sight::Known(verdict) => return verdict,
            Sight::Soon(soon) => soon,
        };
        let told = soon.wait_for(Option::is_some).await;
        told.map_or(None, |verdict| verdict.clone())
            .unwrap_or(Err(Refusal::Internal))
    }

    fn look(&self, authorization: &str) -> Sight {
        let mut seen = self.seen();
        match seen.callers.look(authorization, now()) {
            Look::Known(slot) => Sight::Known(seen.identity(slot)),
            Look::Refused(refusal) => Sight::Known(Err(refusal)),
            Look::Wait(ticket) => {
                let soon = seen.asked.get(&ticket).cloned();
                soon.map_or(Sight::Known(Err(Refusal::Internal)), Sight::Soon)
            }
            Look::Ask(ticket, token) => {
                let question = Json(token_info::request(&token)).into_response();
                let (tell, soon) = watch::channel(None);
                seen.asked.insert(ticket, soon.clone());
                // A task of its own: who came first may leave, and others wait for the answer.
                tokio::spawn(self.clone().ask(ticket, question.into_body(), tell));
                Sight::Soon(soon)
            }
        }
    }

    /// Always ends, and in time: so nobody waits for longer.
    async fn ask(self, ticket: Ticket, question: Body, tell: Sender<Option<Verdict>>) {
        let answer = timeout(PATIENCE, self.post(question)).await;
        // Status 0 is no answer, and what is no JSON says nothing.
        let (status, text) = answer.ok().flatten().unwrap_or_default();
        let body = serde_json::from_slice(&text).unwrap_or_default();
        let head = Head {
            status,
            ..Head::default()
        };
        let mut seen = self.seen();
        let slot = seen.callers.answered(ticket, head, &body, now());
        tell.send_replace(Some(slot.and_then(|slot| seen.identity(slot))));
        seen.asked.remove(&ticket);
    }

    async fn post(&self, question: Body) -> Option<(u16, Bytes)> {
        let request = Request::post(&self.token_info)
            .header(header::CONTENT_TYPE, "application/json")
            .body(question);
        let answer = self.client.request(request.ok()?).await.ok()?;
        let status = answer.status().as_u16();
        let text = to_bytes(Body::new(answer.into_body()), LONGEST_ANSWER).await;
        Some((status, text.ok()?))
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
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_CALLERS: usize = 1000;
/// Bytes. What token-info says fits into one of them.
const LONGEST_ANSWER: usize = 1 << 16;
