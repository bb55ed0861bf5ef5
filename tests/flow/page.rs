//! A page of the world. `host.rs` has what its flows ask of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::flow::{self, Change, Memory};
use fetch_with_auth::oauth::audience::Audience;
use fetch_with_auth::oauth::session::{Need, Session, Whose};
use fetch_with_auth::oauth::token::{AccessToken, TokenSet};

use crate::call::{Call, ORIGIN, Outcome};
use crate::world::World;

/// A plain copy, as the flow asks.
#[derive(Clone, Copy)]
pub struct Page(pub &'static State);

pub struct State {
    pub world: World,
    pub number: usize,
    pub memory: Memory,
    /// A sign-out is being stored.
    pub departing: Cell<bool>,
    pub renewals: [Renewal; 2],
    /// What could not be stored is being stored.
    pub is_saving: Cell<bool>,
    /// Subjects that this page marked as signed out.
    pub marks: RefCell<BTreeSet<u64>>,
    /// Who is gone, as far as the page has heard.
    pub gone: RefCell<BTreeSet<usize>>,
    /// What listeners were told.
    pub told: RefCell<Vec<&'static str>>,
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
        Page(Box::leak(Box::new(State {
            world,
            number,
            memory: Memory::default(),
            departing: Cell::default(),
            renewals: Default::default(),
            is_saving: Cell::default(),
            marks: RefCell::default(),
            gone: RefCell::default(),
            told: RefCell::default(),
        })))
    }

    pub fn number(self) -> usize {
        self.0.number
    }

    /// Starts a call.
    pub fn fetch(self, call: Call) -> Outcome {
        let admitted = Audience::new(ORIGIN.to_owned()).admit(call).unwrap();
        self.start(flow::fetch(self, admitted))
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
        self.0.departing.set(true);
        async move {
            let outcome = flow::change(self, Change::SignOut(forget)).await;
            self.0.departing.set(false);
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
        self.start(async move {
            let change = Change::SignIn(Rc::new(tokens));
            flow::change(self, change).await.map(drop)
        })
    }

    /// Starts to get a token.
    pub fn token(self, whose: Whose, need: Need) -> Outcome<AccessToken> {
        self.start(async move { flow::access_token(self, whose, need, &mut None).await })
    }

    /// Starts a look.
    pub fn look(self) -> Outcome<Session> {
        self.start(async move { Ok(flow::look(self).await?.session.clone()) })
    }

    /// Looks, and all that can happen then.
    pub fn look_up(self) -> Result<Session, Error> {
        let look = self.look();
        self.0.world.run();
        look.result()
    }

    /// Hears that storage changed to this generation.
    pub fn hear(self, generation: u64) {
        self.0.memory.forget(generation);
        let all = self.0.world.gone.borrow();
        let heard = all.iter().filter(|(_, since)| **since <= generation);
        let heard = heard.map(|(who, _)| *who);
        self.0.gone.borrow_mut().extend(heard);
    }

    /// Whom listeners were told that the page speaks as, whenever it was news.
    pub fn told(self) -> Vec<&'static str> {
        self.0.told.borrow().clone()
    }

    fn start<T: 'static>(
        self,
        future: impl Future<Output = Result<T, Error>> + 'static,
    ) -> Outcome<T> {
        let ended = Rc::new(RefCell::new(None));
        let end = ended.clone();
        let task = self.0.world.spawn(async move {
            let result = future.await;
            *end.borrow_mut() = Some(result);
        });
        Outcome { task, ended }
    }
}
