//! A token endpoint that does not response, or not now.

use fetch_with_auth::Error;

use crate::endpoint::{Fault, Rotation};
use crate::lock::LockKind;
use crate::page::Page;
use crate::time::ENDED;
use crate::world::World;

pub fn requests(log: &[String]) -> Vec<&str> {
    let is_asking = |text: &&str| text.starts_with("request") || text.starts_with("pause");
    log.iter().map(String::as_str).filter(is_asking).collect()
}

/// A visitor whose token has ended.
fn ended() -> (World, Page) {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.clock.pass(ENDED);
    world.log();
    (world, page)
}

#[test]
fn a_failure_is_tried_again_after_a_while() {
    for fault in [
        Fault::Status(503),
        Fault::Status(429),
        Fault::Status(408),
        Fault::Cut,
    ] {
        let (world, page) = ended();
        world.endpoint.fail([fault, fault]);
        assert_eq!(page.calls().status(), 200);
        assert_eq!(
            requests(&world.log()),
            [
                "request refresh R1",
                "pause 500",
                "request refresh R1",
                "pause 1500",
                "request refresh R1"
            ]
        );
    }
}

#[test]
fn a_third_failure_is_the_last() {
    let (world, page) = ended();
    world.endpoint.outage.set(Some(Fault::Status(503)));
    assert_eq!(page.calls().refusal(), Error::TokenEndpointUnavailable);
    assert_eq!(
        requests(&world.log()),
        [
            "request refresh R1",
            "pause 500",
            "request refresh R1",
            "pause 1500",
            "request refresh R1"
        ]
    );
    assert!(!world.lock.is_held());
    // The next call tries again, and nothing was lost.
    world.endpoint.outage.set(None);
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn all_who_wait_learn_of_the_failure_at_once() {
    let (world, page) = ended();
    world.endpoint.outage.set(Some(Fault::Status(503)));
    let calls = [(); 20].map(|()| page.call());
    world.run();
    assert!(
        calls
            .iter()
            .all(|call| call.refusal() == Error::TokenEndpointUnavailable)
    );
    assert_eq!(world.endpoint.requests(), 1 + 3);
}

#[test]
fn retry_after_is_honoured() {
    let (world, page) = ended();
    world.endpoint.fail([Fault::Later(429, 3)]);
    assert_eq!(page.calls().status(), 200);
    assert_eq!(
        requests(&world.log()),
        ["request refresh R1", "pause 3000", "request refresh R1"]
    );
}

#[test]
fn retry_after_shorter_than_our_own_pause_does_not_hurry_us() {
    let (world, page) = ended();
    world
        .endpoint
        .fail([Fault::Later(503, 0), Fault::Later(503, 1)]);
    assert_eq!(page.calls().status(), 200);
    assert_eq!(
        requests(&world.log()),
        [
            "request refresh R1",
            "pause 500",
            "request refresh R1",
            "pause 1500",
            "request refresh R1"
        ]
    );
}

#[test]
fn a_long_retry_after_is_not_waited_for_but_kept() {
    let (world, page) = ended();
    world.endpoint.fail([Fault::Later(503, 60)]);
    assert_eq!(page.calls().refusal(), Error::TokenEndpointUnavailable);
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
    // Nobody asks before its end.
    for _ in 0..6 {
        world.clock.pass(9);
        assert_eq!(page.calls().refusal(), Error::TokenEndpointUnavailable);
        assert_eq!(requests(&world.log()), [""; 0]);
    }
    world.clock.pass(6);
    assert_eq!(page.calls().status(), 200);
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
}

#[test]
fn retry_after_is_believed_for_an_hour() {
    let (world, page) = ended();
    world.endpoint.fail([Fault::Later(429, 1_000_000_000_000)]);
    page.calls();
    world.clock.pass(3599);
    assert_eq!(page.calls().refusal(), Error::TokenEndpointUnavailable);
    world.clock.pass(1);
    assert_eq!(page.calls().status(), 200);
    assert_eq!(world.endpoint.requests(), 3);
}

#[test]
fn no_attempt_starts_after_five_seconds() {
    let (world, page) = ended();
    world.endpoint.outage.set(Some(Fault::Status(503)));
    world.delay("request");
    let call = page.calls();
    world.clock.pass(5);
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::TokenEndpointUnavailable);
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
}

