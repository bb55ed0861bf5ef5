//! A browser and the processes of its server on a script: they share a token endpoint, a clock
//! and, where sessions are shared, a lock and a store. Nothing happens unless a test lets it
//! (`tests/session/moves.rs`).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::token::Subject;

use crate::clock::Clock;
use crate::endpoint::{Endpoint, Rotation};
use crate::moves::Moves;
use crate::process::Process;

/// Who has effects: `moves.rs`.
pub type Actor = Process;

/// A plain copy.
#[derive(Clone, Copy)]
pub struct World(&'static State);

pub struct State {
    pub clock: Clock,
    pub endpoint: Endpoint,
    pub moves: Moves,
    /// The record in the browser's cookie.
    pub cookie: RefCell<String>,
    /// Whether processes share what follows.
    pub is_shared: Cell<bool>,
    /// Names of locks that are held, and by which renewal of which process.
    pub locks: RefCell<BTreeMap<String, (usize, u32)>>,
    pub store: RefCell<BTreeMap<String, String>>,
    /// How many reads, writes and locks of the store fail from now on.
    pub store_failures: Cell<usize>,
    /// Requests wait no longer than they want to for a renewal.
    pub is_slow: Cell<bool>,
    /// Nothing of this kind happens between processes.
    pub signals: RefCell<Vec<(Process, u64)>>,
    subjects: Cell<u64>,
    processes: RefCell<Vec<Process>>,
    own: Cell<*mut State>,
}

impl std::ops::Deref for World {
    type Target = State;
    fn deref(&self) -> &State {
        self.0
    }
}

impl World {
    /// A server of this many processes, and a token endpoint that detects reuse.
    pub fn new(processes: usize, is_shared: bool) -> World {
        World::with(Rotation::ReuseDetection, processes, is_shared)
    }

    /// The same with another token endpoint.
    pub fn with(rotation: Rotation, processes: usize, is_shared: bool) -> World {
        let state = Box::into_raw(Box::new(State {
            clock: Clock::default(),
            endpoint: Endpoint::new(rotation),
            moves: Moves::default(),
            cookie: RefCell::default(),
            is_shared: Cell::new(is_shared),
            locks: RefCell::default(),
            store: RefCell::default(),
            store_failures: Cell::default(),
            is_slow: Cell::default(),
            signals: RefCell::default(),
            subjects: Cell::default(),
            processes: RefCell::default(),
            own: Cell::new(std::ptr::null_mut()),
        }));
        #[allow(unsafe_code)]
        // SAFETY: the box is never moved, and freed only by who keeps no copy.
        let world = World(unsafe { &*state });
        world.own.set(state);
        let all = (0..processes).map(|number| Process::start(world, number));
        world.processes.replace(all.collect());
        world
    }

    /// The process of this number.
    pub fn process(self, number: usize) -> Process {
        self.processes.borrow()[number]
    }

    /// The same, for `moves.rs`.
    pub fn page_of(self, number: usize) -> Process {
        self.process(number)
    }

    pub fn record(self) -> Record {
        Record::parse(&self.cookie.borrow())
    }

    pub fn new_subject(self) -> Subject {
        self.subjects.set(self.subjects.get() + 1);
        Subject(self.subjects.get())
    }

    /// Whether the next operation of the store fails.
    pub fn store_fails(self) -> bool {
        let left = self.store_failures.get();
        self.store_failures.set(left.saturating_sub(1));
        left > 0
    }

    /// Two states of the world with the same digest have the same future. `extra` is what the
    /// caller knows beside.
    pub fn digest(self, extra: &impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        extra.hash(&mut hasher);
        self.clock.real().hash(&mut hasher);
        self.endpoint.digest().hash(&mut hasher);
        self.cookie.borrow().hash(&mut hasher);
        self.locks.borrow().hash(&mut hasher);
        self.store.borrow().hash(&mut hasher);
        self.store_failures.get().hash(&mut hasher);
        self.effects_digest().hash(&mut hasher);
        for process in &*self.processes.borrow() {
            process.0.history.get().hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Ends the world and frees what it is made of.
    ///
    /// # Safety
    ///
    /// No copy of it or of its processes is used afterwards.
    #[allow(unsafe_code)]
    pub unsafe fn free(self) {
        self.end_everything();
        // SAFETY: nothing runs any more, and the caller keeps no copy.
        unsafe {
            for process in self.processes.take() {
                process.free();
            }
            drop(Box::from_raw(self.own.get()));
        }
    }
}
