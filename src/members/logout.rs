//! The end of the session that Wix keeps on its domain.

use super::host::{Host, Signer};
use super::redirect_session::create_redirect_session;
use super::refusal::{ErrorCode, Refusal};
use crate::oauth::token::AccessToken;
use crate::wix::redirect_session::{self, RedirectSession};

/// The URL that ends the member's session at Wix and then navigates to `return_to`. The
/// local session has ended before; `former` is the access token that it had.
pub async fn logout(
    host: &impl Host,
    former: Option<&AccessToken>,
    return_to: &str,
) -> Result<RedirectSession, Refusal> {
    let intent = redirect_session::logout(host.client_id(), return_to);
    if let Some(former) = former {
        match create_redirect_session(host, Signer::Token(former), &intent).await {
            // The token had expired already.
            Err(refusal) if refusal.code == ErrorCode::ApiRefused => {}
            result => return result,
        }
    }
    create_redirect_session(host, Signer::Visitor, &intent).await
}
