//! A token within the leeway, which still works while nothing else does.

use crate::endpoint::{Fault, Rotation};
use crate::lock::LockKind;
use crate::page::Page;
use crate::time::ENDED;
use crate::token_request::requests;
use crate::world::World;

/// A visitor whose token is within the leeway, known to the page.
fn ageing() -> (World, Page) {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.clock.pass(ENDED - 60);
    world.log();
    (world, page)
}

#[test]
fn a_failing_refresh_costs_a_token_that_still_works_nothing() {
    for fault in [
        Fault::Status(503),
        Fault::Later(429, 30),
        Fault::Cut,
        Fault::TimedOut,
        Fault::Html,
        Fault::Refused(401, "invalid_client"),
    ] {
        let (world, page) = ageing();
        world.endpoint.outage.set(Some(fault));
        for _ in 0..30 {
            let call = page.call();
            // On its way before anything else happens.
            assert!(
                world
                    .log()
                    .iter()
                    .take(2)
                    .any(|text| text == "capture" || text == "send A1")
            );
            world.run();
            assert_eq!(
                (call.status(), call.token()),
                (200, "A1".to_owned()),
                "{fault:?}"
            );
            world.clock.pass(1);
        }
    }
}

#[test]
fn a_renewal_that_failed_is_not_repeated_for_five_seconds_while_the_token_works() {
    let (world, page) = ageing();
    world.endpoint.outage.set(Some(Fault::TimedOut));
    page.calls();
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
    for _ in 0..4 {
        world.clock.pass(1);
        page.calls();
        assert_eq!(world.log(), ["capture", "send A1"]);
    }
    world.clock.pass(1);
    page.calls();
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
}

#[test]
fn retry_after_is_honoured_while_the_token_works() {
    let (world, page) = ageing();
    world.endpoint.outage.set(Some(Fault::Later(503, 20)));
    for _ in 0..20 {
        page.calls();
        world.clock.pass(1);
    }
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
    page.calls();
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
}

#[test]
fn a_lock_that_is_not_to_be_had_costs_a_token_that_still_works_nothing() {
    let (world, page) = ageing();
    world.lock.set(LockKind::Stuck);
    assert_eq!(page.calls().status(), 200);
}
