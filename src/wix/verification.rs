//! An e-mail verification under way: Wix asked for the code that it sent by
//! mail. A login of the next page may bring it, so it is stored.

use alloc::string::String;

use super::login_tokens::StateToken;
use crate::oauth::lines::{Lines, decimal, number};
use crate::oauth::token::UnixTime;

/// What the code belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Goes with the code.
    pub state_token: StateToken,
    /// When the mail was asked for.
    pub begun: UnixTime,
}

impl Verification {
    /// Whether a code may still come. The server decides; this bounds how long
    /// a page keeps what it decides by. The distance counts, because a clock
    /// may have been set back.
    pub fn is_current(&self, now: UnixTime) -> bool {
        now.0.abs_diff(self.begun.0) <= LONGEST
    }

    /// The text to store.
    pub fn write(&self) -> String {
        let mut text = String::from(VERSION);
        text.push('\n');
        text.push_str(self.state_token.expose());
        text.push('\n');
        decimal(&mut text, self.begun.0);
        text
    }

    /// What a stored text says; None if nothing that we understand.
    pub fn parse(text: &str) -> Option<Verification> {
        let mut lines = Lines::new(text);
        if lines.next() != Some(VERSION) {
            return None;
        }
        let state_token = StateToken::parse(lines.next()?)?;
        let begun = UnixTime(number(lines.next()?)?);
        lines
            .next()
            .is_none()
            .then_some(Verification { state_token, begun })
    }
}

/// The first line. Another version is another first line.
const VERSION: &str = "fetch-with-auth verification 1";
/// A day: mail is slow.
const LONGEST: u64 = 24 * 60 * 60;
