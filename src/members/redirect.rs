//! Login by redirect: authorization code with PKCE, RFC 6749 §4.1, RFC 7636.

use alloc::string::String;

use super::{Code, Ended, Host, Keepsake, Refusal, Speaker};
use crate::Error;
use crate::json::Json;
use crate::oauth::callback::{self, Callback, Response};
use crate::oauth::code_grant::CodeGrant;
use crate::oauth::grant::TokenResponse;
use crate::oauth::pending::{Logins, Pending};
use crate::oauth::pkce::{State, Verifier, challenge};
use crate::wix::login_response::SessionToken;
use crate::wix::redirect_session::{self, Asking, Prompt, ResponseMode, Target};

/// Where a login by redirect goes, and how it comes back.
pub struct Redirect<'a> {
    /// The callback page, exactly as it is registered.
    pub redirect_uri: &'a str,
    /// Where the caller wants to be afterwards.
    pub return_to: &'a str,
    /// Where the answer is in the callback URL.
    pub response_mode: ResponseMode,
    /// Whether Wix shows its login page.
    pub prompt: Prompt,
    /// The identity provider to go to, if not Wix' own page.
    pub idp: Option<&'a str>,
}

/// Begins a login and answers the URL to go to. With a session token, the user
/// is known already and sees no page.
pub async fn begin(
    host: &impl Host,
    redirect: &Redirect<'_>,
    known: Option<&SessionToken>,
) -> Ended<Target> {
    if !Pending::fits(redirect.redirect_uri, redirect.return_to) {
        return Err(Refusal::argument("redirectUri"));
    }
    let shape = Shape {
        redirect: Some(redirect),
        known,
    };
    let asked = ask(host, &shape).await?;
    let pending = Pending {
        state: asked.state,
        verifier: asked.verifier,
        redirect_uri: redirect.redirect_uri.into(),
        return_to: redirect.return_to.into(),
        begun: host.now(),
    };
    // Kept before the page is left, not before there is somewhere to go.
    remember(host, &mut |logins| {
        logins.begin(pending.clone(), host.now());
    })
    .await;
    Ok(asked.target)
}

/// Finishes a login on the callback page: the state is used up whatever comes
/// of it. Answers where the caller wanted to be.
pub async fn finish(host: &impl Host, callback: Callback) -> Ended<String> {
    let mut taken = None;
    remember(host, &mut |logins| {
        taken = logins.take(&callback.state, host.now());
    })
    .await;
    let Some(pending) = taken else {
        return Err(Code::StateMismatch.bare());
    };
    match callback.response {
        Response::Code(code) => {
            redeem(host, &code, &pending.verifier, Some(&pending.redirect_uri)).await?;
            Ok(pending.return_to)
        }
        Response::Refused(refusal) => Err(Refusal::login(&refusal)),
    }
}

/// Makes a member of a code.
pub(super) async fn redeem(
    host: &impl Host,
    code: &callback::Code,
    verifier: &Verifier,
    redirect_uri: Option<&str>,
) -> Ended<()> {
    let grant = CodeGrant {
        code,
        verifier,
        redirect_uri,
    };
    let mut pause = FIRST_PAUSE;
    loop {
        let error = match host.redeem(grant).await {
            TokenResponse::Granted(tokens) => {
                host.sign_in(&tokens).await;
                return Ok(());
            }
            TokenResponse::Unavailable(_) if pause <= LAST_PAUSE => {
                host.pause(pause).await;
                pause = pause.wrapping_mul(3);
                continue;
            }
            TokenResponse::Unavailable(_) => Error::TokenEndpointUnavailable,
            // No session ends by this: the code is no good.
            TokenResponse::InvalidGrant => Error::TokenRequestRefused,
            TokenResponse::Failed(error) => error,
        };
        return Err(Code::Tokens(error).bare());
    }
}

/// How an authorization request is to be answered: by navigation, or else in a
/// frame.
pub(super) struct Shape<'a> {
    pub redirect: Option<&'a Redirect<'a>>,
    pub known: Option<&'a SessionToken>,
}

/// An authorization request, and what its answer will be held against.
pub(super) struct Asked {
    pub state: State,
    pub verifier: Verifier,
    pub target: Target,
}

/// Asks for the URL of an authorization request.
pub(super) async fn ask(host: &impl Host, shape: &Shape<'_>) -> Ended<Asked> {
    let (state, verifier) = (State::new(host.random()), Verifier::new(host.random()));
    let challenge = challenge(&host.digest(verifier.expose()).await);
    let asking = Asking {
        client_id: host.client_id(),
        state: &state,
        challenge: &challenge,
    };
    let auth = match (shape.redirect, shape.known) {
        (None, known) => asking.web_message(known),
        (Some(to), Some(token)) => asking.redirect_with(to.redirect_uri, to.response_mode, token),
        (Some(to), None) => asking.redirect(to.redirect_uri, to.response_mode, to.prompt, to.idp),
    };
    let target = session(host, Speaker::Visitor, &auth).await?;
    Ok(Asked {
        state,
        verifier,
        target,
    })
}

/// Asks for a redirect session.
pub(super) async fn session(
    host: &impl Host,
    speaker: Speaker<'_>,
    intent: &Json,
) -> Ended<Target> {
    let reply = host.post(speaker, redirect_session::PATH, intent).await;
    redirect_session::parse(reply.head, &reply.body).map_err(|error| Refusal::api(&error))
}

/// Changes the logins under way, whatever they are by now.
async fn remember(host: &impl Host, change: &mut dyn FnMut(&mut Logins)) {
    loop {
        let seen = host.kept(Keepsake::Logins).await;
        let mut logins = Logins::read(&seen);
        change(&mut logins);
        if host.keep(Keepsake::Logins, &seen, &logins.write()).await {
            return;
        }
    }
}

/// Milliseconds before the second attempt at the token endpoint; three times
/// as long before the third, which is the last.
const FIRST_PAUSE: u32 = 500;
const LAST_PAUSE: u32 = 1500;
