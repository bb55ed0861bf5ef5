//! Two clocks: time as it passes, and what the page's clock says, which
//! somebody may set.

use std::cell::Cell;

use fetch_with_auth::oauth::token::UnixTime;

/// Milliseconds.
pub struct Clock {
    real: Cell<u64>,
    ahead: Cell<i64>,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock {
            real: Cell::new(1_700_000_000_000),
            ahead: Cell::new(0),
        }
    }
}

impl Clock {
    /// Time as it passes, in milliseconds.
    pub fn real(&self) -> u64 {
        self.real.get()
    }

    /// What the page's clock says.
    pub fn now(&self) -> UnixTime {
        UnixTime(self.real.get().saturating_add_signed(self.ahead.get()) / 1000)
    }

    pub fn pass(&self, seconds: u64) {
        self.real.set(self.real.get() + seconds * 1000);
    }

    pub fn pass_until(&self, real: u64) {
        self.real.set(self.real.get().max(real));
    }

    /// Somebody sets the clock, forward or back.
    pub fn jump(&self, seconds: i64) {
        self.ahead.set(self.ahead.get() + seconds * 1000);
    }
}
