//! An e-mail verification in progress: Wix has sent a code by e-mail. The user may enter
//! it on another page, so the state token is stored.

use alloc::string::String;

use super::login_tokens::StateToken;
use crate::oauth::lines::{Lines, decimal, number};
use crate::oauth::token::UnixTime;

/// A verification in progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The state token that is sent with the code.
    pub state_token: StateToken,
    /// When it was stored.
    pub stored_at: UnixTime,
}

impl Verification {
    /// Whether it may still be completed, for at most `MAX_AGE_S`. The server decides;
    /// this limits for how long a state token is used. A time in the future counts by
    /// its distance, because a clock may have been set back.
    pub fn is_current(&self, now: UnixTime) -> bool {
        now.0.abs_diff(self.stored_at.0) <= MAX_AGE_S
    }

    /// The text to store.
    pub fn write(&self) -> String {
        let mut text = String::from(VERSION);
        text.push('\n');
        text.push_str(self.state_token.expose());
        text.push('\n');
        decimal(&mut text, self.stored_at.0);
        text
    }

    /// Parses a stored text. `None` if it is of another version or corrupt.
    pub fn parse(text: &str) -> Option<Verification> {
        let mut lines = Lines::new(text);
        if lines.next() != Some(VERSION) {
            return None;
        }
        let state_token = StateToken::parse(lines.next()?)?;
        let stored_at = UnixTime(number(lines.next()?)?);
        lines.next().is_none().then_some(Verification {
            state_token,
            stored_at,
        })
    }
}

/// The first line. Another version is another first line.
const VERSION: &str = "fetch-with-auth verification 1";
/// A day, because an e-mail may arrive late.
const MAX_AGE_S: u64 = 24 * 60 * 60;
