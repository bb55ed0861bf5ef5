//! Login in a hidden frame: the answer comes as a message, in Wix' response
//! mode "web_message".

use super::redirect::{redeem, session};
use super::{Code, Ended, Host, Refusal, Speaker};
use crate::oauth::callback::{Callback, Response};
use crate::oauth::pkce::{State, Verifier};
use crate::wix::login_answer::SessionToken;
use crate::wix::redirect_session::Asking;

/// Makes a member of a live session on the Wix domain. False: there is none.
pub async fn silently(host: &impl Host) -> Ended<bool> {
    match framed(host, None).await {
        Ok(()) => Ok(true),
        Err(refusal) if refusal.code == Code::LoginRefused => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

/// Makes a member of whoever the Wix domain knows, or of this session token.
pub(super) async fn framed(host: &impl Host, known: Option<&SessionToken>) -> Ended<()> {
    let (state, verifier) = (State::new(host.random()), Verifier::new(host.random()));
    let asking = Asking {
        client_id: host.client_id(),
        state: &state,
        verifier: &verifier,
    };
    let target = session(host, Speaker::Visitor, &asking.web_message(known)).await?;
    let message = host.frame(&target, Some(&state)).await;
    match message.and_then(|message| Callback::message(&message)) {
        Some(callback) if callback.state == state => match callback.response {
            Response::Code(code) => redeem(host, &code, &verifier, None).await,
            Response::Refused(refusal) => Err(Refusal::login(&refusal)),
        },
        _ => Err(Code::FrameSilent.bare()),
    }
}
