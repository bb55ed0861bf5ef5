//! The pages that Wix hosts: checkout and the like.

use super::host::{Host, Signer};
use super::redirect_session::create_redirect_session;
use super::refusal::{ErrorCode, Refusal};
use crate::json::Json;
use crate::wix::redirect_session::{RedirectSession, hosted_page, sync};

/// The URL of a page that Wix hosts, for the current visitor or member. `options` name
/// the page.
pub async fn redirect_to_wix_page(
    host: &impl Host,
    options: &mut Json,
) -> Result<RedirectSession, Refusal> {
    let intent = hosted_page(options).map_err(Refusal::argument)?;
    create_redirect_session(host, Signer::Current, &intent).await
}

/// Loads a page of Wix in a hidden frame that sets the cookies of the current visitor or
/// member on the Wix domain. Success means that it has loaded: a page of another origin
/// does not say whether it could set them.
pub async fn sync_to_wix_pages(host: &impl Host) -> Result<(), Refusal> {
    let session = create_redirect_session(host, Signer::Current, &sync()).await?;
    match host.frame(&session, None).await {
        Some(_) => Ok(()),
        None => Err(ErrorCode::FrameSilent.into()),
    }
}
