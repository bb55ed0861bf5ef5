//! Clocks that somebody sets.

use fetch_with_auth::Error;
use proptest::prelude::*;

use crate::endpoint::Rotation;
use crate::page::Page;
use crate::world::World;

/// How long tokens live in these tests, in seconds.
pub const ENDED: u64 = 14_400;

/// Cases by chance; a failing one prints itself and leaves no file behind.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

const DAY: i64 = 86_400;

fn visitor() -> (World, Page) {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.log();
    (world, page)
}

#[test]
fn a_clock_set_forward_costs_one_renewal() {
    let (world, page) = visitor();
    world.clock.jump(DAY);
    for _ in 0..5 {
        assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
        world.clock.pass(60);
    }
    assert_eq!(world.endpoint.requests(), 2);
}

#[test]
fn a_clock_set_back_costs_one_renewal_and_no_wait() {
    let (world, page) = visitor();
    world.clock.jump(-DAY);
    world.delay("lock");
    assert_eq!(page.calls().token(), "A1");
    world.release();
    world.run();
    for _ in 0..5 {
        assert_eq!(page.calls().token(), "A2");
        world.clock.pass(60);
    }
    assert_eq!(world.endpoint.requests(), 2);
}

#[test]
fn a_clock_set_back_during_a_refresh_loses_nothing() {
    let (world, page) = visitor();
    world.clock.pass(ENDED);
    world.delay("request");
    let call = page.calls();
    world.clock.jump(-DAY);
    world.release();
    world.run();
    assert_eq!(call.result().unwrap().acts_for, Some(0));
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn a_page_that_slept_for_a_week_renews_once() {
    let (world, page) = visitor();
    world.clock.pass(7 * 86_400);
    let calls = [(); 10].map(|()| page.call());
    world.run();
    assert!(
        calls
            .iter()
            .all(|call| call.result().unwrap().acts_for == Some(0))
    );
    assert_eq!(world.endpoint.requests(), 2);
}

/// As on a machine that falls asleep after each renewal.
#[test]
fn a_token_that_has_always_expired_on_arrival_ends_the_call_after_two_renewals() {
    let (world, page) = visitor();
    world.clock.pass(ENDED);
    let call = page.call();
    let mut generation = world.stored().generation;
    for _ in 0..1000 {
        if !world.step() {
            break;
        }
        if world.stored().generation != generation {
            generation = world.stored().generation;
            world.clock.pass(ENDED);
        }
    }
    assert_eq!(call.refusal(), Error::TokenEndpointUnavailable);
    assert_eq!(world.endpoint.requests(), 3);
}

#[test]
fn a_token_that_lives_for_seconds_is_used_and_not_renewed_for_each_call() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    world.endpoint.lifetime.set(10);
    for _ in 0..60 {
        assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
        world.clock.pass(1);
    }
    assert!(
        world.endpoint.requests() <= 13,
        "{}",
        world.endpoint.requests()
    );
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn clocks_that_jump_lose_nothing_and_start_no_storm(
        lifetime in prop::sample::select(vec![10u64, 60, 600, ENDED]),
        steps in prop::collection::vec((0..8u64, prop::option::weighted(0.2, -DAY..DAY), any::<u8>()), 1..60),
    ) {
        let (world, page) = World::with_page(Rotation::ReuseDetection);
        world.endpoint.lifetime.set(lifetime);
        let mut jumps = Vec::new();
        for (seconds, jump, choice) in steps {
            if let Some(jump) = jump {
                world.clock.jump(jump);
                jumps.push(world.clock.real());
            }
            let call = page.call();
            world.step_by(choice);
            world.run();
            prop_assert_eq!(call.result().unwrap().acts_for, Some(0));
            world.clock.pass(seconds);
        }
        prop_assert_eq!((world.endpoint.families(), world.endpoint.reuses.get()), (1, 0));
        // At least five seconds apart, but for what a jump made necessary.
        for pair in world.endpoint.requested_at.borrow().windows(2) {
            let jumped = jumps.iter().any(|at| (pair[0]..=pair[1]).contains(at));
            prop_assert!(jumped || pair[1] - pair[0] >= 5000, "{:?}", pair);
        }
    }
}
