//! Authorization requests with PKCE: RFC 6749 §4.1.1, RFC 7636 §4.3.

use super::host::{Host, Signer};
use super::redirect_session::create_redirect_session;
use super::refusal::Refusal;
use crate::oauth::pkce::{State, Verifier, challenge};
use crate::wix::authorization_request::{AuthorizationParameters, AuthorizationRequest};
use crate::wix::redirect_session::RedirectSession;

/// An authorization request whose URL is known, and what its response is validated
/// against.
pub(super) struct Authorization {
    pub state: State,
    pub verifier: Verifier,
    pub session: RedirectSession,
}

/// Prepares an authorization request with a new `state` and a new code verifier.
pub(super) async fn authorize(
    host: &impl Host,
    parameters: AuthorizationParameters<'_>,
) -> Result<Authorization, Refusal> {
    let state = State::new(host.random());
    let verifier = Verifier::new(host.random());
    let challenge = challenge(&host.digest(verifier.expose()).await);
    let request = AuthorizationRequest {
        client_id: host.client_id(),
        state: &state,
        challenge: &challenge,
        parameters,
    };
    let session = authorization_url(host, &request).await?;
    Ok(Authorization {
        state,
        verifier,
        session,
    })
}

/// The URL of an authorization request whose `state` and code verifier the caller
/// stores. Nothing is stored here.
pub async fn authorization_url(
    host: &impl Host,
    request: &AuthorizationRequest<'_>,
) -> Result<RedirectSession, Refusal> {
    create_redirect_session(host, Signer::Visitor, &request.intent()).await
}
