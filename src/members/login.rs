//! Login with a form of the page's own: the steps of Wix' state machine, and
//! from its success on to member tokens.

use super::redirect::{Redirect, begin};
use super::{Code, Ended, Host, Keepsake, Refusal, Speaker, frame};
use crate::json::Json;
use crate::wix::direct_login::{Step, body};
use crate::wix::login_response::{Meaning, SessionToken, meaning};
use crate::wix::login_result::LoginResult;
use crate::wix::redirect_session::Target;
use crate::wix::verification::Verification;

/// How success becomes member tokens.
pub struct Continue<'a> {
    /// Whether to try without leaving the page.
    pub in_frame: bool,
    /// How to leave it, if that must be.
    pub redirect: Option<Redirect<'a>>,
}

/// What a step led to.
pub enum Outcome {
    /// Something for the caller to show or to do.
    Tell(LoginResult),
    /// A mail is on its way.
    Sent,
    /// The page is to be left: the login goes on there.
    Leave(Target),
}

/// Takes one step.
pub async fn step(
    host: &impl Host,
    step: Step,
    given: &mut Json,
    next: &Continue<'_>,
) -> Ended<Outcome> {
    let kept = Verification::parse(&host.kept(Keepsake::Verification).await);
    let kept = kept.filter(|verification| verification.is_current(host.now()));
    let state_token = kept.as_ref().map(|verification| &verification.state_token);
    let body = body(step, given, host.client_id(), state_token).map_err(Refusal::argument)?;
    let reply = host.post(Speaker::Visitor, step.path(), &body).await;
    match meaning(step, reply.head, &reply.body) {
        Meaning::SignedIn(token) => {
            keep(host, "").await;
            member(host, &token, next).await
        }
        Meaning::VerifyEmail(token) => {
            if let Some(state_token) = token {
                let begun = host.now();
                keep(host, &Verification { state_token, begun }.write()).await;
            }
            Ok(Outcome::Tell(LoginResult::email_verification_required()))
        }
        Meaning::Sent => Ok(Outcome::Sent),
        Meaning::Tell(result) => Ok(Outcome::Tell(result)),
        Meaning::TokenRefused(error) | Meaning::Later(error) => Err(Refusal::api(&error)),
    }
}

/// From a session token to a member, in a frame if it can be. A session token
/// counts once: who leaves the page after a silent frame hopes that the frame
/// was never loaded, which is why it kept silent.
async fn member(host: &impl Host, token: &SessionToken, next: &Continue<'_>) -> Ended<Outcome> {
    if next.in_frame {
        match frame::framed(host, Some(token)).await {
            Ok(()) => return Ok(Outcome::Tell(LoginResult::success())),
            Err(refusal)
                if next.redirect.is_some()
                    && matches!(refusal.code, Code::FrameSilent | Code::OriginNotAllowed) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    match &next.redirect {
        Some(redirect) => begin(host, redirect, Some(token)).await.map(Outcome::Leave),
        None => Err(Refusal::argument("redirectUri")),
    }
}

/// The last verification under way is the one that counts.
async fn keep(host: &impl Host, next: &str) {
    loop {
        let seen = host.kept(Keepsake::Verification).await;
        if seen == next || host.keep(Keepsake::Verification, &seen, next).await {
            return;
        }
    }
}
