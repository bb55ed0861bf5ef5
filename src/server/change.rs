//! Changes of a session that a person asked for, and the visitor's token that they need.

use super::host::Host;
use super::memory::Allowed;
use super::renew::share_sign_out;
use super::request::{Current, current};
use super::sign_in::{after_sign_in, after_sign_out, visitor_of, with_visitor};
use crate::oauth::record::Record;
use crate::oauth::session::Session;
use crate::oauth::token::{AccessToken, Age, TokenSet};

/// The session after a member has signed in with these tokens, in a browser whose cookie has
/// this record.
///
/// It waits for a renewal that is under way: the visitor that is kept beside the member must
/// not lose a refresh token that was just rotated. Requests that were sent before do not
/// replace the member afterwards.
pub async fn sign_in<H: Host>(host: &H, record: Record, tokens: TokenSet) -> Current {
    let mut current = current(host, record, Allowed::Wait).await;
    let after = after_sign_in(&current.record, tokens);
    let mut departures = host.memory().departures.borrow_mut();
    for before in current.replaced.iter().chain([&current.record]) {
        departures.replace(before, after.session.subject(), host.now());
    }
    drop(departures);
    current.record = after;
    current
}

/// The session after a sign-out, and the access token of the member who has left.
///
/// It waits for no renewal. One that is under way, or a request that has the old cookie, does
/// not bring the member back: see [`Departures`](super::Departures).
pub async fn sign_out<H: Host>(host: &H, record: Record) -> (Current, Option<AccessToken>) {
    let mut current = current(host, record, Allowed::Use).await;
    let session = &current.record.session;
    let former = match session {
        Session::Member { tokens, .. } => Some(tokens.access.clone()),
        Session::Empty | Session::Visitor(_) | Session::Expired { .. } => None,
    };
    let subject = session.subject();
    let after = after_sign_out(&current.record);
    if after != current.record {
        {
            let mut departures = host.memory().departures.borrow_mut();
            departures.sign_out(subject, host.now());
        }
        share_sign_out(host, subject).await;
    }
    current.record = after;
    (current, former)
}

/// An access token of the visitor of this session, other than the one that was refused: of the
/// only person there is, or of the visitor that is kept beside a member. None: it cannot be had
/// just now. A visitor that the token endpoint has forgotten is created anew.
pub async fn visitor_token<H: Host>(
    host: &H,
    record: Record,
    refused: Option<&AccessToken>,
) -> (Current, Option<AccessToken>) {
    let mut whole = current(host, record, Allowed::Use).await;
    let mut visitor = visitor_of(&whole.record, refused);
    for _ in 0..MAX_TOKEN_REQUESTS {
        let part = current(host, visitor.clone(), Allowed::Create).await;
        if part.record != visitor {
            whole.replaced.extend(part.replaced);
            whole.record = with_visitor(&whole.record, &part.record);
            visitor = part.record;
        }
        if !visitor.session.is_empty() {
            break;
        }
    }
    // Another request may have renewed the member's tokens meanwhile.
    let latest = current(host, whole.record, Allowed::Use).await;
    whole.record = latest.record;
    whole.replaced.extend(latest.replaced);
    let tokens = visitor.session.tokens();
    let usable =
        tokens.filter(|set| refused != Some(&set.access) && set.age(host.now(), 0) != Age::Expired);
    let token = usable.map(|set| set.access.clone());
    (whole, token)
}

/// A renewal, and a request for another visitor.
const MAX_TOKEN_REQUESTS: usize = 2;
