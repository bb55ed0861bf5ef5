//! What a page remembers between calls.

use alloc::rc::Rc;
use alloc::string::String;
use core::cell::Cell;

use crate::Error;
use crate::oauth::record::Record;
use crate::oauth::session::{Need, Plan, Whose};
use crate::oauth::token::{AccessToken, UnixTime};

/// What a page remembers between calls. The truth is in storage; this is the
/// copy that makes a signed call cost no lookup.
#[derive(Default)]
pub struct Memory {
    pub(super) record: Cell<Option<Rc<Record>>>,
    /// Storage may have changed since, so the copy counts only while storage cannot
    /// be read.
    pub(super) is_stale: Cell<bool>,
    /// The newest generation that is known to be stored.
    pub(super) newest: Cell<u64>,
    /// What may be stored instead of the copy, which could not be stored. None: the
    /// copy is what was stored.
    pub(super) replaced: Cell<Option<Rc<Replaced>>>,
    /// How often this page signed out: what a call was going to do before it
    /// knew whom the page acts as, it must not do afterwards.
    pub(super) sign_outs: Cell<u32>,
    /// How many sign-outs are being stored: the copy does not count meanwhile.
    pub(super) signing_out: Cell<u32>,
    /// A sign-out failed before anybody knew who was to be signed out: the stored
    /// person is.
    pub(super) owes_sign_out: Cell<bool>,
    /// Until when nothing is renewed in the background.
    pub(super) background_backoff_until: Cell<UnixTime>,
    /// Until when the token endpoint asked not to be called (`Retry-After`), and for
    /// how long.
    pub(super) retry_after_until: Cell<UnixTime>,
    pub(super) retry_after_s: Cell<u64>,
    /// Until when a refused token is not renewed: one was refused right after its
    /// renewal, and going on would flood the token endpoint.
    pub(super) refusal_backoff_until: Cell<UnixTime>,
    /// Why the last renewal of each kind failed.
    pub(super) failures: [Cell<Option<Error>>; 2],
}

impl Memory {
    /// Invalidates the copy: storage has changed to this generation, or may have
    /// changed unseen (0).
    pub fn invalidate(&self, generation: u64) {
        self.newest.set(generation.max(self.newest.get()));
        self.is_stale.set(true);
    }

    /// The last record that this page knew, stale or not.
    pub(super) fn last(&self) -> Option<Rc<Record>> {
        copy(&self.record)
    }

    /// The same, while storage need not be asked.
    pub(super) fn known(&self) -> Option<Rc<Record>> {
        self.last()
            .filter(|_| !self.is_stale.get() && self.signing_out.get() == 0)
    }

    /// The token that can be used at once.
    pub(super) fn fresh_token(&self, now: UnixTime, leeway: u64) -> Option<AccessToken> {
        match self.known()?.session.plan(&Need::Any, now, leeway) {
            Plan::Use(token) => Some(token.clone()),
            Plan::UseAndRenew(..) | Plan::Request(_) | Plan::SignInRequired => None,
        }
    }

    /// The copy that comes next has to replace this text, too. Each text is listed
    /// once, however often it could not be replaced.
    pub(super) fn replaces(&self, text: String) {
        if !self.has_to_replace(&text) {
            let before = self.replaced.take();
            self.replaced.set(Some(Rc::new(Replaced { text, before })));
        }
    }

    /// Whether the copy has still to be stored.
    pub(super) fn is_unsaved(&self) -> bool {
        copy(&self.replaced).is_some()
    }

    /// Whether this text is one that the copy has to replace.
    pub(super) fn has_to_replace(&self, text: &str) -> bool {
        let mut replaced = copy(&self.replaced);
        while let Some(one) = replaced {
            if one.text == text {
                return true;
            }
            replaced = one.before.clone();
        }
        false
    }

    pub(super) fn failure(&self, whose: Whose) -> &Cell<Option<Error>> {
        let [current, visitor] = &self.failures;
        match whose {
            Whose::Current => current,
            Whose::Visitor => visitor,
        }
    }
}

/// A text that may be stored, and those that may be stored as well: a write that
/// failed may have been carried out.
pub(super) struct Replaced {
    text: String,
    before: Option<Rc<Replaced>>,
}

/// Whether `until`, set at most `span` seconds ahead, is still to come. One
/// that is further ahead is from before the clock was set back.
pub(super) fn is_pending(until: UnixTime, now: UnixTime, span: u64) -> bool {
    now < until && until <= now.plus(span)
}

/// What is in a cell. No borrow that could fail, and so nothing that could panic.
fn copy<T: Clone + Default>(cell: &Cell<T>) -> T {
    let value = cell.take();
    cell.set(value.clone());
    value
}
