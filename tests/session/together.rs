//! Many calls, many pages: one ask.

use proptest::prelude::*;

use crate::call::Outcome;
use crate::endpoint::Rotation;
use crate::lock::LockKind;
use crate::page::Page;
use crate::time::{ENDED, cases};
use crate::world::World;

fn open(world: World, pages: usize) -> Vec<Page> {
    (0..pages).map(|_| world.page()).collect()
}

fn call_each(pages: &[Page], times: usize) -> Vec<Outcome> {
    let rounds = (0..times).flat_map(|_| pages);
    rounds.map(|page| page.call()).collect()
}

/// All calls were responded, for the same somebody and with the same token.
#[track_caller]
fn assert_one_voice(calls: &[Outcome]) {
    let responses = calls.iter().map(|call| call.result().expect("a response"));
    let responses = responses.collect::<Vec<_>>();
    for response in &responses {
        assert_eq!(response.status, 200);
        assert_eq!(response, &responses[0]);
    }
}

#[test]
fn fifty_first_calls_request_once() {
    let (world, page) = World::with_page(Rotation::Static);
    let calls = call_each(&[page], 50);
    world.run();
    assert_one_voice(&calls);
    assert_eq!(
        (world.endpoint.requests(), world.endpoint.families()),
        (1, 1)
    );
}

#[test]
fn fifty_calls_at_the_end_of_a_token_request_once() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.clock.pass(ENDED);
    let calls = call_each(&[page], 50);
    world.run();
    assert_one_voice(&calls);
    assert_eq!(calls[0].token(), "A2");
    assert_eq!(
        (world.endpoint.requests(), world.endpoint.reuses.get()),
        (2, 0)
    );
}

#[test]
fn fifty_calls_within_the_leeway_wait_for_nothing_and_request_once() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.clock.pass(ENDED - 60);
    world.delay("lock");
    let calls = call_each(&[page], 50);
    world.run();
    assert_one_voice(&calls);
    assert_eq!(calls[0].token(), "A1");
    world.release();
    world.run();
    assert_eq!(world.endpoint.requests(), 2);
}

#[test]
fn fifty_refused_calls_request_once() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.endpoint.revoke_access();
    let calls = call_each(&[page], 50);
    world.run();
    assert_one_voice(&calls);
    assert_eq!(
        (world.endpoint.requests(), world.endpoint.reuses.get()),
        (2, 0)
    );
}

#[test]
fn four_pages_opened_at_once_request_once() {
    let world = World::new(Rotation::Static);
    let pages = open(world, 4);
    let calls = call_each(&pages, 3);
    world.run();
    assert_one_voice(&calls);
    assert_eq!(
        (world.endpoint.requests(), world.endpoint.families()),
        (1, 1)
    );
}

#[test]
fn four_pages_at_the_end_of_a_token_request_once() {
    let world = World::new(Rotation::ReuseDetection);
    let pages = open(world, 4);
    call_each(&pages, 1);
    world.run();
    world.clock.pass(ENDED);
    let calls = call_each(&pages, 3);
    world.run();
    assert_one_voice(&calls);
    assert_eq!(
        (world.endpoint.requests(), world.endpoint.reuses.get()),
        (2, 0)
    );
}

#[test]
fn a_page_that_learns_of_a_renewal_uses_it_without_requesting() {
    let world = World::new(Rotation::ReuseDetection);
    let pages = open(world, 2);
    call_each(&pages, 1);
    world.run();
    world.clock.pass(ENDED);
    pages[0].calls();
    world.log();
    assert_eq!(pages[1].calls().token(), "A2");
    assert_eq!(world.log(), ["b: capture", "b: load", "b: send A2"]);
}

#[test]
fn a_page_that_learns_nothing_of_a_renewal_loads_before_it_requests() {
    let world = World::new(Rotation::ReuseDetection);
    let pages = open(world, 2);
    call_each(&pages, 1);
    world.run();
    world.clock.pass(ENDED);
    pages[0].call();
    world.run_unnotified();
    world.log();
    assert_eq!(pages[1].calls().token(), "A2");
    #[rustfmt::skip]
    assert_eq!(world.log(), ["b: capture", "b: lock", "b: wait", "b: load", "b: unlock", "b: send A2"]);
}

#[test]
fn without_a_lock_the_page_that_comes_second_uses_what_the_first_stored() {
    let world = World::new(Rotation::Static);
    world.lock.set(LockKind::Missing);
    let pages = open(world, 3);
    let calls = call_each(&pages, 2);
    world.run();
    assert_one_voice(&calls);
}

#[test]
fn without_a_lock_a_page_that_is_denied_uses_what_another_stored() {
    let world = World::new(Rotation::Rotating);
    let pages = open(world, 2);
    call_each(&pages, 1);
    world.run();
    world.lock.set(LockKind::Missing);
    world.clock.pass(ENDED);
    // Both have looked, and ask with the same refresh token.
    world.delay("request");
    let calls = call_each(&pages, 1);
    world.run();
    world.release();
    world.run();
    assert_one_voice(&calls);
    assert_eq!(world.endpoint.reuses.get(), 1);
    assert_eq!(world.endpoint.families(), 1);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn pages_in_any_order_request_once(
        rotation in prop::sample::select(vec![Rotation::Static, Rotation::Rotating, Rotation::ReuseDetection]),
        pages in 1..5usize,
        times in 1..4usize,
        choices in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..120), 4),
    ) {
        let world = World::new(rotation);
        let pages = open(world, pages);
        for (asks, choices) in (1..).zip(choices) {
            let calls = call_each(&pages, times);
            world.run_by(&choices);
            prop_assert!(calls.iter().all(|call| call.result().is_ok_and(|response| response.status == 200)));
            prop_assert_eq!(world.endpoint.requests(), asks);
            prop_assert_eq!(world.endpoint.families(), 1);
            prop_assert_eq!(world.endpoint.reuses.get(), 0);
            prop_assert!(!world.lock.is_held());
            // Each round ends the token in another way.
            match asks {
                1 => world.clock.pass(ENDED),
                2 => world.endpoint.revoke_access(),
                _ => world.clock.pass(ENDED - 60),
            }
        }
    }

    #[test]
    fn without_a_lock_pages_in_any_order_all_end_and_recover(
        rotation in prop::sample::select(vec![Rotation::Static, Rotation::Rotating, Rotation::ReuseDetection]),
        choices in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..120), 3),
    ) {
        let world = World::new(rotation);
        world.lock.set(LockKind::Missing);
        let pages = open(world, 3);
        for choices in choices {
            let calls = call_each(&pages, 2);
            world.run_by(&choices);
            prop_assert!(calls.iter().all(Outcome::is_over));
            // A page that lost hears so by a 401, or from another page.
            call_each(&pages, 1);
            world.run();
            let after = call_each(&pages, 1);
            world.run();
            assert_one_voice(&after);
            world.clock.pass(ENDED);
        }
    }
}
