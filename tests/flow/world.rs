//! A browser on a script: pages that share a storage, a lock, a token endpoint
//! and a clock, and nothing that happens unless a test lets it (`moves.rs`).

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::Subject;

use crate::clock::Clock;
use crate::endpoint::{Endpoint, Rotation};
use crate::failures::Failures;
use crate::lock::Lock;
use crate::moves::Moves;
use crate::page::Page;

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
    subjects: Cell<u64>,
    pub moves: Moves,
    /// Pages that will hear that something changed, and the generation.
    pub signals: RefCell<Vec<(Page, u64)>>,
    /// Whoever was here and is not any more, and since which generation.
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
        World(Box::leak(Box::new(State {
            clock: Clock::default(),
            endpoint: Endpoint::new(rotation),
            lock: Lock::default(),
            storage: RefCell::default(),
            failures: Failures::default(),
            marks: RefCell::default(),
            subjects: Cell::default(),
            moves: Moves::default(),
            signals: RefCell::default(),
            gone: RefCell::default(),
            pages: RefCell::default(),
            log: RefCell::default(),
        })))
    }

    /// A world with one page.
    pub fn with_page(rotation: Rotation) -> (World, Page) {
        let world = World::new(rotation);
        (world, world.page())
    }

    /// Opens another page.
    pub fn page(self) -> Page {
        let page = Page::open(self, self.pages.borrow().len());
        self.pages.borrow_mut().push(page);
        page
    }

    /// What is stored now.
    pub fn stored(self) -> Record {
        Record::read(&self.storage.borrow())
    }

    /// Stores a session as somebody else might, and nobody hears of it.
    pub fn store(self, session: Session) {
        let next = self.stored().followed_by(session);
        *self.storage.borrow_mut() = next.write();
    }

    /// A subject that nobody has.
    pub fn new_subject(self) -> Subject {
        self.subjects.set(self.subjects.get() + 1);
        Subject(self.subjects.get())
    }

    /// A page has stored this in the place of that. Answers who is gone by it.
    pub fn replaced(self, seen: &str, next: &str) -> Option<usize> {
        let next = Record::read(next);
        let was = self.speaker(&Record::read(seen).session)?;
        let beside = match &next.session {
            Session::Member { visitor, .. } | Session::Expired { visitor, .. } => visitor.as_ref(),
            Session::Empty | Session::Visitor(_) => None,
        };
        let beside = beside.and_then(|set| self.endpoint.family(&set.access));
        let is_gone = self.speaker(&next.session) != Some(was) && beside != Some(was);
        is_gone.then(|| {
            self.gone.borrow_mut().insert(was, next.generation);
            was
        })
    }

    fn speaker(self, session: &Session) -> Option<usize> {
        self.endpoint.family(&session.tokens()?.access)
    }

    /// Tells all other pages that something changed.
    pub fn signal(self, from: usize, generation: u64) {
        let pages = self.pages.borrow();
        let others = pages.iter().filter(|page| page.number() != from);
        let signals = others.map(|page| (*page, generation));
        self.signals.borrow_mut().extend(signals);
    }

    /// Writes down what a page does.
    pub fn note(self, page: usize, text: &str) {
        self.log.borrow_mut().push((page, text.to_owned()));
    }

    /// What pages did since the last look, with the page's letter if there are
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
