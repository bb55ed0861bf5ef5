//! The lock that pages share.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

#[derive(Default)]
pub struct Lock {
    kind: Cell<LockKind>,
    holder: Cell<Option<usize>>,
    waiting: RefCell<VecDeque<usize>>,
    tickets: Cell<usize>,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub enum LockKind {
    /// One at a time.
    #[default]
    Exclusive,
    /// There are no Web Locks: granted at once.
    Missing,
    /// Another tab never lets go: not granted.
    Stuck,
}

impl Lock {
    pub fn set(&self, kind: LockKind) {
        self.kind.set(kind);
    }

    pub fn is_held(&self) -> bool {
        self.holder.get().is_some()
    }

    /// A place in the queue.
    pub fn queue(&self) -> usize {
        let ticket = self.tickets.get();
        self.tickets.set(ticket + 1);
        self.waiting.borrow_mut().push_back(ticket);
        ticket
    }

    /// Whether it is this ticket's turn.
    pub fn is_free_for(&self, ticket: usize) -> bool {
        self.kind.get() != LockKind::Exclusive
            || (!self.is_held() && self.waiting.borrow().front() == Some(&ticket))
    }

    /// False: it is not to be had.
    pub fn take(&self, page: usize, ticket: usize) -> bool {
        self.waiting
            .borrow_mut()
            .retain(|waiting| *waiting != ticket);
        if self.kind.get() == LockKind::Exclusive {
            self.holder.set(Some(page));
        }
        self.kind.get() != LockKind::Stuck
    }

    pub fn free(&self, page: usize) {
        if self.holder.get() == Some(page) {
            self.holder.set(None);
        }
    }
}
