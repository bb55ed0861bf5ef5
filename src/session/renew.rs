//! A renewal.

use alloc::rc::Rc;

use super::host::{Exchange, Host};
use super::lock::Lock;
use super::stored::{store, stored};
use super::token_request::request_with_retries;
use crate::Error;
use crate::oauth::session::{Need, Plan, Session, Whose};

/// Gets a usable token by whatever grant applies.
pub async fn renew<H: Host>(host: H, whose: Whose, need: Need) -> Result<(), Error> {
    let outcome = renewed(host, whose, need).await;
    host.memory().failure(whose).set(outcome.err());
    outcome
}

/// Holds the lock, loads again, and stores what it got before it unlocks.
async fn renewed<H: Host>(host: H, whose: Whose, need: Need) -> Result<(), Error> {
    let mut before = host.memory().last().filter(|_| whose == Whose::Current);
    let _lock = Lock::take(host).await?;
    let mut granted = None;
    let mut replaced = None;
    let mut denied = None;
    let mut newcomer = None;
    for _ in 0..MAX_ROUNDS {
        let stored = stored(host, true).await?;
        let record = stored.record.clone();
        let part = record.session.part(whose);
        if let Some(before) = before {
            if record.differs_in_person(&before) {
                // A sign-out wins, and so does a sign-in.
                return Err(Error::SignedOut);
            }
            if part.is_empty() && !before.session.is_empty() {
                // Storage was cleared: a new visitor replaces this one.
                newcomer = Some(before.session.subject());
            }
        }
        before = Some(record.clone()).filter(|_| whose == Whose::Current);
        let is_denied = denied.as_ref() == Some(&part);
        let next = if is_denied {
            if !stored.is_loaded {
                // What was denied need not be what is stored.
                return Err(Error::StorageUnavailable);
            }
            part.denied()
        } else {
            // What was granted for this very token is not requested again: the
            // refresh token may be spent.
            let old = part.tokens().map(|tokens| tokens.access.clone());
            if granted.is_none() || replaced != old {
                let grant = match part.plan(&need, host.now(), host.leeway()) {
                    Plan::Use(_) => return Ok(()),
                    Plan::SignInRequired => return Err(Error::SignInRequired),
                    Plan::UseAndRenew(_, grant) | Plan::Request(grant) => grant,
                };
                granted = request_with_retries(host, grant).await?;
                replaced = old;
            }
            let Some(set) = &granted else {
                // Another page may have renewed without our seeing it, so load
                // again: it counts only if what was denied is still stored.
                denied = Some(part);
                continue;
            };
            part.granted(set, newcomer.unwrap_or_else(|| host.new_subject()))
        };
        let next = Rc::new(record.followed_by(record.session.with(whose, &next)));
        if store(host, &stored, next).await != Exchange::Superseded {
            if !is_denied {
                return Ok(());
            }
            // The visitor that comes next replaces this one: nobody has
            // signed out, so the calls that wait go on. A member has no successor.
            if let Session::Visitor(visitor) = &part {
                newcomer = Some(visitor.subject);
                before = None;
            }
        }
    }
    Err(Error::TokenEndpointUnavailable)
}

/// How often a renewal loads before it gives up: the visitor that will be
/// denied, it again, nobody, and twice more for other pages' changes.
const MAX_ROUNDS: usize = 5;
