//! A process of the server: what its flows ask of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use fetch_with_auth::oauth::grant::{Grant, RawResponse, TokenResponse};
use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::token::{Subject, UnixTime};
use fetch_with_auth::server::{self, Host, Key, Memory, Stored, Ticket};

use crate::endpoint::Presented;
use crate::world::World;

/// A plain copy.
#[derive(Clone, Copy)]
pub struct Process(pub &'static State);

pub struct State {
    pub world: World,
    number: usize,
    pub memory: Memory,
    /// By ticket: whether a renewal has ended.
    renewals: RefCell<BTreeMap<u32, Rc<Cell<bool>>>>,
    /// A hash of all that it has observed, in its order.
    pub history: Cell<u64>,
    indices: Cell<usize>,
    own: Cell<*mut State>,
}

impl Process {
    pub fn start(world: World, number: usize) -> Process {
        let state = Box::into_raw(Box::new(State {
            world,
            number,
            memory: Memory::new([1, 2]),
            renewals: RefCell::default(),
            history: Cell::default(),
            indices: Cell::default(),
            own: Cell::new(std::ptr::null_mut()),
        }));
        #[allow(unsafe_code)]
        // SAFETY: the box is never moved, and freed only by who keeps no copy.
        let process = Process(unsafe { &*state });
        process.0.own.set(state);
        process
    }

    /// # Safety
    ///
    /// No copy of it is used afterwards.
    #[allow(unsafe_code)]
    pub unsafe fn free(self) {
        // SAFETY: the caller keeps no copy.
        unsafe { drop(Box::from_raw(self.0.own.get())) }
    }

    pub fn number(self) -> usize {
        self.0.number
    }

    pub fn next_index(self) -> usize {
        self.0.indices.set(self.0.indices.get() + 1);
        self.0.indices.get()
    }

    /// It observes something, on which what it does next depends.
    pub fn observe(self, what: &impl Hash) {
        let mut hasher = DefaultHasher::new();
        (self.0.history.get(), what).hash(&mut hasher);
        self.0.history.set(hasher.finish());
    }

    /// Processes notify each other of nothing.
    pub fn notify(self, _: u64) {}

    /// Begins an effect that may happen at any time.
    pub fn begin<T: Debug + 'static>(
        self,
        text: impl Into<String>,
        happens: impl FnOnce() -> T + 'static,
    ) -> impl Future<Output = T> {
        self.begin_if(text, || true, happens)
    }

    fn begin_if<T: Debug + 'static>(
        self,
        text: impl Into<String>,
        may_happen: impl Fn() -> bool + 'static,
        happens: impl FnOnce() -> T + 'static,
    ) -> impl Future<Output = T> {
        let show = |value: &T| format!("{value:?}");
        let world = self.0.world;
        world.begin(self, show, text, None, may_happen, happens)
    }
}

fn name(key: Key<'_>) -> String {
    match key {
        Key::Renewal(token) => format!("renewal {}", token.expose()),
        Key::SignOut(subject) => format!("sign-out {}", subject.0),
    }
}

impl Host for Process {
    fn memory(&self) -> &Memory {
        &self.0.memory
    }
    fn now(&self) -> UnixTime {
        self.0.world.clock.now()
    }
    fn leeway(&self) -> u64 {
        60
    }
    fn new_subject(&self) -> Subject {
        self.0.world.new_subject()
    }

    fn request_token(&self, grant: Grant<'_>, _: u32) -> impl Future<Output = TokenResponse> {
        let world = self.0.world;
        let presented = Presented::of(grant);
        let response = self.begin(presented.to_string(), move || {
            let clock = &world.clock;
            let response = world.endpoint.response(&presented, clock.real());
            (response, clock.now())
        });
        async move {
            let (response, now) = response.await;
            RawResponse::parse(&response).token_response(now)
        }
    }
    fn start_renewal(&self, ticket: Ticket, record: &Record) {
        let process = *self;
        let has_ended = Rc::new(Cell::new(false));
        let mut renewals = self.0.renewals.borrow_mut();
        renewals.insert(ticket.0, has_ended.clone());
        drop(renewals);
        let record = record.clone();
        self.0.world.spawn(self.number(), async move {
            server::renew(&process, ticket, &record).await;
            has_ended.set(true);
        });
    }
    fn renewal(&self, ticket: Ticket, _: u32) -> impl Future<Output = ()> {
        let has_ended = self.0.renewals.borrow()[&ticket.0].clone();
        let world = self.0.world;
        let may_end = move || has_ended.get() || world.is_slow.get();
        self.begin_if("wait", may_end, || ())
    }

    fn is_shared(&self) -> bool {
        self.0.world.is_shared.get()
    }
    fn lock(&self, ticket: Ticket, key: Key<'_>) -> impl Future<Output = bool> {
        let (world, holder) = (self.0.world, (self.number(), ticket.0));
        let (wanted, name) = (name(key), name(key));
        self.begin_if(
            format!("lock {name}"),
            move || !world.locks.borrow().contains_key(&wanted),
            move || {
                let fails = world.store_fails();
                if !fails {
                    world.locks.borrow_mut().insert(name, holder);
                }
                !fails
            },
        )
    }
    fn unlock(&self, ticket: Ticket) {
        let mut locks = self.0.world.locks.borrow_mut();
        locks.retain(|_, holder| *holder != (self.number(), ticket.0));
    }
    fn read(&self, key: Key<'_>) -> impl Future<Output = Option<Stored>> {
        let (world, name) = (self.0.world, name(key));
        self.begin(format!("read {name}"), move || {
            (!world.store_fails()).then(|| world.store.borrow().get(&name).cloned())
        })
    }
    fn write(&self, key: Key<'_>, value: &str, _: u64) -> impl Future<Output = ()> {
        let (world, name, value) = (self.0.world, name(key), value.to_owned());
        self.begin(format!("write {name}"), move || {
            if !world.store_fails() {
                world.store.borrow_mut().insert(name, value);
            }
        })
    }
}
