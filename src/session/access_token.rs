//! An access token, for a call or for another part of the package.

use alloc::rc::Rc;

use super::host::Host;
use super::memory::is_pending;
use super::stored::load;
use super::token_request::BACKOFF_S;
use crate::Error;
use crate::oauth::record::Record;
use crate::oauth::session::{Need, Plan, Whose};
use crate::oauth::token::AccessToken;

/// A token to sign with. Memory may say yes; only storage may say no.
///
/// `began` is whom the page acted as when the caller began, if that is known:
/// it gets no token of another person, and nothing is requested for it then.
/// None if the caller needs a token of the current person.
pub async fn access_token<H: Host>(
    host: H,
    whose: Whose,
    need: Need,
    began: &mut Option<Rc<Record>>,
) -> Result<AccessToken, Error> {
    // Two: a renewal under way may have been started for less than this caller
    // needs, or before the clock jumped; one of its own never is.
    let mut renewals = 2u32;
    loop {
        let record = match host.memory().known() {
            Some(record) if !record.session.needs_sign_in() => record,
            _ => load(host).await?,
        };
        if let Some(before) = began.replace(record.clone())
            && whose == Whose::Current
            && record.differs_in_person(&before)
        {
            return Err(Error::SignedOut);
        }
        let part = record.session.part(whose);
        match part.plan(&need, host.now(), host.leeway()) {
            Plan::Use(token) => return Ok(token.clone()),
            Plan::UseAndRenew(token, _) => {
                in_background(host, whose, need);
                return Ok(token.clone());
            }
            Plan::SignInRequired => return Err(Error::SignInRequired),
            Plan::Request(_) if renewals == 0 => {
                let failure = host.memory().failure(whose).get();
                return Err(failure.unwrap_or(Error::TokenEndpointUnavailable));
            }
            Plan::Request(_) => host.start_renewal(whose, need.clone()),
        }
        renewals = renewals.wrapping_sub(1);
        if !host.renewal(whose).await {
            match host.memory().failure(whose).get() {
                // Of the person for whom it was begun, who need not be this
                // caller's.
                Some(Error::SignedOut) | None => {}
                Some(code) => return Err(code),
            }
        }
    }
}

/// Starts a renewal that nobody waits for, but not too soon after the last.
pub(super) fn in_background<H: Host>(host: H, whose: Whose, need: Need) {
    if !is_pending(
        host.memory().background_backoff_until.get(),
        host.now(),
        BACKOFF_S,
    ) {
        host.start_renewal(whose, need);
    }
}
