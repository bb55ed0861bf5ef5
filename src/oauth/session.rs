//! Who the page acts as, and every way that changes.

use alloc::rc::Rc;

use super::grant::Grant;
use super::token::{AccessToken, Age, Subject, TokenSet, UnixTime};

/// Who the page acts as. This is what storage decides; the age of a token is
/// computed, never stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// Nobody yet.
    #[default]
    Empty,
    /// An anonymous visitor.
    Visitor(Rc<TokenSet>),
    /// A logged-in member, beside the visitor that it was before.
    Member {
        /// The member's tokens.
        tokens: Rc<TokenSet>,
        /// The visitor to come back to on sign-out.
        visitor: Option<Rc<TokenSet>>,
    },
    /// A member was here and the grant is gone. Stored, so that the next call
    /// does not make a stranger of a member: only a sign-in or a sign-out
    /// leaves it.
    Expired {
        /// The member.
        subject: Subject,
        /// The visitor to come back to on sign-out.
        visitor: Option<Rc<TokenSet>>,
    },
}

/// Whose token a caller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of the person that the page acts as.
    Current,
    /// Of the visitor: the only one there is, or the one kept beside a member.
    Visitor,
}

/// What a caller needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Any token that has not expired.
    Any,
    /// A token other than this one, which was just refused.
    OtherThan(AccessToken),
}

/// What is to be done for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan<'a> {
    /// Use this token.
    Use(&'a AccessToken),
    /// Use this token, and renew it in the background: it expires within the leeway.
    UseAndRenew(&'a AccessToken, Grant<'a>),
    /// Request a token.
    Request(Grant<'a>),
    /// The member has to sign in again.
    SignInRequired,
}

impl Session {
    /// The plan table of ARCHITECTURE.md. A visitor's token that expires within the
    /// leeway and cannot be refreshed is used until then: a visitor grant would make
    /// it somebody else.
    pub fn plan(&self, need: &Need, now: UnixTime, leeway: u64) -> Plan<'_> {
        // A member never becomes a visitor but by a sign-out.
        let without_grant = match self {
            Session::Empty | Session::Visitor(_) => Plan::Request(Grant::Visitor),
            Session::Member { .. } | Session::Expired { .. } => Plan::SignInRequired,
        };
        let Some(tokens) = self.tokens() else {
            return without_grant;
        };
        let refused = matches!(need, Need::OtherThan(token) if *token == tokens.access);
        let age = if refused {
            Age::Expired
        } else {
            tokens.age(now, leeway)
        };
        let refresh = tokens.refresh.as_ref().map(Grant::Refresh);
        match (age, refresh) {
            (Age::Fresh, _) | (Age::Expiring, None) => Plan::Use(&tokens.access),
            (Age::Expiring, Some(grant)) => Plan::UseAndRenew(&tokens.access, grant),
            (Age::Expired, Some(grant)) => Plan::Request(grant),
            (Age::Expired, None) => without_grant,
        }
    }

    /// The session after the token endpoint granted this set. A refresh response
    /// without a refresh token keeps the old one: RFC 6749 §6. A renewal keeps the
    /// subject, too; tokens of a new visitor are issued to `newcomer`.
    pub fn granted(&self, set: &TokenSet, newcomer: Subject) -> Session {
        let old = self.tokens();
        let kept = old.and_then(|old| old.refresh.clone());
        let tokens = Rc::new(TokenSet {
            subject: old.map_or(newcomer, |old| old.subject),
            refresh: set.refresh.clone().or(kept),
            ..set.clone()
        });
        match self {
            Session::Empty | Session::Visitor(_) => Session::Visitor(tokens),
            Session::Member { visitor, .. } => Session::Member {
                tokens,
                visitor: visitor.clone(),
            },
            Session::Expired { .. } => self.clone(),
        }
    }

    /// The session after `invalid_grant`: a visitor is forgotten, a member is
    /// remembered as expired and never replaced by a visitor.
    pub fn denied(&self) -> Session {
        match self {
            Session::Empty | Session::Visitor(_) => Session::Empty,
            Session::Member { visitor, .. } | Session::Expired { visitor, .. } => {
                Session::Expired {
                    subject: self.subject(),
                    visitor: visitor.clone(),
                }
            }
        }
    }

    /// The session after a member signed in with this set.
    pub fn signed_in(&self, tokens: Rc<TokenSet>) -> Session {
        let visitor = match self {
            Session::Empty => None,
            Session::Visitor(visitor) => Some(visitor.clone()),
            Session::Member { visitor, .. } | Session::Expired { visitor, .. } => visitor.clone(),
        };
        Session::Member { tokens, visitor }
    }

    /// The session after a sign-out: back to the visitor kept, else empty.
    pub fn signed_out(&self) -> Session {
        match self {
            Session::Member {
                visitor: Some(visitor),
                ..
            }
            | Session::Expired {
                visitor: Some(visitor),
                ..
            } => Session::Visitor(visitor.clone()),
            _ => Session::Empty,
        }
    }

    /// The part of the session that a caller needs a token of: the whole, or the
    /// session that the visitor would have alone.
    pub fn part(&self, whose: Whose) -> Session {
        match (whose, self) {
            (
                Whose::Visitor,
                Session::Member { visitor, .. } | Session::Expired { visitor, .. },
            ) => visitor.clone().map_or(Session::Empty, Session::Visitor),
            _ => self.clone(),
        }
    }

    /// The session after that [part](Session::part) of it became this.
    pub fn with(&self, whose: Whose, part: &Session) -> Session {
        let visitor = match part {
            Session::Visitor(visitor) => Some(visitor.clone()),
            _ => None,
        };
        match (whose, self) {
            (Whose::Visitor, Session::Member { tokens, .. }) => Session::Member {
                tokens: tokens.clone(),
                visitor,
            },
            (Whose::Visitor, Session::Expired { subject, .. }) => Session::Expired {
                subject: *subject,
                visitor,
            },
            _ => part.clone(),
        }
    }

    /// Whether there is nobody, and never was.
    pub fn is_empty(&self) -> bool {
        matches!(self, Session::Empty)
    }

    /// The state's name, in the stored form and for JavaScript.
    pub fn state(&self) -> &'static str {
        match self {
            Session::Empty => EMPTY,
            Session::Visitor(_) => VISITOR,
            Session::Member { .. } => MEMBER,
            Session::Expired { .. } => EXPIRED,
        }
    }

    /// Whom the page acts as.
    pub fn subject(&self) -> Subject {
        match self {
            Session::Empty => Subject::NOBODY,
            Session::Visitor(tokens) | Session::Member { tokens, .. } => tokens.subject,
            Session::Expired { subject, .. } => *subject,
        }
    }

    /// Whether only a sign-in, maybe in another tab, brings a token.
    pub fn needs_sign_in(&self) -> bool {
        match self {
            Session::Member { tokens, .. } => tokens.refresh.is_none(),
            Session::Empty | Session::Visitor(_) => false,
            Session::Expired { .. } => true,
        }
    }

    /// The tokens that the page signs with now.
    pub fn tokens(&self) -> Option<&TokenSet> {
        match self {
            Session::Visitor(tokens) | Session::Member { tokens, .. } => Some(tokens),
            Session::Empty | Session::Expired { .. } => None,
        }
    }
}

/// The names of the states.
pub(super) const EMPTY: &str = "empty";
pub(super) const VISITOR: &str = "visitor";
pub(super) const MEMBER: &str = "member";
pub(super) const EXPIRED: &str = "expired";