#[test]
fn an_response_that_did_not_come_in_time_is_not_requested_again() {
    let (world, page) = ended();
    world.endpoint.fail([Fault::TimedOut]);
    assert_eq!(page.calls().refusal(), Error::TokenEndpointUnavailable);
    assert_eq!(requests(&world.log()), ["request refresh R1"]);
}

#[test]
fn a_refusal_or_a_response_that_is_none_is_not_requested_again_and_keeps_the_session() {
    for (fault, code) in [
        (
            Fault::Refused(401, "invalid_client"),
            Error::TokenRequestRefused,
        ),
        (
            Fault::Refused(400, "invalid_request"),
            Error::TokenRequestRefused,
        ),
        (
            Fault::Refused(400, "unauthorized_client"),
            Error::TokenRequestRefused,
        ),
        (
            Fault::Refused(400, "unsupported_grant_type"),
            Error::TokenRequestRefused,
        ),
        (
            Fault::Refused(400, "invalid_scope"),
            Error::TokenRequestRefused,
        ),
        (Fault::Refused(400, "-19976"), Error::TokenRequestRefused),
        (
            Fault::Refused(403, "invalid_grant"),
            Error::TokenRequestRefused,
        ),
        (Fault::Status(404), Error::TokenRequestRefused),
        (Fault::Html, Error::InvalidTokenResponse),
        (Fault::Status(304), Error::InvalidTokenResponse),
    ] {
        let (world, page) = ended();
        let before = world.stored();
        world.endpoint.fail([fault]);
        assert_eq!(page.calls().refusal(), code, "{fault:?}");
        assert_eq!(requests(&world.log()), ["request refresh R1"], "{fault:?}");
        assert_eq!(world.stored(), before, "{fault:?}");
        assert_eq!(page.calls().status(), 200, "{fault:?}");
    }
}

#[test]
fn a_clock_set_back_does_not_make_retry_after_longer() {
    let (world, page) = ended();
    world.endpoint.fail([Fault::Later(503, 3600)]);
    page.calls();
    world.clock.jump(-86_400);
    world.clock.pass(86_400 - 10);
    assert_eq!(page.calls().status(), 200);
}

#[test]
fn a_clock_set_back_after_a_failure_does_not_keep_us_from_requesting() {
    let (world, page) = ended();
    world.endpoint.fail([Fault::Status(503); 3]);
    assert_eq!(page.calls().refusal(), Error::TokenEndpointUnavailable);
    world.clock.jump(-600);
    assert_eq!(page.calls().status(), 200);

    let (world, page) = ended();
    world.endpoint.fail([Fault::Later(503, 60)]);
    assert_eq!(page.calls().refusal(), Error::TokenEndpointUnavailable);
    world.clock.jump(-600);
    world.clock.pass(60);
    assert_eq!(page.calls().status(), 200);
}

#[test]
fn a_lock_that_is_not_to_be_had_hangs_nobody() {
    let (world, page) = ended();
    world.lock.set(LockKind::Stuck);
    assert_eq!(page.calls().refusal(), Error::LockTimeout);
    assert_eq!(requests(&world.log()), [""; 0]);
}

#[test]
fn a_first_call_is_as_patient_as_any() {
    let (world, page) = World::with_page(Rotation::Static);
    world.endpoint.fail([Fault::Cut]);
    assert_eq!(page.calls().status(), 200);
    assert_eq!(
        requests(&world.log()),
        ["request visitor", "pause 500", "request visitor"]
    );
    assert_eq!(world.endpoint.families(), 1);
}
