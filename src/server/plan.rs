//! What one request does about the session of its cookie: at most one token request, and
//! nothing that makes a member a visitor.

use crate::oauth::grant::{Grant, TokenResponse};
use crate::oauth::record::Record;
use crate::oauth::session::{Need, Plan, Session};
use crate::oauth::token::{Age, Subject, UnixTime};

/// What is to be done before the page is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Nothing: the session is used as it is.
    Use,
    /// One token request with this grant.
    Request(Grant<'a>),
}

/// What to do at `now`. Only where `may_create_visitor` is a visitor created; where not, the
/// page creates one itself, if it needs one.
pub fn plan(record: &Record, now: UnixTime, leeway: u64, may_create_visitor: bool) -> Step<'_> {
    match record.session.plan(&Need::Any, now, leeway) {
        Plan::Request(Grant::Visitor) if !may_create_visitor => Step::Use,
        Plan::Request(grant) | Plan::UseAndRenew(_, grant) => Step::Request(grant),
        Plan::Use(_) | Plan::SignInRequired => Step::Use,
    }
}

/// The record after the token endpoint responded to that grant; None if it stays as it is.
/// Only `invalid_grant` ends a session, and only that of the refresh token that was refused.
pub fn after_grant(
    record: &Record,
    grant: Grant<'_>,
    response: &TokenResponse,
    newcomer: Subject,
) -> Option<Record> {
    let session = match (response, grant) {
        (TokenResponse::Granted(set), _) => record.session.granted(set, newcomer),
        (TokenResponse::InvalidGrant, Grant::Refresh(_)) => record.session.denied(),
        _ => return None,
    };
    Some(record.followed_by(session))
}

/// Whether this is the session of somebody whose access token has expired: it could not be
/// renewed just now, and it is kept.
pub fn is_stale(session: &Session, now: UnixTime) -> bool {
    session
        .tokens()
        .is_some_and(|tokens| tokens.age(now, 0) == Age::Expired)
}
