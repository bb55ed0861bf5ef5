//! Login in a hidden frame: the authorization response arrives as a message, in Wix's
//! response mode `web_message`.

use super::authorization::authorize;
use super::code_redemption::sign_in_with_code;
use super::host::Host;
use super::refusal::{ErrorCode, Refusal};
use crate::oauth::callback::{Callback, Response};
use crate::wix::authorization_request::AuthorizationParameters;
use crate::wix::login_tokens::SessionToken;

/// Signs in the member who is logged in on the Wix domain. Returns false if nobody is.
pub async fn login_silently(host: &impl Host) -> Result<bool, Refusal> {
    match login_in_frame(host, None).await {
        Ok(()) => Ok(true),
        Err(refusal) if refusal.code == ErrorCode::LoginRefused => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

/// Signs in the member that a direct login has issued this session token to. The token
/// is valid once.
pub async fn login_with_session_token(
    host: &impl Host,
    token: &SessionToken,
) -> Result<(), Refusal> {
    login_in_frame(host, Some(token)).await
}

async fn login_in_frame(
    host: &impl Host,
    session_token: Option<&SessionToken>,
) -> Result<(), Refusal> {
    let parameters = AuthorizationParameters::web_message(session_token);
    let authorization = authorize(host, parameters).await?;
    let state = &authorization.state;
    let message = host.frame(&authorization.session, Some(state)).await;
    match message.and_then(|message| Callback::message(&message)) {
        Some(callback) if callback.state == *state => match callback.response {
            Response::Code(code) => {
                sign_in_with_code(host, &code, &authorization.verifier, None).await
            }
            Response::Refused(refusal) => Err(Refusal::authorization(&refusal)),
        },
        Some(_) | None => Err(ErrorCode::FrameSilent.into()),
    }
}
