//! A 401: one renewal, one more try.

use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;

use crate::call::Call;
use crate::endpoint::{Fault, Rotation};
use crate::lock::LockKind;
use crate::page::Page;
use crate::time::ENDED;
use crate::world::World;

/// A visitor with A1 and R1, whose A1 is refused from now on.
fn refused() -> (World, Page) {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.endpoint.revoke_access();
    world.log();
    (world, page)
}

const STREAM: Call = Call {
    is_one_shot: true,
    is_forbidden: false,
};
const FORBIDDEN: Call = Call {
    is_one_shot: false,
    is_forbidden: true,
};

#[test]
fn a_refused_token_is_renewed_once_and_the_request_sent_once_more() {
    let (world, page) = refused();
    let call = page.calls();
    assert_eq!((call.status(), call.token()), (200, "A2".to_owned()));
    #[rustfmt::skip]
    assert_eq!(
        world.log(),
        ["send A1", "lock", "wait", "load", "request refresh R1", "store visitor A2 R2", "notify 2", "unlock", "discard", "send A2"]
    );
}

#[test]
fn the_second_response_stands() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.log();
    let call = page.fetch(FORBIDDEN);
    world.run();
    assert_eq!((call.status(), call.token()), (401, "A2".to_owned()));
    let sent = world
        .log()
        .into_iter()
        .filter(|text| text.starts_with("send"));
    assert_eq!(sent.collect::<Vec<_>>(), ["send A1", "send A2"]);
    assert_eq!(world.endpoint.requests(), 2);
}

#[test]
fn a_stream_is_not_sent_again_but_the_next_call_has_a_new_token() {
    let (world, page) = refused();
    let call = page.fetch(STREAM);
    world.run();
    assert_eq!((call.status(), call.token()), (401, "A1".to_owned()));
    #[rustfmt::skip]
    assert_eq!(
        world.log(),
        ["send A1", "lock", "load", "request refresh R1", "store visitor A2 R2", "notify 2", "unlock"]
    );
    assert_eq!(page.calls().status(), 200);
    assert_eq!(world.log(), ["send A2"]);
}

#[test]
fn a_call_whose_token_was_renewed_meanwhile_does_not_request() {
    let (world, page) = refused();
    let late = page.call();
    world.freeze();
    page.calls();
    assert!(!late.is_over());
    world.log();
    world.release();
    world.run();
    assert_eq!((late.status(), late.token()), (200, "A2".to_owned()));
    assert_eq!(world.log(), ["discard", "send A2"]);
    assert_eq!(world.endpoint.requests(), 2);
}

#[test]
fn a_call_whose_token_another_page_renewed_does_not_request() {
    let world = World::new(Rotation::ReuseDetection);
    let (page, other) = (world.page(), world.page());
    page.calls();
    other.calls();
    world.endpoint.revoke_access();
    page.call();
    world.run_unnotified();
    world.log();
    assert_eq!(other.calls().status(), 200);
    #[rustfmt::skip]
    assert_eq!(
        world.log(),
        ["b: send A1", "b: lock", "b: wait", "b: load", "b: unlock", "b: discard", "b: send A2"]
    );
    assert_eq!(world.endpoint.requests(), 2);
}

#[test]
fn a_token_refused_right_after_its_renewal_starts_no_storm() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    page.fetch(FORBIDDEN);
    world.run();
    assert_eq!(world.endpoint.requests(), 2);
    world.log();
    // For five seconds its refusal stands, at once.
    for _ in 0..4 {
        let call = page.fetch(FORBIDDEN);
        world.run();
        assert_eq!(call.status(), 401);
        assert_eq!(world.log(), ["send A2"]);
        assert_eq!(page.calls().status(), 200);
        world.log();
        world.clock.pass(1);
    }
    // Then one more try.
    world.clock.pass(1);
    let call = page.fetch(FORBIDDEN);
    world.run();
    assert_eq!((call.status(), call.token()), (401, "A3".to_owned()));
    assert_eq!(world.endpoint.requests(), 3);
}

#[test]
fn many_calls_that_are_always_refused_start_no_storm() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    for _ in 0..10 {
        let calls = [(); 5].map(|()| page.fetch(FORBIDDEN));
        world.run();
        assert!(calls.iter().all(|call| call.status() == 401));
    }
    assert_eq!(world.endpoint.requests(), 2);
}

/// standards.md, row 39: at most one renewal in five seconds.
#[test]
fn streams_that_are_always_refused_start_no_storm() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    for _ in 0..10 {
        let call = page.fetch(Call {
            is_one_shot: true,
            is_forbidden: true,
        });
        world.run();
        assert_eq!(call.status(), 401);
    }
    assert!(
        world.endpoint.requests() <= 2,
        "{} requests",
        world.endpoint.requests()
    );
}

#[test]
fn if_no_other_token_is_to_be_had_the_first_response_stands() {
    for fault in [
        Fault::Status(503),
        Fault::Status(429),
        Fault::Later(503, 60),
        Fault::Html,
        Fault::Cut,
        Fault::TimedOut,
        Fault::Refused(401, "invalid_client"),
    ] {
        let (world, page) = refused();
        world.endpoint.outage.set(Some(fault));
        let call = page.calls();
        assert_eq!(
            (call.status(), call.token()),
            (401, "A1".to_owned()),
            "{fault:?}"
        );
        let log = world.log();
        assert!(!log.contains(&"discard".to_owned()), "{fault:?}");
        assert_eq!(
            log.iter().filter(|text| text.starts_with("send")).count(),
            1
        );
        // And the session is kept.
        assert_eq!(world.stored().generation, 1);
    }
}

#[test]
fn if_the_lock_is_not_to_be_had_the_first_response_stands() {
    let (world, page) = refused();
    world.lock.set(LockKind::Stuck);
    let call = page.calls();
    assert_eq!((call.status(), call.token()), (401, "A1".to_owned()));
    assert_eq!(world.log(), ["send A1", "lock", "wait"]);
}

#[test]
fn a_member_whose_session_ended_must_sign_in() {
    let (world, page) = World::with_page(Rotation::Static);
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    page.sign_in(tokens);
    world.run();
    world.endpoint.revoke_all();
    assert_eq!(page.calls().refusal(), Error::SignInRequired);
    let stored = world.stored().session;
    assert!(matches!(stored, Session::Expired { visitor: None, .. }));
}

#[test]
fn a_call_that_waits_for_another_token_learns_of_a_sign_out() {
    let (world, page) = refused();
    world.delay("request");
    let call = page.calls();
    page.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert_eq!(world.stored().session, Session::Empty);
}

/// The renewal under way was started because a token was old; storage has a
/// young one, and that is the one which is refused.
#[test]
fn a_renewal_under_way_that_was_started_for_less_is_followed_by_another() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.clock.pass(ENDED - 60);
    // The page starts to renew on the side, and has to wait for the lock.
    world.delay("lock");
    assert_eq!(page.calls().token(), "A1");
    world.freeze();
    let renewed = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    let session = Session::Visitor(Rc::new(renewed));
    world.store(session);
    page.notify(0);
    world.endpoint.revoke_access();
    let call = page.calls();
    world.release();
    world.run();
    assert_eq!((call.status(), call.token()), (200, "A3".to_owned()));
}
