//! How the session of a cookie changes when somebody signs in or out on the server.

use alloc::rc::Rc;

use crate::oauth::record::Record;
use crate::oauth::session::{Session, Whose};
use crate::oauth::token::{AccessToken, TokenSet, UnixTime};

/// The record after a member signed in with these tokens. The visitor that it was before is
/// kept beside the member, also that of a member who has not signed out.
pub fn after_sign_in(record: &Record, tokens: TokenSet) -> Record {
    record.followed_by(record.session.signed_in(Rc::new(tokens)))
}

/// The record after a sign-out: the visitor that was kept beside the member, else nobody. Only
/// a member signs out: a form that is sent twice leaves the visitor and its cart.
pub fn after_sign_out(record: &Record) -> Record {
    match record.session {
        Session::Empty | Session::Visitor(_) => record.clone(),
        Session::Member { .. } | Session::Expired { .. } => {
            record.followed_by(record.session.signed_out())
        }
    }
}

/// The record that the visitor of this one would have alone, for [`with_visitor`]: a login is
/// begun with the visitor's token. A token that was just refused counts as expired.
pub fn visitor_of(record: &Record, refused: Option<&AccessToken>) -> Record {
    let mut session = record.session.part(Whose::Visitor);
    if let Session::Visitor(tokens) = &mut session
        && refused == Some(&tokens.access)
    {
        *tokens = Rc::new(TokenSet {
            expires_at: UnixTime::default(),
            ..(**tokens).clone()
        });
    }
    Record {
        generation: record.generation,
        session,
    }
}

/// The record after its visitor has become that of `visitor`.
pub fn with_visitor(record: &Record, visitor: &Record) -> Record {
    let session = record.session.with(Whose::Visitor, &visitor.session);
    if session == record.session {
        return record.clone();
    }
    record.followed_by(session)
}
