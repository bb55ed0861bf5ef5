use serde::{Deserialize, Serialize};

/// Which requests are answered only once they are let go: a test that acts before an answer
/// need not be quicker than a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "each of holds, and holdGrants, is true, false or a number"
)]
pub enum Hold {
    /// All, or none; none also lets go of those that wait.
    Every(bool),
    /// So many more. Those that wait go on waiting.
    Next(u32),
}

impl Hold {
    pub const NONE: Self = Self::Every(false);

    /// Whether the request that has just arrived is held.
    pub fn strike(&mut self) -> bool {
        match self {
            Self::Every(held) => *held,
            Self::Next(0) => false,
            Self::Next(left) => {
                *left = left.saturating_sub(1);
                true
            }
        }
    }
}
