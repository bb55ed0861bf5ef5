//! The lock that pages share.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

#[derive(Default)]
pub struct Lock {
    kind: Cell<LockKind>,
    holder: Cell<Option<usize>>,
    /// Pages and their tickets.
    waiting: RefCell<VecDeque<(usize, usize)>>,
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

    /// A index in the queue.
    pub fn queue(&self, page: usize) -> usize {
        let ticket = self.tickets.get();
        self.tickets.set(ticket + 1);
        self.waiting.borrow_mut().push_back((page, ticket));
        ticket
    }

    /// Whether it is this ticket's turn.
    pub fn is_free_for(&self, ticket: usize) -> bool {
        self.kind.get() != LockKind::Exclusive
            || (!self.is_held()
                && self.waiting.borrow().front().map(|(_, first)| *first) == Some(ticket))
    }

    /// False: it is not to be had.
    pub fn take(&self, page: usize, ticket: usize) -> bool {
        self.waiting
            .borrow_mut()
            .retain(|(_, waiting)| *waiting != ticket);
        if self.kind.get() == LockKind::Exclusive {
            self.holder.set(Some(page));
        }
        self.kind.get() != LockKind::Stuck
    }

    /// A page that is gone neither holds the lock nor waits for it.
    pub fn leave(&self, page: usize) {
        self.waiting
            .borrow_mut()
            .retain(|(waiting, _)| *waiting != page);
        self.free(page);
    }

    /// All of it that another state of the world could differ in.
    pub fn digest(&self) -> impl std::hash::Hash + use<> {
        let waiting = self.waiting.borrow();
        let pages = waiting.iter().map(|(page, _)| *page);
        (self.holder.get(), pages.collect::<Vec<_>>())
    }

    pub fn free(&self, page: usize) {
        if self.holder.get() == Some(page) {
            self.holder.set(None);
        }
    }
}
