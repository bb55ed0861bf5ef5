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
    /// It is stored, and not only known.
    pub is_confirmed: bool,
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
                let record = Rc::new(Record::read(&seen));
                (seen, record)
            }
            // What this page knows, unless it knows that something else is stored.
            None => {
                let record = memory.last();
                let record = record.filter(|record| record.generation >= memory.newest.get());
                let record = record.ok_or(Error::StorageUnavailable)?;
                (record.write(), record)
            }
        };
        if late < MAX_EARLY_LOADS && record.generation < memory.newest.get() {
            late = late.wrapping_add(1);
            continue;
        }
        let subject = record.session.subject();
        if is_loaded && memory.owes_sign_out.replace(false) {
            mark(host, subject);
        }
        let mut is_confirmed = is_loaded;
        if let (true, Some(unsaved), Some(known)) = (is_loaded, memory.unsaved.get(), memory.last())
        {
            // A write that failed may have been carried out, so ours may be stored.
            let is_ours = subject == unsaved || subject == known.session.subject();
            if is_ours && record.generation <= known.generation {
                record = known;
                is_confirmed = false;
            } else {
                // What others have stored since is newer.
                memory.unsaved.set(None);
            }
        }
        // Who has signed out, and perhaps the visitor as well: marks can be read
        // where the record cannot.
        let mut is_news = is_loaded;
        while is_marked(host, record.session.subject()) {
            record = Rc::new(record.followed_by(record.session.signed_out()));
            memory.unsaved.set(Some(subject));
            is_confirmed = false;
            is_news = true;
        }
        if is_news {
            remember(host, record.clone());
            if memory.unsaved.get().is_some() {
                host.store_later();
            }
        }
        return Ok(Stored {
            seen,
            record,
            is_confirmed,
        });
    }
}

/// Loads the record, and stores what could not be stored before.
pub async fn store_unstored<H: Host>(host: H) -> Result<(), Error> {
    let stored = stored(host, true).await?;
    // Nothing is where somebody has stored what is newer.
    if host.memory().unsaved.get().is_some() {
        store(host, &stored, stored.record.clone()).await;
    }
    Ok(())
}

/// Stores a record, unless another one came between. What cannot be stored just
/// now is what this page knows, and is stored later.
pub(super) async fn store<H: Host>(host: H, stored: &Stored, next: Rc<Record>) -> Exchange {
    let memory = host.memory();
    let exchange = host.exchange(&stored.seen, &next.write()).await;
    // What the page has heard of meanwhile it still has to load.
    let is_stale = match exchange {
        Exchange::Superseded => return exchange,
        Exchange::Stored => {
            memory.unsaved.set(None);
            host.notify_tabs(next.generation);
            if next.generation < memory.newest.get() {
                return exchange;
            }
            // It replaced all else; but a sign-out may have been marked alone.
            is_marked(host, next.session.subject())
        }
        Exchange::Failed => {
            let subject = stored.record.session.subject();
            memory.unsaved.set(memory.unsaved.get().or(Some(subject)));
            host.store_later();
            memory.is_stale.get()
        }
    };
    remember(host, next);
    memory.is_stale.set(is_stale);
    exchange
}

/// Makes a record what the page remembers, and reports it to listeners.
fn remember<H: Host>(host: H, record: Rc<Record>) {
    let memory = host.memory();
    memory.newest.set(record.generation);
    memory.is_stale.set(false);
    memory.record.set(Some(record.clone()));
    host.report(&record.session);
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
