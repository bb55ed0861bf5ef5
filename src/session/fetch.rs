//! A signed call.

use super::access_token::{access_token, in_background};
use super::host::Host;
use super::memory::is_pending;
use super::token_request::BACKOFF_S;
use crate::Error;
use crate::oauth::audience::Admitted;
use crate::oauth::session::{Need, Session, Whose};

/// `fetch`, signed. *Once more* is a second line, not a loop with a counter.
/// Both lines pass the gate in [`access_token`]: what was begun as one person is
/// not sent as another.
pub async fn fetch<H: Host>(host: H, request: Admitted<H::Request>) -> Result<H::Response, Error> {
    let memory = host.memory();
    // Somebody may have signed in since the session expired, who calls then.
    let mut began = memory
        .known()
        .filter(|record| !matches!(record.session, Session::Expired { .. }));
    let token = match memory.fresh_token(host.now(), host.leeway()) {
        Some(token) => token,
        None => {
            let sign_outs = began.is_none().then(|| memory.sign_outs.get());
            host.capture(&request).await;
            let token = access_token(host, Whose::Current, Need::Any, &mut began).await?;
            if sign_outs.is_some_and(|before| before != memory.sign_outs.get()) {
                return Err(Error::SignedOut);
            }
            token
        }
    };
    let response = host.send(&request, &token).await;
    let refusal_stands = is_pending(memory.refusal_backoff_until.get(), host.now(), BACKOFF_S);
    if refusal_stands || !host.refuses_token(&request, &response) {
        return Ok(response);
    }
    if !host.is_repeatable(&request) {
        in_background(host, Whose::Current, Need::OtherThan(token));
        memory
            .background_backoff_until
            .set(host.now().plus(BACKOFF_S));
        return Ok(response);
    }
    let need = Need::OtherThan(token);
    let another = match access_token(host, Whose::Current, need, &mut began).await {
        Ok(another) => another,
        Err(code @ (Error::SignInRequired | Error::SignedOut)) => return Err(code),
        // No other token can be had just now: the caller gets the response.
        Err(_) => return Ok(response),
    };
    host.discard(&request, response);
    let response = host.send(&request, &another).await;
    if host.refuses_token(&request, &response) {
        memory.refusal_backoff_until.set(host.now().plus(BACKOFF_S));
    }
    Ok(response)
}
