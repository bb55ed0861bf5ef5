//! A site as its members see it: tabs of one browser, what is stored between
//! their pages, and Wix.

use std::cell::{Cell, RefCell};

use fetch_with_auth::members::StoredState;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::TokenSet;

use crate::endpoint::Rotation;
use crate::tab::Tab;
use crate::wix::Wix;
use crate::world::World;

/// A plain copy; what it leads to lives as long as the test process.
#[derive(Clone, Copy)]
pub struct Site(&'static State);

pub struct State {
    pub world: World,
    pub wix: Wix,
    logins: RefCell<String>,
    verification: RefCell<String>,
    dice: Cell<u8>,
}

impl std::ops::Deref for Site {
    type Target = State;
    fn deref(&self) -> &State {
        self.0
    }
}

impl Site {
    pub fn new() -> Site {
        Site(Box::leak(Box::new(State {
            world: World::new(Rotation::ReuseDetection),
            wix: Wix::default(),
            logins: RefCell::default(),
            verification: RefCell::default(),
            dice: Cell::default(),
        })))
    }

    /// A site with one tab, where nobody was yet.
    pub fn with_tab() -> (Site, Tab) {
        let site = Site::new();
        (site, site.tab())
    }

    /// A site with one tab, which acts as a visitor.
    pub fn with_visitor() -> (Site, Tab) {
        let (site, tab) = Site::with_tab();
        tab.page.calls();
        site.world.log();
        (site, tab)
    }

    /// A site with one tab, where a visitor became a member.
    pub fn with_member() -> (Site, Tab) {
        let (site, tab) = Site::with_visitor();
        let member = site.session().signed_in(site.member().into());
        site.world.store(member);
        tab.page.notify(0);
        (site, tab)
    }

    /// Opens another tab.
    pub fn tab(self) -> Tab {
        Tab {
            site: self,
            page: self.world.page(),
        }
    }

    /// Tokens of a member who just logged in.
    pub fn somebody(self) -> TokenSet {
        let clock = &self.world.clock;
        self.world.endpoint.somebody(clock.real(), clock.now())
    }

    /// The same, of a person that the browser knows.
    fn member(self) -> TokenSet {
        TokenSet {
            subject: self.world.new_subject(),
            ..self.somebody()
        }
    }

    /// Who is stored.
    pub fn session(self) -> Session {
        self.world.stored().session
    }

    /// What is stored of this kind.
    pub fn stored(self, kind: StoredState) -> &'static RefCell<String> {
        match kind {
            StoredState::PendingLogins => &self.0.logins,
            StoredState::Verification => &self.0.verification,
        }
    }

    /// What nobody but this test can guess: all ones, all twos and so on.
    pub fn random(self) -> [u8; 32] {
        self.dice.set(self.dice.get() + 1);
        [self.dice.get(); 32]
    }
}
