//! A change of the session that somebody asked for.

use alloc::rc::Rc;

use super::host::{Exchange, Host};
use super::lock::Lock;
use super::memory::is_pending;
use super::stored::{honour_marks, mark, store, stored};
use super::token_request::RETRY_WINDOW_S;
use crate::Error;
use crate::oauth::session::{Session, Whose};
use crate::oauth::token::{AccessToken, Subject, TokenSet};

/// A change of the session that somebody asked for.
pub enum Change {
    /// A member signs in with this token set.
    SignIn(Rc<TokenSet>),
    /// The visitor is forgotten, be it the one kept beside a member.
    ForgetVisitor,
    /// The person that the page acts as signs out; if set, the visitor is forgotten, too.
    SignOut(bool),
}

/// Makes a change. A sign-out returns the access token of who left.
///
/// A sign-out waits for nobody: a renewal under way finds another record than the
/// one it had seen, and gives way. The others wait for a renewal, since the visitor
/// kept beside a member must not lose a refresh token that was just rotated; but
/// not for one that hangs.
pub async fn change<H: Host>(host: H, change: Change) -> Result<Option<AccessToken>, Error> {
    let memory = host.memory();
    let is_sign_out = matches!(change, Change::SignOut(_));
    let _lock = if is_sign_out {
        memory.sign_outs.set(memory.sign_outs.get().wrapping_add(1));
        None
    } else {
        Lock::take(host).await.ok()
    };
    let signing_out = &memory.signing_out;
    let more = u32::from(is_sign_out);
    signing_out.set(signing_out.get().wrapping_add(more));
    let outcome = changed(host, change).await;
    signing_out.set(signing_out.get().wrapping_sub(more));
    outcome
}

/// What another sign-out has done already is done. A sign-out that cannot be
/// stored is marked apart from the storage that failed, and an error says so if
/// that fails, too. In both cases the page acts as if it were stored, and its copy
/// counts: were it stale, a call that begins afterwards would begin as nobody in
/// particular, and be sent as the person who has signed in elsewhere meanwhile.
async fn changed<H: Host>(host: H, mut change: Change) -> Result<Option<AccessToken>, Error> {
    let memory = host.memory();
    let mut leaver = memory.last().map(|record| record.session.subject());
    if let Change::SignIn(tokens) = &mut change {
        *tokens = Rc::new(TokenSet {
            subject: host.new_subject(),
            ..(**tokens).clone()
        });
    }
    let is_sign_out = matches!(change, Change::SignOut(_));
    let forgets = !matches!(change, Change::SignIn(_) | Change::SignOut(false));
    let start = host.now();
    loop {
        let stored = match stored(host, !is_sign_out).await {
            Ok(stored) => stored,
            Err(code) if !is_sign_out => return Err(code),
            // The stored person signs out as soon as the record can be loaded.
            Err(_) => {
                let is_marked = leaver.is_some_and(|leaver| mark(host, leaver));
                if is_marked {
                    return Ok(None);
                }
                memory.owes_sign_out.set(true);
                host.store_later();
                return Err(Error::SignOutNotStored);
            }
        };
        let session = &stored.record.session;
        let subject = session.subject();
        let visitor = session.part(Whose::Visitor).subject();
        let is_member = matches!(session, Session::Member { .. });
        let is_done = match change {
            Change::SignIn(_) => false,
            Change::ForgetVisitor => visitor == Subject::NOBODY,
            Change::SignOut(_) => {
                let leaver = *leaver.get_or_insert(subject);
                let is_another = leaver != subject && leaver != Subject::NOBODY;
                is_another && !is_member && !forgets
            }
        };
        if is_done {
            return Ok(None);
        }
        let mut next = match &change {
            Change::SignIn(tokens) => session.signed_in(tokens.clone()),
            Change::ForgetVisitor => session.clone(),
            Change::SignOut(_) => session.signed_out(),
        };
        if forgets {
            next = next.with(Whose::Visitor, &Session::Empty);
        }
        let leaving = session.tokens().filter(|_| is_sign_out);
        let former = leaving.map(|tokens| tokens.access.clone());
        let next = Rc::new(stored.record.followed_by(next));
        let exchange = store(host, &stored, next).await;
        let is_in_time = is_pending(start.plus(RETRY_WINDOW_S), host.now(), RETRY_WINDOW_S);
        if exchange == Exchange::Superseded && (!is_sign_out || is_in_time) {
            continue;
        }
        if is_sign_out && exchange != Exchange::Stored {
            let is_marked = mark(host, subject) & (!forgets || mark(host, visitor));
            honour_marks(host);
            if !is_marked {
                return Err(Error::SignOutNotStored);
            }
        }
        return Ok(former);
    }
}
