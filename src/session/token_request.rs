//! A request to the token endpoint, repeated while that may help.

use super::host::Host;
use super::memory::is_pending;
use crate::Error;
use crate::oauth::grant::{Grant, TokenResponse};
use crate::oauth::token::TokenSet;

/// Requests tokens, again while that may help. None is `invalid_grant`.
pub(super) async fn request_with_retries<H: Host>(
    host: H,
    grant: Grant<'_>,
) -> Result<Option<TokenSet>, Error> {
    let memory = host.memory();
    let start = host.now();
    if is_pending(
        memory.retry_after_until.get(),
        start,
        memory.retry_after_s.get(),
    ) {
        return Err(Error::TokenEndpointUnavailable);
    }
    let mut wait = FIRST_PAUSE_MS;
    let code = loop {
        let retry_after_s = match host.request_token(grant).await {
            TokenResponse::Granted(set) => return Ok(Some(set)),
            TokenResponse::InvalidGrant => return Ok(None),
            TokenResponse::Failed(code) => break code,
            TokenResponse::Unavailable(seconds) => seconds.min(MAX_RETRY_AFTER_S),
        };
        let now = host.now();
        memory.retry_after_until.set(now.plus(retry_after_s));
        memory.retry_after_s.set(retry_after_s);
        if wait > LAST_PAUSE_MS
            || retry_after_s > RETRY_WINDOW_S
            || now >= start.plus(RETRY_WINDOW_S)
        {
            break Error::TokenEndpointUnavailable;
        }
        host.pause(wait.max((retry_after_s as u32).wrapping_mul(1000)))
            .await;
        wait = wait.wrapping_mul(3);
    };
    memory
        .background_backoff_until
        .set(host.now().plus(BACKOFF_S));
    Err(code)
}

/// Milliseconds before the second attempt at the token endpoint; three times
/// as long before the third, which is the last.
const FIRST_PAUSE_MS: u32 = 500;
const LAST_PAUSE_MS: u32 = 1500;

/// Seconds after which no further attempt starts: the lock is held meanwhile.
pub(super) const RETRY_WINDOW_S: u64 = 5;

/// Seconds without another renewal after one that failed in the background, or
/// did not help.
pub(super) const BACKOFF_S: u64 = 5;

/// The longest `Retry-After`, in seconds, that is honoured.
const MAX_RETRY_AFTER_S: u64 = 3600;
