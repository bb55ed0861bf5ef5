//! A page of the world. `host.rs` has what its flows ask of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::audience::Audience;
use fetch_with_auth::oauth::session::{Need, Session, Whose};
use fetch_with_auth::oauth::token::{AccessToken, Subject, TokenSet};
use fetch_with_auth::session::{self, Change, Memory};

use crate::call::{Call, ORIGIN, Outcome};
use crate::laws::Writer;
use crate::world::{World, leak};

/// A plain copy, as the flow asks.
#[derive(Clone, Copy)]
pub struct Page(pub &'static State);

pub struct State {
    pub world: World,
    pub number: usize,
    pub memory: Memory,
    /// How many sign-outs are being stored.
    pub departing: Cell<usize>,
    pub renewals: [Renewal; 2],
    /// What could not be stored is being stored.
    pub is_saving: Cell<bool>,
    /// Subjects that this page marked as signed out.
    pub marks: RefCell<BTreeSet<u64>>,
    /// Who is gone, as far as the page was notified.
    pub gone: RefCell<BTreeSet<usize>>,
    /// Whom it acts as, unless it was notified since that others changed that: what it
    /// then does is done as the person who is stored.
    pub known: RefCell<Option<Session>>,
    /// It has learnt of a change, and has not loaded or stored anything since.
    pub is_notified: Cell<bool>,
    /// It has begun to sign in.
    signing_in: Cell<bool>,
    /// A hash of all that it has observed, in its order. What it does next is a
    /// function of that.
    pub history: Cell<u64>,
    subjects: Cell<u64>,
    indices: Cell<usize>,
    pub is_closed: Cell<bool>,
    /// Where this very state is, for the end of the world.
    own: Cell<*mut State>,
    /// What listeners were reported.
    pub reported: RefCell<Vec<&'static str>>,
}

/// Renewals of one kind.
#[derive(Default)]
pub struct Renewal {
    pub is_under_way: Cell<bool>,
    /// How the last one ended, once it has.
    pub end: RefCell<Rc<Cell<Option<bool>>>>,
}

impl State {
    pub fn renewal(&self, whose: Whose) -> &Renewal {
        &self.renewals[usize::from(whose == Whose::Visitor)]
    }
}

impl Page {
    pub fn open(world: World, number: usize) -> Page {
        Page(leak(
            State {
                world,
                number,
                memory: Memory::default(),
                departing: Cell::default(),
                renewals: Default::default(),
                is_saving: Cell::default(),
                marks: RefCell::default(),
                gone: RefCell::default(),
                reported: RefCell::default(),
                known: RefCell::default(),
                is_notified: Cell::default(),
                signing_in: Cell::default(),
                history: Cell::default(),
                subjects: Cell::default(),
                indices: Cell::default(),
                is_closed: Cell::default(),
                own: Cell::new(std::ptr::null_mut()),
            },
            |state| &state.own,
        ))
    }

    pub fn number(self) -> usize {
        self.0.number
    }

    /// Starts a call.
    pub fn fetch(self, call: Call) -> Outcome {
        let admitted = Audience::new(ORIGIN.to_owned()).admit(call).unwrap();
        self.0.world.observe_call(self);
        self.start(session::fetch(self, admitted))
    }

    /// Starts a plain call.
    pub fn call(self) -> Outcome {
        self.fetch(Call::default())
    }

    /// A plain call, and all that can happen then.
    pub fn calls(self) -> Outcome {
        let outcome = self.call();
        self.0.world.run();
        outcome
    }

    /// Starts a sign-out.
    pub fn sign_out(self) -> Outcome<()> {
        let end = self.leaves(false);
        self.start(async move { end.await.map(drop) })
    }

    /// Starts a sign-out, perhaps of the visitor, too. Brings the token of who left.
    pub fn leaves(self, forget: bool) -> impl Future<Output = Result<Option<AccessToken>, Error>> {
        let departing = &self.0.departing;
        departing.set(departing.get() + 1);
        async move {
            let outcome = session::change(self, Change::SignOut(forget)).await;
            departing.set(departing.get() - 1);
            outcome
        }
    }

    /// Starts a sign-out of the visitor, too.
    pub fn leaves_with_visitor(self) -> Outcome<()> {
        let end = self.leaves(true);
        self.start(async move { end.await.map(drop) })
    }

    /// Starts a sign-in.
    pub fn sign_in(self, tokens: TokenSet) -> Outcome<()> {
        self.0.signing_in.set(true);
        self.start(async move {
            let change = Change::SignIn(Rc::new(tokens));
            session::change(self, change).await.map(drop)
        })
    }

    /// Starts to forget the visitor.
    pub fn forget_visitor(self) -> Outcome<()> {
        self.start(async move { session::change(self, Change::ForgetVisitor).await.map(drop) })
    }

    /// Starts to get a token.
    pub fn token(self, whose: Whose, need: Need) -> Outcome<AccessToken> {
        self.start(async move { session::access_token(self, whose, need, &mut None).await })
    }

    /// Starts a load.
    pub fn session(self) -> Outcome<Session> {
        self.start(async move { Ok(session::load(self).await?.session.clone()) })
    }

    /// Looks, and all that can happen then.
    pub fn session_now(self) -> Result<Session, Error> {
        let look = self.session();
        self.0.world.run();
        look.result()
    }

    /// Learns that storage changed to this generation, or (0) that it may have, or that
    /// somebody was marked as signed out.
    pub fn notify(self, generation: u64) {
        self.observe(&generation);
        self.0.known.take();
        self.0.is_notified.set(true);
        self.0.memory.invalidate(generation);
        self.learn_who_is_gone(generation);
    }

    /// Who is gone since this generation or an earlier one, or is marked as signed out.
    pub fn learn_who_is_gone(self, generation: u64) {
        let world = self.0.world;
        let all = world.gone.borrow();
        let gone = all.iter().filter(|(_, since)| **since <= generation);
        let mut known = self.0.gone.borrow_mut();
        known.extend(gone.map(|(who, _)| *who));
        for mark in &*world.marks.borrow() {
            known.extend(world.family_of(Subject(*mark)));
        }
    }

    /// The page is gone, with all that it was about to do. Its locks are free.
    pub fn close(self) {
        self.0.is_closed.set(true);
        let world = self.0.world;
        world.end_all_of(self.number());
        world.lock.leave(self.number());
        world
            .signals
            .borrow_mut()
            .retain(|(page, _)| page.number() != self.number());
    }

    /// A subject that nobody else has.
    pub fn another_subject(self) -> Subject {
        let subjects = &self.0.subjects;
        subjects.set(subjects.get() + 1);
        Subject(((self.0.number as u64 + 1) << 32) + subjects.get())
    }

    /// How many effects began before the one that begins now.
    pub fn next_index(self) -> usize {
        self.0.indices.replace(self.0.indices.get() + 1)
    }

    /// The page learns this, and whatever it can read without waiting.
    pub fn observe(self, what: &impl Hash) {
        let world = self.0.world;
        let mut hasher = DefaultHasher::new();
        self.0.history.get().hash(&mut hasher);
        what.hash(&mut hasher);
        world.clock.now().0.hash(&mut hasher);
        world.marks.borrow().hash(&mut hasher);
        self.0.history.set(hasher.finish());
    }

    /// What this page is doing to the session just now, for the laws about what it writes.
    pub fn writer(self) -> Writer {
        Writer {
            is_signing_out: self.0.departing.get() > 0,
            is_signing_in: self.0.signing_in.get(),
            marks: self.0.marks.borrow().clone(),
        }
    }

    /// Frees what this page is made of.
    ///
    /// # Safety
    ///
    /// No copy of it is used afterwards.
    #[allow(unsafe_code)]
    pub unsafe fn free(self) {
        // SAFETY: the pointer is the one that `leak` made of the box.
        drop(unsafe { Box::from_raw(self.0.own.get()) });
    }

    /// Whom listeners were reported that the page acts as, whenever it was news.
    pub fn reported(self) -> Vec<&'static str> {
        self.0.reported.borrow().clone()
    }

    fn start<T: 'static>(
        self,
        future: impl Future<Output = Result<T, Error>> + 'static,
    ) -> Outcome<T> {
        let ended = Rc::new(RefCell::new(None));
        let end = ended.clone();
        self.observe(&"start");
        let task = self.0.world.spawn(self.number(), async move {
            let result = future.await;
            *end.borrow_mut() = Some(result);
        });
        Outcome { task, ended }
    }
}
