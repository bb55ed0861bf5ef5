//! Direct login, with a form of the page's own: the steps of Wix's login state machine,
//! and from its success on to member tokens.

use super::frame_login::login_with_session_token;
use super::host::{Host, Signer, StoredState};
use super::redirect_login::{RedirectOptions, login_with_redirect};
use super::refusal::{ErrorCode, Refusal};
use crate::json::Json;
use crate::wix::direct_login::{Step, body};
use crate::wix::login_response::LoginResponse;
use crate::wix::login_result::LoginResult;
use crate::wix::login_tokens::{SessionToken, StateToken};
use crate::wix::redirect_session::RedirectSession;
use crate::wix::verification::Verification;

/// How a login continues after its success, to obtain member tokens.
pub struct ContinueWith<'a> {
    /// Whether to try a hidden frame first.
    pub in_frame: bool,
    /// How to redirect, if the frame cannot be used.
    pub redirect: Option<RedirectOptions<'a>>,
}

/// The outcome of a step.
pub enum Outcome {
    /// The result for the caller. After `SUCCESS` the member is signed in.
    Result(LoginResult),
    /// Wix has sent an e-mail.
    MailSent,
    /// The login continues at this URL.
    Redirect(RedirectSession),
}

/// Takes one step of a login. `arguments` are the caller's; what a step does not need
/// is ignored. A state token is stored until its login succeeds.
pub async fn login_step(
    host: &impl Host,
    step: Step,
    arguments: &mut Json,
    next: &ContinueWith<'_>,
) -> Result<Outcome, Refusal> {
    let stored = Verification::parse(&host.load(StoredState::Verification).await);
    let current = stored.filter(|verification| verification.is_current(host.now()));
    let state_token = current.map(|verification| verification.state_token);
    match submit_step(host, step, arguments, state_token.as_ref()).await? {
        LoginResponse::SignedIn(token) => {
            store_verification(host, "").await;
            continue_login(host, &token, next).await
        }
        LoginResponse::VerifyEmail(token) => {
            if let Some(state_token) = token {
                let stored_at = host.now();
                store_verification(
                    host,
                    &Verification {
                        state_token,
                        stored_at,
                    }
                    .write(),
                )
                .await;
            }
            Ok(Outcome::Result(LoginResult::email_verification_required()))
        }
        LoginResponse::MailSent => Ok(Outcome::MailSent),
        LoginResponse::Result(result) => Ok(Outcome::Result(result)),
    }
}

/// Sends one step of a login and returns the response. Nothing is stored and nobody is
/// signed in: the tokens of the response are the caller's, for [`submit_step`] and
/// [`login_with_session_token`].
pub async fn submit_step(
    host: &impl Host,
    step: Step,
    arguments: &mut Json,
    state_token: Option<&StateToken>,
) -> Result<LoginResponse, Refusal> {
    let body = body(step, arguments, host.client_id(), state_token).map_err(Refusal::argument)?;
    let response = host.post(Signer::Visitor, step.path(), &body).await;
    LoginResponse::parse(step, response.head, &response.body).map_err(|error| Refusal::api(&error))
}

/// From a session token to member tokens, in a frame if possible. A session token is
/// valid once: a redirect after a frame that did not respond can only succeed because
/// that frame was most likely never loaded.
async fn continue_login(
    host: &impl Host,
    token: &SessionToken,
    next: &ContinueWith<'_>,
) -> Result<Outcome, Refusal> {
    if next.in_frame {
        match login_with_session_token(host, token).await {
            Ok(()) => return Ok(Outcome::Result(LoginResult::success())),
            Err(refusal)
                if next.redirect.is_some()
                    && matches!(
                        refusal.code,
                        ErrorCode::FrameSilent | ErrorCode::OriginNotAllowed
                    ) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    match &next.redirect {
        Some(options) => login_with_redirect(host, options, Some(token))
            .await
            .map(Outcome::Redirect),
        None => Err(Refusal::argument("redirectUri")),
    }
}

/// Stores a verification in progress, or removes it. The last one counts.
async fn store_verification(host: &impl Host, next: &str) {
    loop {
        let seen = host.load(StoredState::Verification).await;
        if seen == next || host.exchange(StoredState::Verification, &seen, next).await {
            return;
        }
    }
}
