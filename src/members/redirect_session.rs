//! Requests a redirect session: a URL of Wix to navigate to.

use super::host::{Host, Signer};
use super::refusal::Refusal;
use crate::json::Json;
use crate::wix::redirect_session::{PATH, RedirectSession};

/// Creates a redirect session with this intent.
pub(super) async fn create_redirect_session(
    host: &impl Host,
    signer: Signer<'_>,
    intent: &Json,
) -> Result<RedirectSession, Refusal> {
    let response = host.post(signer, PATH, intent).await;
    RedirectSession::parse(response.head, &response.body).map_err(|error| Refusal::api(&error))
}
