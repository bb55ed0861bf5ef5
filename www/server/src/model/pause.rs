use serde::{Deserialize, Serialize};

/// Which responses wait until they are resumed: a test that acts before a response need not be
/// quicker than a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "each of pauses, and pauseGrants, is true, false or a number"
)]
pub enum Pause {
    /// All, or none; none also resumes those that wait.
    Every(bool),
    /// So many more. Those that wait keep waiting.
    Next(u32),
}

impl Pause {
    pub const NONE: Self = Self::Every(false);

    /// Whether the response to the request that has just arrived is paused.
    pub fn take(&mut self) -> bool {
        match self {
            Self::Every(paused) => *paused,
            Self::Next(0) => false,
            Self::Next(left) => {
                *left = left.saturating_sub(1);
                true
            }
        }
    }
}
