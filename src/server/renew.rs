//! A renewal: one for each refresh token, in this process and in those that share its sessions.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::departures::SIGNED_OUT_S;
use super::host::{Host, Key};
use super::memory::refresh_token;
use super::renewals::{Ticket, is_later};
use crate::Error;
use crate::oauth::grant::{Grant, TokenResponse};
use crate::oauth::record::{Record, read_set, write_set};
use crate::oauth::token::{RefreshToken, Subject, TokenSet};

/// Renews the session of this record, and remembers the result for the requests that wait.
pub async fn renew<H: Host>(host: &H, ticket: Ticket, record: &Record) {
    let Some(tokens) = record.session.tokens() else {
        return;
    };
    let Some(token) = refresh_token(record) else {
        return;
    };
    let response = if host.is_shared() {
        shared(host, ticket, token, tokens).await
    } else {
        host.request_token(Grant::Refresh(token), MAX_REQUEST_MS)
            .await
    };
    let mut renewals = host.memory().renewals.borrow_mut();
    renewals.end(token, ticket, &response, host.now());
}

/// Under the lock of this refresh token it is presented only if no process has done so: a token
/// endpoint that detects reuse ends the session otherwise. So it is not presented either where
/// the lock or the store has failed, which counts as a token endpoint that is unavailable.
async fn shared<H: Host>(
    host: &H,
    ticket: Ticket,
    token: &RefreshToken,
    tokens: &TokenSet,
) -> TokenResponse {
    let unavailable = TokenResponse::Failed(Error::TokenEndpointUnavailable);
    let key = Key::Renewal(token);
    let Some(_lock) = Lock::take(host, ticket, key).await else {
        return unavailable;
    };
    let Some(stored) = host.read(key).await else {
        return unavailable;
    };
    let known = stored.and_then(|text| read(&text));
    let response = match known {
        Some(response) if is_later(&response, tokens) => response,
        _ => {
            let response = host
                .request_token(Grant::Refresh(token), MAX_REQUEST_MS)
                .await;
            if let Some(text) = write(&response) {
                host.write(key, &text, SHARED_S).await;
            }
            response
        }
    };
    // A sign-out waits for nobody, so one may have ended meanwhile.
    learn_of_sign_out(host, tokens.subject).await;
    response
}

async fn learn_of_sign_out<H: Host>(host: &H, subject: Subject) {
    if let Some(Some(_)) = host.read(Key::SignOut(subject)).await {
        let mut departures = host.memory().departures.borrow_mut();
        departures.sign_out(subject, host.now());
    }
}

/// Other processes learn that this member has signed out.
pub(super) async fn share_sign_out<H: Host>(host: &H, subject: Subject) {
    if host.is_shared() {
        host.write(Key::SignOut(subject), SIGNED_OUT, SIGNED_OUT_S)
            .await;
    }
}

/// The text of a response that counts for every process.
fn write(response: &TokenResponse) -> Option<String> {
    match response {
        TokenResponse::Granted(set) => Some(write_set(set)),
        TokenResponse::InvalidGrant => Some(INVALID_GRANT.to_owned()),
        TokenResponse::Unavailable(_) | TokenResponse::Failed(_) => None,
    }
}

fn read(text: &str) -> Option<TokenResponse> {
    if text == INVALID_GRANT {
        return Some(TokenResponse::InvalidGrant);
    }
    read_set(text).map(TokenResponse::Granted)
}

/// Proof that no other process presents this refresh token; dropping it unlocks.
struct Lock<'a, H: Host>(&'a H, Ticket);

impl<'a, H: Host> Lock<'a, H> {
    async fn take(host: &'a H, ticket: Ticket, name: Key<'_>) -> Option<Self> {
        let lock = host.lock(ticket, name).await;
        lock.then_some(Lock(host, ticket))
    }
}

impl<H: Host> Drop for Lock<'_, H> {
    fn drop(&mut self) {
        self.0.unlock(self.1);
    }
}

/// For the whole response.
const MAX_REQUEST_MS: u32 = 10_000;
/// Seconds for which other processes find the response to a refresh token. Longer than this
/// process keeps it after it was sent to a browser: that is not known to the others.
pub const SHARED_S: u64 = 600;
const INVALID_GRANT: &str = "invalid_grant";
const SIGNED_OUT: &str = "signed out";
