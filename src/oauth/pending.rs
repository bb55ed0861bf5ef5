//! Logins under way: what has to be known again when the browser comes back
//! from the authorization endpoint.
//!
//! Stored as lines of text, like records. What is corrupt, foreign or of another
//! version reads as no login at all.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::lines::{Lines, decimal, number};
use super::pkce::{State, Verifier};
use super::token::UnixTime;

/// A login that began and has not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Binds the response to this login: RFC 6749 §10.12.
    pub state: State,
    /// Redeems the code: RFC 7636 §4.5.
    pub verifier: Verifier,
    /// Repeated to the letter in the token request: RFC 6749 §4.1.3.
    pub redirect_uri: String,
    /// Where the caller wants to be afterwards; empty if it did not say.
    pub return_to: String,
    /// When it began.
    pub begun: UnixTime,
}

/// The logins under way of one client, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logins(Vec<Pending>);

impl Pending {
    /// None if a URL is not one: empty where one is needed, too long, or with what a URL never has, like a line break.
    pub fn new(
        state: State,
        verifier: Verifier,
        redirect_uri: &str,
        return_to: &str,
        begun: UnixTime,
    ) -> Option<Pending> {
        Pending::fits(redirect_uri, return_to).then(|| Pending {
            state,
            verifier,
            redirect_uri: redirect_uri.to_owned(),
            return_to: return_to.to_owned(),
            begun,
        })
    }

    /// Whether a login that comes back to these can be stored.
    pub fn fits(redirect_uri: &str, return_to: &str) -> bool {
        !redirect_uri.is_empty() && is_url(redirect_uri) && is_url(return_to)
    }

    /// Whether it may still come back. One from the future counts by its
    /// distance too: the clock was set back.
    fn is_alive(&self, now: UnixTime) -> bool {
        now.0.abs_diff(self.begun.0) <= LONGEST_LOGIN
    }
}

impl Logins {
    /// Adds one. Of too many the oldest is forgotten: each is a page that the
    /// user left.
    pub fn begin(&mut self, pending: Pending, now: UnixTime) {
        self.0.retain(|other| other.is_alive(now));
        self.0.push(pending);
        self.keep_newest();
    }

    /// Takes the login that this state belongs to, once. What is too old goes
    /// as well, so the rest is to be stored whatever it is.
    pub fn take(&mut self, state: &State, now: UnixTime) -> Option<Pending> {
        let mut taken = None;
        for pending in core::mem::take(&mut self.0) {
            if pending.state == *state {
                taken = Some(pending);
            } else if pending.is_alive(now) {
                self.0.push(pending);
            }
        }
        taken.filter(|pending| pending.is_alive(now))
    }

    /// Where the caller of the login with this state wants to be afterwards.
    pub fn return_to(&self, state: &State) -> Option<&str> {
        let mut logins = self.0.iter();
        let pending = logins.find(|pending| pending.state == *state)?;
        Some(&pending.return_to)
    }

    /// The text to store.
    pub fn write(&self) -> String {
        let mut text = VERSION.to_owned();
        for pending in &self.0 {
            for line in [
                pending.state.expose(),
                pending.verifier.expose(),
                &pending.redirect_uri,
                &pending.return_to,
            ] {
                text.push('\n');
                text.push_str(line);
            }
            text.push('\n');
            decimal(&mut text, pending.begun.0);
        }
        text
    }

    /// What a stored text says.
    pub fn read(text: &str) -> Logins {
        read(text).unwrap_or_default()
    }

    fn keep_newest(&mut self) {
        while self.0.len() > MOST_LOGINS {
            self.0.remove(0);
        }
    }
}

fn read(text: &str) -> Option<Logins> {
    let mut lines = Lines::new(text);
    if lines.next() != Some(VERSION) {
        return None;
    }
    let mut logins = Logins::default();
    while let Some(state) = lines.next() {
        logins.0.push(Pending::new(
            State::read(state)?,
            Verifier::read(lines.next()?)?,
            lines.next()?,
            lines.next()?,
            UnixTime(number(lines.next()?)?),
        )?);
    }
    logins.keep_newest();
    Some(logins)
}

/// Whether this is at most what the browser's `href` gives: visible ASCII
/// without spaces.
fn is_url(text: &str) -> bool {
    text.len() <= LONGEST_URL && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The first line. Another version is another first line.
const VERSION: &str = "fetch-with-auth logins 1";
/// Eight tabs at a login page at once are more than anybody has.
const MOST_LOGINS: usize = 8;
/// An hour: a user who comes back after that has to log in again.
const LONGEST_LOGIN: u64 = 60 * 60;
/// What Wix allows for a URL that it comes back to.
const LONGEST_URL: usize = 2048;
