//! Changes of who the page speaks as.

use alloc::rc::Rc;

use super::Host;
use crate::oauth::record::Record;
use crate::oauth::session::Session;
use crate::oauth::token::TokenSet;

/// A member comes in with this token set.
///
/// A renewal under way is waited for: the visitor that is kept beside the
/// member must not lose a refresh token that was just rotated. One that hangs
/// is not, for a sign-in must not be lost either.
pub async fn sign_in(host: &impl Host, tokens: TokenSet) {
    let tokens = Rc::new(tokens);
    let locked = host.lock().await;
    // Another member leaves first: every page hears of both, and a call that the
    // one began in this page is not sent as the other.
    let record = Record::read(&host.load().await);
    if matches!(record.session, Session::Member { .. }) {
        host.sign_out().await;
    }
    change(host, &|session| Some(session.signed_in(tokens.clone()))).await;
    if locked {
        host.unlock();
    }
}

/// Drops the visitor, be it the one kept beside a member, whose renewal is
/// waited for: it must find the record that it had seen.
pub async fn forget_visitor(host: &impl Host) {
    let locked = host.lock().await;
    drop_visitor(host).await;
    if locked {
        host.unlock();
    }
}

/// The same where there is no member any more.
pub(super) async fn drop_visitor(host: &impl Host) {
    change(host, &|session| match session {
        Session::Empty => None,
        _ => Some(session.without_visitor()),
    })
    .await;
}

/// Changes the stored session, whatever it is by now; None leaves it.
async fn change(host: &impl Host, transition: &dyn Fn(&Session) -> Option<Session>) {
    loop {
        let seen = host.load().await;
        let record = Record::read(&seen);
        let Some(session) = transition(&record.session) else {
            return;
        };
        let next = record.followed_by(session);
        if host.exchange(&seen, &next.write()).await {
            host.changed(next.generation);
            return;
        }
    }
}
