//! A browser on a script: pages that share a storage, a lock, a token endpoint
//! and a clock, and nothing that happens unless a test lets it (`moves.rs`).

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::Subject;

use crate::clock::Clock;
use crate::endpoint::{Endpoint, Rotation};
use crate::failures::Failures;
use crate::laws::Observed;
use crate::lock::Lock;
use crate::moves::Moves;
use crate::page::Page;

/// Who has effects: `moves.rs`.
pub type Actor = Page;

/// A plain copy; what it leads to lives as long as the test process.
#[derive(Clone, Copy)]
pub struct World(&'static State);

pub struct State {
    pub clock: Clock,
    pub endpoint: Endpoint,
    pub lock: Lock,
    /// What is stored.
    pub storage: RefCell<String>,
    /// How storage fails.
    pub failures: Failures,
    /// Subjects that are marked as signed out, apart from the storage.
    pub marks: RefCell<BTreeSet<u64>>,
    /// What was sent, and how storage changed, for the laws.
    pub observed: Observed,
    subjects: Cell<u64>,
    /// Where this very state is, for the end of the world.
    own: Cell<*mut State>,
    pub moves: Moves,
    /// Pages that will hear that something changed, and the generation.
    pub signals: RefCell<Vec<(Page, u64)>>,
    /// People who were here and are not any more, and since which generation.
    pub gone: RefCell<BTreeMap<usize, u64>>,
    pages: RefCell<Vec<Page>>,
    log: RefCell<Vec<(usize, String)>>,
}

impl std::ops::Deref for World {
    type Target = State;
    fn deref(&self) -> &State {
        self.0
    }
}

impl World {
    pub fn new(rotation: Rotation) -> World {
        World(leak(
            State {
                clock: Clock::default(),
                endpoint: Endpoint::new(rotation),
                lock: Lock::default(),
                storage: RefCell::default(),
                failures: Failures::default(),
                marks: RefCell::default(),
                observed: Observed::default(),
                subjects: Cell::default(),
                own: Cell::new(std::ptr::null_mut()),
                moves: Moves::default(),
                signals: RefCell::default(),
                gone: RefCell::default(),
                pages: RefCell::default(),
                log: RefCell::default(),
            },
            |state| &state.own,
        ))
    }

    /// A world with one page.
    pub fn with_page(rotation: Rotation) -> (World, Page) {
        let world = World::new(rotation);
        (world, world.page())
    }

    /// Opens another page.
    pub fn page(self) -> Page {
        let page = Page::open(self, self.pages.borrow().len());
        // It loads what is stored by now.
        page.learn_who_is_gone(u64::MAX);
        self.pages.borrow_mut().push(page);
        page
    }

    /// What is stored now.
    pub fn stored(self) -> Record {
        Record::parse(&self.storage.borrow())
    }

    /// Stores a session as somebody else might, and nobody learns of it.
    pub fn store(self, session: Session) {
        let next = self.stored().followed_by(session);
        *self.storage.borrow_mut() = next.write();
    }

    /// The page of this number.
    pub fn page_of(self, number: usize) -> Page {
        self.pages.borrow()[number]
    }

    /// A subject that no page has made, as tests of members need one.
    #[allow(dead_code)]
    pub fn new_subject(self) -> Subject {
        self.subjects.set(self.subjects.get() + 1);
        Subject(self.subjects.get())
    }

    /// The pages that are open.
    pub fn open_pages(self) -> Vec<Page> {
        let pages = self.pages.borrow();
        let open = pages.iter().filter(|page| !page.0.is_closed.get());
        open.copied().collect()
    }

    /// Two states of the world with the same digest have the same future. `extra` is
    /// what the caller knows beside.
    pub fn digest(self, extra: &impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        extra.hash(&mut hasher);
        self.clock.real().hash(&mut hasher);
        self.endpoint.digest().hash(&mut hasher);
        self.lock.digest().hash(&mut hasher);
        self.storage.borrow().hash(&mut hasher);
        self.marks.borrow().hash(&mut hasher);
        self.gone.borrow().hash(&mut hasher);
        self.effects_digest().hash(&mut hasher);
        let signals = self.signals.borrow();
        let mut signals: Vec<_> = signals
            .iter()
            .map(|(page, at)| (page.number(), *at))
            .collect();
        signals.sort_unstable();
        signals.hash(&mut hasher);
        for page in &*self.pages.borrow() {
            let state = page.0;
            (state.history.get(), state.is_closed.get()).hash(&mut hasher);
            state.gone.borrow().hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Ends the world and frees what it is made of.
    ///
    /// # Safety
    ///
    /// No copy of it or of its pages is used afterwards.
    #[allow(unsafe_code)]
    pub unsafe fn free(self) {
        self.end_everything();
        // SAFETY: nothing runs any more, and the caller keeps no copy.
        unsafe {
            for page in self.pages.take() {
                page.free();
            }
            drop(Box::from_raw(self.own.get()));
        }
    }

    /// A page has stored this in the index of that. Answers who is gone by it.
    pub fn replaced(self, seen: &str, next: &str) -> Option<usize> {
        let next = Record::parse(next);
        let was = self.acting(&Record::parse(seen).session)?;
        let beside = match &next.session {
            Session::Member { visitor, .. } | Session::Expired { visitor, .. } => visitor.as_ref(),
            Session::Empty | Session::Visitor(_) => None,
        };
        let beside = beside.and_then(|set| self.endpoint.family(&set.access));
        let is_gone = self.acting(&next.session) != Some(was) && beside != Some(was);
        is_gone.then(|| {
            self.gone.borrow_mut().insert(was, next.generation);
            was
        })
    }

    fn acting(self, session: &Session) -> Option<usize> {
        self.endpoint.family(&session.tokens()?.access)
    }

    /// Tells all other pages that something changed.
    pub fn signal(self, from: usize, generation: u64) {
        let pages = self.pages.borrow();
        let is_other = |page: &&Page| page.number() != from && !page.0.is_closed.get();
        let others = pages.iter().filter(is_other);
        let signals = others.map(|page| (*page, generation));
        self.signals.borrow_mut().extend(signals);
    }

    /// Writes down what a page does.
    pub fn note(self, page: usize, text: &str) {
        self.log.borrow_mut().push((page, text.to_owned()));
    }

    /// What pages did since the last call, with the page's letter if there are
    /// several.
    pub fn log(self) -> Vec<String> {
        let several = self.pages.borrow().len() > 1;
        let letter = |page| char::from(b'a' + u8::try_from(page).unwrap());
        let line = |(page, text)| match several {
            true => format!("{}: {text}", letter(page)),
            false => text,
        };
        self.log.take().into_iter().map(line).collect()
    }
}

/// Puts a value where plain copies lead to it, for as long as the process runs,
/// unless what it says of its own index is used to free it.
#[allow(unsafe_code)]
pub fn leak<T: 'static>(value: T, own: impl Fn(&T) -> &Cell<*mut T>) -> &'static T {
    let index = Box::into_raw(Box::new(value));
    // SAFETY: the box is never moved, and freed only by who keeps no copy.
    let value = unsafe { &*index };
    own(value).set(index);
    value
}
