//! The stored record, and the copy of it that a page remembers.

use alloc::rc::Rc;
use alloc::string::String;

use super::host::{Exchange, Host};
use crate::Error;
use crate::oauth::record::Record;
use crate::oauth::token::Subject;

/// Loads the record without the lock: enough to use what is there.
pub async fn load<H: Host>(host: H) -> Result<Rc<Record>, Error> {
    Ok(stored(host, true).await?.record)
}

/// What is stored, or, where nobody can tell, what this page knows.
pub(super) struct Stored {
    /// The text that has to be replaced.
    pub seen: String,
    /// The record, which is what the page remembers now.
    pub record: Rc<Record>,
    /// It comes from what is stored, and is not only known.
    pub is_loaded: bool,
}

/// What is stored, or has to be. What is older than what is known to be there was
/// read too early, and is read again; not for ever, since storage may have been
/// cleared. `settled`: see [`Host::load`].
pub(super) async fn stored<H: Host>(host: H, settled: bool) -> Result<Stored, Error> {
    let memory = host.memory();
    let mut late = 0u32;
    loop {
        let loaded = host.load(settled).await;
        let is_loaded = loaded.is_some();
        let (seen, mut record) = match loaded {
            Some(seen) => {
                let record = Rc::new(Record::parse(&seen));
                (seen, record)
            }
            // What this page knows, unless it knows that something else is stored.
            None => {
                let record = memory.last();
                // A generation that is not stored yet may be another one's by now.
                let least = memory.newest.get().wrapping_add(memory.is_unsaved().into());
                let record = record.filter(|record| record.generation >= least);
                let record = record.ok_or(Error::StorageUnavailable)?;
                (record.write(), record)
            }
        };
        if late < MAX_EARLY_LOADS && record.generation < memory.newest.get() {
            late = late.wrapping_add(1);
            continue;
        }
        if is_loaded && memory.owes_sign_out.replace(false) {
            mark(host, record.session.subject());
        }
        if is_loaded {
            memory.newest.set(record.generation);
            memory.is_stale.set(false);
        }
        if is_loaded
            && memory.is_unsaved()
            && let Some(ours) = memory.last()
        {
            if memory.has_to_replace(&seen) && ours.generation > record.generation {
                record = ours;
            } else {
                // What others have stored since is newer than ours. Or else ours was
                // stored by a write that failed, and has notified nobody.
                memory.replaced.take();
                host.notify_tabs(record.generation);
            }
        }
        // Marks can be read where the record cannot.
        let present = without_marked(host, record.clone());
        let is_marked = !Rc::ptr_eq(&present, &record);
        if is_loaded || is_marked {
            remember(host, present.clone());
            if memory.is_unsaved() {
                host.store_later();
            }
        }
        return Ok(Stored {
            seen,
            record: present,
            is_loaded,
        });
    }
}

/// Loads the record, and stores what could not be stored before.
pub async fn store_unstored<H: Host>(host: H) -> Result<(), Error> {
    let stored = match stored(host, true).await {
        Ok(stored) => stored,
        Err(code) => {
            if host.memory().owes_sign_out.get() {
                host.store_later();
            }
            return Err(code);
        }
    };
    // Nothing is where somebody has stored what is newer.
    if host.memory().is_unsaved() {
        store(host, &stored, stored.record.clone()).await;
    }
    Ok(())
}

/// Stores a record, unless another one was stored meanwhile. What cannot be stored just
/// now is what this page knows, and is stored later.
pub(super) async fn store<H: Host>(host: H, stored: &Stored, mut next: Rc<Record>) -> Exchange {
    let memory = host.memory();
    let text = next.write();
    let exchange = host.exchange(&stored.seen, &text).await;
    match exchange {
        Exchange::Superseded => return exchange,
        Exchange::Stored => {
            memory.replaced.take();
            host.notify_tabs(next.generation);
            if next.generation < memory.newest.get() {
                return exchange;
            }
            memory.newest.set(next.generation);
            memory.is_stale.set(false);
        }
        // What the page has heard of meanwhile it still has to load.
        Exchange::Failed => {
            // It may know better by now: it has signed out, for one.
            if let Some(known) = memory.last()
                && known.generation != stored.record.generation
            {
                next = known;
            }
            memory.replaces(stored.seen.clone());
            memory.replaces(text);
            host.store_later();
        }
    }
    remember(host, next);
    // What is stored says nothing of a sign-out that is only marked.
    honour_marks(host);
    exchange
}

/// Makes a record what the page remembers, and reports it to listeners.
fn remember<H: Host>(host: H, record: Rc<Record>) {
    host.memory().record.set(Some(record.clone()));
    host.report(&record.session);
}

/// The record after everybody in it who is marked has signed out: who the page acts
/// as, and perhaps the visitor as well.
fn without_marked<H: Host>(host: H, mut record: Rc<Record>) -> Rc<Record> {
    while is_marked(host, record.session.subject()) {
        host.memory().replaces(record.write());
        record = Rc::new(record.followed_by(record.session.signed_out()));
    }
    record
}

/// Signs out of the page's copy who has just been marked, whatever others store.
pub(super) fn honour_marks<H: Host>(host: H) {
    let memory = host.memory();
    let Some(known) = memory.last() else { return };
    let record = without_marked(host, known.clone());
    if !Rc::ptr_eq(&record, &known) {
        remember(host, record);
        host.store_later();
    }
}

fn is_marked<H: Host>(host: H, subject: Subject) -> bool {
    subject != Subject::NOBODY && host.is_marked(subject)
}

/// Marks a subject as signed out, and has other pages load again, which honour it.
/// False: the mark does not outlive the page, and nobody else can see it.
pub(super) fn mark<H: Host>(host: H, subject: Subject) -> bool {
    if subject == Subject::NOBODY {
        return true;
    }
    let is_marked = host.mark_signed_out(subject);
    if is_marked {
        host.notify_tabs(0);
    }
    is_marked
}

/// How often a load may come too early.
const MAX_EARLY_LOADS: u32 = 3;
