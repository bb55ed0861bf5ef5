//! Login in a hidden frame: the answer comes as a message, in Wix' response
//! mode "web_message".

use super::redirect::{Shape, ask, redeem};
use super::{Code, Ended, Host, Refusal};
use crate::oauth::callback::{Callback, Response};
use crate::wix::login_response::SessionToken;

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
    let shape = Shape {
        redirect: None,
        known,
    };
    let asked = ask(host, &shape).await?;
    let message = host.frame(&asked.target, Some(&asked.state)).await;
    match message.and_then(|message| Callback::message(&message)) {
        Some(callback) if callback.state == asked.state => match callback.response {
            Response::Code(code) => redeem(host, &code, &asked.verifier, None).await,
            Response::Refused(refusal) => Err(Refusal::login(&refusal)),
        },
        _ => Err(Code::FrameSilent.bare()),
    }
}
