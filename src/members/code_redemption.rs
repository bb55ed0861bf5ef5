//! From an authorization code to tokens: RFC 6749 §4.1.3, RFC 7636 §4.5.

use super::host::Host;
use super::refusal::{ErrorCode, Refusal};
use crate::Error;
use crate::oauth::callback::Code;
use crate::oauth::code_grant::CodeGrant;
use crate::oauth::grant::TokenResponse;
use crate::oauth::pkce::Verifier;
use crate::oauth::token::TokenSet;

/// Redeems an authorization code for a token set, and signs nobody in. `redirect_uri`
/// is that of the authorization request, absent if it had none. While the token endpoint
/// is unavailable, up to three requests are sent.
pub async fn redeem_code(
    host: &impl Host,
    code: &Code,
    verifier: &Verifier,
    redirect_uri: Option<&str>,
) -> Result<TokenSet, Refusal> {
    let grant = CodeGrant {
        code,
        verifier,
        redirect_uri,
    };
    let mut pause_ms = FIRST_PAUSE_MS;
    loop {
        let response = host.redeem(grant).await;
        if pause_ms > LAST_PAUSE_MS || !matches!(response, TokenResponse::Unavailable(_)) {
            return issued_tokens(response);
        }
        host.pause(pause_ms).await;
        pause_ms = pause_ms.wrapping_mul(3);
    }
}

/// The token set that was issued for a grant of a login, or why none was. What was
/// presented is no refresh token, so no session ends with `invalid_grant`.
pub fn issued_tokens(response: TokenResponse) -> Result<TokenSet, Refusal> {
    let error = match response {
        TokenResponse::Granted(tokens) => return Ok(tokens),
        TokenResponse::Unavailable(_) => Error::TokenEndpointUnavailable,
        TokenResponse::InvalidGrant => Error::TokenRequestRefused,
        TokenResponse::Failed(error) => error,
    };
    Err(ErrorCode::Tokens(error).into())
}

/// Redeems a code and signs the member in.
pub(super) async fn sign_in_with_code(
    host: &impl Host,
    code: &Code,
    verifier: &Verifier,
    redirect_uri: Option<&str>,
) -> Result<(), Refusal> {
    let tokens = redeem_code(host, code, verifier, redirect_uri).await?;
    host.sign_in(&tokens).await;
    Ok(())
}

/// The pause before the second request.
const FIRST_PAUSE_MS: u32 = 500;
/// The pause before the third request, which is the last.
const LAST_PAUSE_MS: u32 = 1500;
