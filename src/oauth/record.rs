//! The stored form of a session, versioned.
//!
//! Lines of text: tokens have no line breaks (RFC 6749 A.12), so nothing needs
//! quoting, and writing and reading cost a page next to nothing. A record that
//! is corrupt, foreign or of another version is parsed as empty.

use alloc::rc::Rc;
use alloc::string::String;

use super::lines::{Lines, decimal, number};
use super::session::{EMPTY, EXPIRED, MEMBER, Session, VISITOR};
use super::token::{AccessToken, RefreshToken, Subject, TokenSet, UnixTime};

/// A session as it is stored. The generation grows with every change, so that
/// no two changes leave the same text behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// How many changes led here.
    pub generation: u64,
    /// Who the page acts as.
    pub session: Session,
}

impl Record {
    /// The record that follows this one.
    pub fn followed_by(&self, session: Session) -> Record {
        Record {
            generation: self.generation.wrapping_add(1),
            session,
        }
    }

    /// Whether the page acts as somebody else since that record: what was begun
    /// then must not be sent now. Nobody becomes a visitor, and that is no change
    /// of the person; nor is it where storage was cleared, which sets the
    /// generation back, and only a visitor is missing.
    pub fn differs_in_person(&self, before: &Record) -> bool {
        let was_cleared = self.generation < before.generation;
        match (&before.session, &self.session) {
            (Session::Empty, Session::Empty) => self.generation > before.generation,
            (Session::Empty, Session::Visitor(_)) => false,
            (Session::Visitor(_), Session::Empty) => !was_cleared,
            (before, now) => before.subject() != now.subject(),
        }
    }

    /// The text to store.
    pub fn write(&self) -> String {
        let mut text = String::from(VERSION);
        push_number(&mut text, self.generation);
        let (tokens, visitor) = match &self.session {
            Session::Empty => (None, None),
            Session::Visitor(tokens) => (Some(&**tokens), None),
            Session::Member { tokens, visitor } => (Some(&**tokens), visitor.as_deref()),
            Session::Expired { visitor, .. } => (None, visitor.as_deref()),
        };
        push_line(&mut text, self.session.state());
        if let Session::Expired { subject, .. } = &self.session {
            push_number(&mut text, subject.0);
        }
        for set in [tokens, visitor].into_iter().flatten() {
            push_set(&mut text, set);
        }
        text
    }

    /// The record that a stored text is; empty if it is none of this version.
    pub fn parse(text: &str) -> Record {
        parse(text).unwrap_or_default()
    }
}

fn parse(text: &str) -> Option<Record> {
    let mut lines = Lines::new(text);
    if lines.next() != Some(VERSION) {
        return None;
    }
    let generation = number(lines.next()?)?;
    let session = match lines.next()? {
        EMPTY => Session::Empty,
        VISITOR => Session::Visitor(next_set(&mut lines)??),
        MEMBER => Session::Member {
            tokens: next_set(&mut lines)??,
            visitor: next_set(&mut lines)?,
        },
        EXPIRED => Session::Expired {
            subject: Subject(number(lines.next()?)?),
            visitor: next_set(&mut lines)?,
        },
        _ => return None,
    };
    lines.next().is_none().then_some(Record {
        generation,
        session,
    })
}

/// A token set as text, for [`read_set`].
pub fn write_set(set: &TokenSet) -> String {
    let mut text = String::new();
    push_set(&mut text, set);
    text
}

/// The token set that a text is, if it is one.
pub fn read_set(text: &str) -> Option<TokenSet> {
    let mut lines = Lines::new(text);
    lines.next();
    let set = next_set(&mut lines)??;
    lines.next().is_none().then(|| (*set).clone())
}

fn push_set(text: &mut String, set: &TokenSet) {
    push_line(text, set.access.expose());
    push_line(text, set.refresh.as_ref().map_or("", RefreshToken::expose));
    push_number(text, set.issued_at.0);
    push_number(text, set.expires_at.0);
    push_number(text, set.subject.0);
}

/// The next token set: `Some(None)` at the end of the text, None if what
/// follows is not a set.
fn next_set(lines: &mut Lines<'_>) -> Option<Option<Rc<TokenSet>>> {
    let Some(access) = lines.next() else {
        return Some(None);
    };
    let access = AccessToken::new(access)?;
    let refresh = match lines.next()? {
        "" => None,
        refresh => Some(RefreshToken::new(refresh)?),
    };
    let issued_at = UnixTime(number(lines.next()?)?);
    let expires_at = UnixTime(number(lines.next()?)?);
    let subject = Subject(number(lines.next()?)?);
    Some(Some(Rc::new(TokenSet {
        subject,
        access,
        refresh,
        issued_at,
        expires_at,
    })))
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(LINE_BREAK);
    text.push_str(line);
}

fn push_number(text: &mut String, value: u64) {
    push_line(text, "");
    decimal(text, value);
}

/// The first line. Another version is another first line.
const VERSION: &str = "fetch-with-auth 2";
/// A text and not a character, which would bring an encoder along.
const LINE_BREAK: &str = "\n";
