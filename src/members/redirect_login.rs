//! Login by redirect: the authorization code grant of RFC 6749 §4.1, with PKCE.

use alloc::string::String;

use super::authorization::authorize;
use super::code_redemption::sign_in_with_code;
use super::host::{Host, StoredState};
use super::refusal::{ErrorCode, Refusal};
use crate::oauth::callback::{Callback, Response};
use crate::oauth::pending::{Logins, Pending};
use crate::wix::authorization_request::{AuthorizationParameters, Prompt, ResponseMode};
use crate::wix::login_tokens::SessionToken;
use crate::wix::redirect_session::RedirectSession;

/// Where a login by redirect goes, and where it comes back to.
pub struct RedirectOptions<'a> {
    /// The URL of the callback page, exactly as it is registered.
    pub redirect_uri: &'a str,
    /// The URL to navigate to after the login; empty if there is none.
    pub return_to: &'a str,
    /// Which part of the callback URL carries the response.
    pub response_mode: ResponseMode,
    /// Whether Wix shows its login page.
    pub prompt: Prompt,
    /// The connection ID of the identity provider that shows its page instead of Wix.
    pub idp: Option<&'a str>,
}

/// Starts a login and returns the URL to navigate to. With a session token the user is
/// logged in already and sees no page.
pub async fn login_with_redirect(
    host: &impl Host,
    options: &RedirectOptions<'_>,
    session_token: Option<&SessionToken>,
) -> Result<RedirectSession, Refusal> {
    let RedirectOptions {
        redirect_uri,
        return_to,
        response_mode,
        prompt,
        idp,
    } = *options;
    if !Pending::fits(redirect_uri, return_to) {
        return Err(Refusal::argument("redirectUri"));
    }
    let parameters = match session_token {
        Some(token) => {
            AuthorizationParameters::redirect_with_session_token(redirect_uri, response_mode, token)
        }
        None => AuthorizationParameters::redirect(redirect_uri, response_mode, prompt, idp),
    };
    let authorization = authorize(host, parameters).await?;
    let pending = Pending {
        state: authorization.state,
        verifier: authorization.verifier,
        redirect_uri: redirect_uri.into(),
        return_to: return_to.into(),
        begun: host.now(),
    };
    // Stored before the page navigates, and only if there is a URL to navigate to.
    update_pending_logins(host, &mut |logins| {
        logins.begin(pending.clone(), host.now());
    })
    .await;
    Ok(authorization.session)
}

/// Handles the authorization response on the callback page. The `state` is used up
/// whatever the result. Returns the URL that the login was started with as `return_to`.
pub async fn handle_redirect(host: &impl Host, callback: Callback) -> Result<String, Refusal> {
    let mut taken = None;
    update_pending_logins(host, &mut |logins| {
        taken = logins.take(&callback.state, host.now());
    })
    .await;
    let Some(pending) = taken else {
        return Err(ErrorCode::StateMismatch.into());
    };
    match callback.response {
        Response::Code(code) => {
            let redirect_uri = Some(&*pending.redirect_uri);
            sign_in_with_code(host, &code, &pending.verifier, redirect_uri).await?;
            Ok(pending.return_to)
        }
        Response::Refused(refusal) => Err(Refusal::authorization(&refusal)),
    }
}

/// Updates the stored logins in progress. Another tab may store some at the same time,
/// so `update` is called until its result is stored.
async fn update_pending_logins(host: &impl Host, update: &mut dyn FnMut(&mut Logins)) {
    loop {
        let seen = host.load(StoredState::PendingLogins).await;
        let mut logins = Logins::read(&seen);
        update(&mut logins);
        let next = logins.write();
        if host
            .exchange(StoredState::PendingLogins, &seen, &next)
            .await
        {
            return;
        }
    }
}
