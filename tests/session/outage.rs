//! A member outlives every outage.

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;
use proptest::prelude::*;

use crate::call::Call;
use crate::endpoint::{Fault, Rotation};
use crate::time::{ENDED, cases};
use crate::world::World;

/// Everything that is no `invalid_grant`.
fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        prop::sample::select(vec![408, 429, 500, 502, 503, 504]).prop_map(Fault::Status),
        (prop::sample::select(vec![408, 429, 503]), 0..100u64)
            .prop_map(|(status, after)| Fault::Later(status, after)),
        Just(Fault::Html),
        Just(Fault::Cut),
        Just(Fault::TimedOut),
        prop::sample::select(vec![
            Fault::Refused(401, "invalid_client"),
            Fault::Refused(400, "invalid_request"),
            Fault::Refused(400, "-19976"),
            Fault::Refused(403, "invalid_grant"),
            Fault::Refused(503, "invalid_grant"),
        ]),
    ]
}

/// What a network and a server in trouble do.
fn any_outage() -> impl Strategy<Value = Fault> {
    prop_oneof![
        prop::sample::select(vec![408, 429, 503]).prop_map(Fault::Status),
        (prop::sample::select(vec![408, 429, 503]), 0..100u64)
            .prop_map(|(status, after)| Fault::Later(status, after)),
        Just(Fault::Html),
        Just(Fault::Cut),
        Just(Fault::TimedOut),
    ]
}

/// What a call says then.
const OUTAGE: [Error; 2] = [Error::TokenEndpointUnavailable, Error::InvalidTokenResponse];

#[derive(Clone, Debug)]
enum Event {
    Calls(usize),
    Stream,
    Fails(Vec<Fault>),
    Passes(u64),
    Revokes,
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (1..4usize).prop_map(Event::Calls),
        Just(Event::Stream),
        prop::collection::vec(any_fault(), 1..6).prop_map(Event::Fails),
        prop_oneof![0..20u64, Just(ENDED - 60), Just(ENDED)].prop_map(Event::Passes),
        Just(Event::Revokes),
    ]
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_member_stays_that_member_through_any_outage(
        rotation in prop::sample::select(vec![Rotation::Static, Rotation::Rotating, Rotation::ReuseDetection]),
        pages in 1..3usize,
        events in prop::collection::vec(any_event(), 1..12),
        choices in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let world = World::new(rotation);
        let pages = (0..pages).map(|_| world.page()).collect::<Vec<_>>();
        pages[0].calls();
        let tokens = world.endpoint.somebody(world.clock.real(), world.clock.now());
        pages[0].sign_in(tokens);
        world.run();
        for event in events {
            match event {
                Event::Calls(times) => for page in pages.iter().cycle().take(times) {
                    page.call();
                },
                Event::Stream => drop(pages[0].fetch(Call { is_one_shot: true, ..Call::default() })),
                Event::Fails(faults) => world.endpoint.fail(faults),
                Event::Passes(seconds) => world.clock.pass(seconds),
                Event::Revokes => world.endpoint.revoke_access(),
            }
            world.run_by(&choices);
            let session = world.stored().session;
            let is_member = matches!(session, Session::Member { visitor: Some(_), .. });
            prop_assert!(is_member, "{:?}", session);
        }
        // The outage ends, and whatever Retry-After asked for has passed.
        world.endpoint.faults.borrow_mut().clear();
        world.clock.pass(ENDED);
        for page in pages {
            prop_assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
        }
        prop_assert_eq!((world.endpoint.families(), world.endpoint.reuses.get()), (2, 0));
        prop_assert!(!world.lock.is_held());
    }

    #[test]
    fn every_refresh_that_an_outage_meets_leaves_the_member_as_it_was(
        faults in prop::collection::vec(any_outage(), 1..8),
        waits in prop::collection::vec(100..ENDED, 8),
        is_refused in any::<bool>(),
    ) {
        let world = World::new(Rotation::ReuseDetection);
        let pages = [world.page(), world.page()];
        pages[0].calls();
        let tokens = world.endpoint.somebody(world.clock.real(), world.clock.now());
        pages[0].sign_in(tokens);
        world.run();
        pages[1].calls();
        if is_refused {
            world.endpoint.revoke_access();
        } else {
            world.clock.pass(ENDED);
        }
        let stored = world.storage.borrow().clone();
        for (fault, wait) in faults.into_iter().zip(waits) {
            world.endpoint.outage.set(Some(fault));
            for page in pages {
                let requests = world.endpoint.requests();
                match page.calls().result() {
                    Err(code) => prop_assert!(OUTAGE.contains(&code), "{:?} {:?}", fault, code),
                    Ok(response) => prop_assert_eq!((is_refused, response.status), (true, 401)),
                }
                prop_assert!(world.endpoint.requests() > requests, "it was met");
                prop_assert_eq!(&*world.storage.borrow(), &stored, "{:?}", fault);
                // Whatever Retry-After asked for has passed.
                world.clock.pass(wait);
            }
        }
        world.endpoint.outage.set(None);
        for page in pages {
            prop_assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
            let reported = page.reported();
            prop_assert!(reported.ends_with(&["member"]) && !reported.contains(&"expired"), "{:?}", reported);
        }
        prop_assert_eq!((world.endpoint.families(), world.endpoint.reuses.get()), (2, 0));
    }

    #[test]
    fn an_response_that_broke_off_costs_a_member_nothing_where_refresh_tokens_stay(
        faults in prop::collection::vec(prop_oneof![Just(Fault::Lost), any_fault()], 1..12),
    ) {
        let (world, page) = World::with_page(Rotation::Static);
        let tokens = world.endpoint.somebody(world.clock.real(), world.clock.now());
        page.sign_in(tokens);
        world.run();
        let attempts = faults.len();
        world.endpoint.fail(faults);
        for _ in 0..attempts {
            world.clock.pass(ENDED);
            page.calls();
        }
        world.clock.pass(ENDED);
        prop_assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
        prop_assert_eq!(world.endpoint.families(), 1);
    }
}
