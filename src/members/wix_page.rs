//! Pages that Wix hosts: checkout and the like, the end of a Wix session, and
//! the page that makes Wix' domain know whom this site speaks as.

use super::redirect::session;
use super::{Code, Ended, Host, Refusal, Speaker};
use crate::json::Json;
use crate::oauth::token::AccessToken;
use crate::wix::redirect_session::{self, Target};

/// Where a hosted page is, for whoever the page speaks as.
pub async fn page(host: &impl Host, given: &mut Json) -> Ended<Target> {
    let intent = redirect_session::hosted_page(given).map_err(Refusal::argument)?;
    session(host, Speaker::Anyone, &intent).await
}

/// Where the session on Wix' side ends. Here it has ended before; `former` is the
/// access token that it had.
pub async fn leave(
    host: &impl Host,
    former: Option<&AccessToken>,
    return_to: &str,
) -> Ended<Target> {
    let logout = redirect_session::logout(host.client_id(), return_to);
    if let Some(former) = former {
        match session(host, Speaker::Former(former), &logout).await {
            // A token that had expired already.
            Err(refusal) if refusal.code == Code::ApiRefused => {}
            outcome => return outcome,
        }
    }
    session(host, Speaker::Visitor, &logout).await
}

/// Loads the page that sets Wix' cookies. Whether it could is nothing that a
/// page of another origin says: only that it was loaded.
pub async fn pre_warm(host: &impl Host) -> Ended<()> {
    let target = session(host, Speaker::Anyone, &redirect_session::sync()).await?;
    match host.frame(&target, None).await {
        Some(_) => Ok(()),
        None => Err(Code::FrameSilent.bare()),
    }
}
