//! How the storage fails.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

#[derive(Default)]
pub struct Failures {
    /// Loads fail: so many, from the next one on.
    pub loads: Cell<usize>,
    /// How the next writes fail.
    pub writes: RefCell<VecDeque<Write>>,
    /// How every write fails.
    pub all_writes: Cell<Option<Write>>,
    /// Marks do not outlive their page.
    pub marks: Cell<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Write {
    /// It was not carried out.
    Lost,
    /// It was carried out all the same.
    Late,
}

impl Failures {
    /// Whether a load fails now.
    pub fn load(&self) -> bool {
        let left = self.loads.get();
        self.loads.set(left.saturating_sub(1));
        left > 0
    }

    /// How a write fails now, if it does.
    pub fn store(&self) -> Option<Write> {
        self.writes
            .borrow_mut()
            .pop_front()
            .or(self.all_writes.get())
    }

    /// Nothing can be loaded or stored until [`Failures::end`].
    pub fn begin(&self) {
        self.loads.set(usize::MAX);
        self.all_writes.set(Some(Write::Lost));
    }

    pub fn end(&self) {
        self.loads.set(0);
        self.all_writes.set(None);
        self.writes.borrow_mut().clear();
    }
}
