//! Everything at once, in any order.

use std::collections::BTreeSet;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::{Need, Session, Whose};
use fetch_with_auth::oauth::token::AccessToken;
use proptest::prelude::*;

use crate::call::{Call, Outcome};
use crate::endpoint::{Fault, Rotation};
use crate::page::Page;
use crate::time::{ENDED, cases};
use crate::world::World;

#[derive(Clone, Copy, Debug)]
enum Event {
    Call(usize, Call),
    SignIn(usize),
    SignOut(usize),
    Visitor(usize),
    Passes(u64),
    Jumps(i64),
    Fails(Fault),
    RevokesAccess,
    RevokesAll,
    Steps(u8),
}

fn any_event() -> impl Strategy<Value = Event> {
    let call = (0..PAGES, any::<bool>(), any::<bool>());
    prop_oneof![
        6 => call.prop_map(|(page, is_one_shot, is_forbidden)| Event::Call(page, Call { is_one_shot, is_forbidden })),
        1 => (0..PAGES).prop_map(Event::SignIn),
        1 => (0..PAGES).prop_map(Event::SignOut),
        1 => (0..PAGES).prop_map(Event::Visitor),
        2 => prop_oneof![0..10u64, Just(ENDED - 60), Just(ENDED)].prop_map(Event::Passes),
        1 => (-86_400..86_400i64).prop_map(Event::Jumps),
        2 => prop::sample::select(vec![Fault::Status(503), Fault::Later(429, 2), Fault::Cut, Fault::TimedOut, Fault::Html]).prop_map(Event::Fails),
        1 => Just(Event::RevokesAccess),
        1 => Just(Event::RevokesAll),
        12 => any::<u8>().prop_map(Event::Steps),
    ]
}

const PAGES: usize = 3;

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn whatever_happens_the_laws_hold(
        rotation in prop::sample::select(vec![Rotation::Static, Rotation::Rotating, Rotation::ReuseDetection]),
        events in prop::collection::vec(any_event(), 1..80),
    ) {
        let world = World::new(rotation);
        let pages = [(); PAGES].map(|()| world.page());
        let mut calls = Vec::<(Outcome, BTreeSet<usize>)>::new();
        let mut sign_outs = Vec::<Outcome<()>>::new();
        for event in events {
            match event {
                Event::Call(page, call) => {
                    let gone = pages[page].0.gone.borrow().clone();
                    calls.push((pages[page].fetch(call), gone));
                }
                Event::SignIn(page) => {
                    let tokens = world.endpoint.somebody(world.clock.real(), world.clock.now());
                    pages[page].sign_in(tokens);
                }
                Event::SignOut(page) => sign_outs.push(pages[page].sign_out()),
                Event::Visitor(page) => drop(pages[page].token(Whose::Visitor, Need::Any)),
                Event::Passes(seconds) => world.clock.pass(seconds),
                Event::Jumps(seconds) => world.clock.jump(seconds),
                Event::Fails(fault) => world.endpoint.fail([fault]),
                Event::RevokesAccess => world.endpoint.revoke_access(),
                Event::RevokesAll => world.endpoint.revoke_all(),
                Event::Steps(choice) => world.step_by(choice),
            }
            // A member never becomes a visitor but by a sign-out, and the other laws.
            prop_assert_eq!(world.broken(), Vec::<String>::new());
        }
        world.run();
        // Everybody hears something, and nothing is left behind.
        prop_assert!(calls.iter().all(|(call, _)| call.is_over()));
        prop_assert!(sign_outs.iter().all(Outcome::is_over));
        prop_assert!(!world.lock.is_held());
        prop_assert_eq!(world.under_way(), 0);
        // No spent refresh token was ever shown again.
        prop_assert_eq!(world.endpoint.reuses.get(), 0);
        for (call, gone) in calls {
            match call.result() {
                Err(code) => prop_assert!(EXPECTED.contains(&code), "{:?}", code),
                // Who signed out before the call does not sign it.
                Ok(response) => {
                    let token = AccessToken::new(&response.token).unwrap();
                    let who = world.endpoint.family(&token).unwrap();
                    prop_assert!(!gone.contains(&who), "{:?} {:?}", response, gone);
                }
            }
        }
        prop_assert_eq!(world.broken(), Vec::<String>::new());
        // And when things are well again, all pages are the same somebody.
        world.endpoint.faults.borrow_mut().clear();
        world.clock.pass(ENDED);
        let after = pages.map(Page::calls).map(|call| call.result().map(|response| response.acts_for));
        prop_assert_eq!(&after[0], &after[1]);
        prop_assert_eq!(&after[0], &after[2]);
        match world.stored().session {
            Session::Expired { .. } => prop_assert_eq!(&after[0], &Err(Error::SignInRequired)),
            _ => prop_assert!(matches!(after[0], Ok(Some(_))), "{:?}", after),
        }
    }
}

const EXPECTED: [Error; 4] = [
    Error::SignInRequired,
    Error::SignedOut,
    Error::TokenEndpointUnavailable,
    Error::InvalidTokenResponse,
];
