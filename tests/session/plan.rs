//! Every row of the plan table, end to end.

use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::{Subject, TokenSet};

use crate::endpoint::Rotation;
use crate::page::Page;
use crate::world::World;

/// A world where somebody is here already, with tokens A1 and R1.
fn world(session: impl Fn(Rc<TokenSet>) -> Session, is_renewable: bool) -> (World, Page) {
    let (world, page) = World::with_page(Rotation::Rotating);
    world.endpoint.gives_refresh.set(is_renewable);
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    world.endpoint.gives_refresh.set(true);
    world.store(session(Rc::new(tokens)));
    (world, page)
}

fn member(tokens: Rc<TokenSet>) -> Session {
    Session::Member {
        tokens,
        visitor: None,
    }
}

const FRESH: u64 = 0;
const AGEING: u64 = 14_400 - 60;
const ENDED: u64 = 14_400;

#[test]
fn nobody_becomes_a_visitor_on_the_first_call() {
    let (world, page) = World::with_page(Rotation::Static);
    let call = page.calls();
    assert_eq!(call.status(), 200);
    assert_eq!(
        world.log(),
        [
            "capture",
            "load",
            "lock",
            "wait",
            "load",
            "request visitor",
            "store visitor A1 R1",
            "notify 1",
            "unlock",
            "send A1",
        ]
    );
    page.calls();
    assert_eq!(world.log(), ["send A1"]);
}

#[test]
fn a_fresh_token_is_used() {
    for session in [Session::Visitor, member] {
        for is_renewable in [true, false] {
            let (world, page) = world(session, is_renewable);
            world.clock.pass(FRESH);
            assert_eq!(page.calls().status(), 200);
            assert_eq!(world.log(), ["capture", "load", "send A1"]);
        }
    }
}

#[test]
fn a_fresh_token_in_memory_needs_no_load() {
    let (world, page) = world(Session::Visitor, true);
    page.calls();
    world.log();
    for _ in 0..3 {
        page.calls();
    }
    assert_eq!(world.log(), ["send A1"; 3]);
}

#[test]
fn an_ageing_token_is_used_at_once_and_renewed_on_the_side() {
    for (session, state) in [
        (Session::Visitor as fn(_) -> _, "visitor"),
        (member, "member"),
    ] {
        let (world, page) = world(session, true);
        world.clock.pass(AGEING);
        world.delay("lock");
        let call = page.calls();
        assert_eq!(call.token(), "A1");
        assert_eq!(world.log(), ["capture", "load", "lock", "send A1"]);
        world.release();
        world.run();
        let stored = format!("store {state} A2 R2");
        assert_eq!(
            world.log(),
            ["load", "request refresh R1", &stored, "notify 2", "unlock"]
        );
        assert_eq!(page.calls().token(), "A2");
        assert_eq!(world.log(), ["send A2"]);
    }
}

#[test]
fn an_ageing_token_that_cannot_be_refreshed_is_used_to_its_end() {
    for session in [Session::Visitor, member] {
        let (world, page) = world(session, false);
        world.clock.pass(AGEING);
        assert_eq!(page.calls().status(), 200);
        assert_eq!(world.log(), ["capture", "load", "send A1"]);
    }
}

#[test]
fn a_token_that_has_ended_is_refreshed_first() {
    for (session, state) in [
        (Session::Visitor as fn(_) -> _, "visitor"),
        (member, "member"),
    ] {
        let (world, page) = world(session, true);
        world.clock.pass(ENDED);
        let call = page.calls();
        assert_eq!(call.result().unwrap().acts_for, Some(0));
        let stored = format!("store {state} A2 R2");
        #[rustfmt::skip]
        assert_eq!(
            world.log(),
            ["capture", "load", "lock", "wait", "load", "request refresh R1", &stored, "notify 2", "unlock", "send A2"]
        );
    }
}

#[test]
fn a_visitor_whose_token_ended_and_cannot_be_refreshed_is_minted_anew() {
    let (world, page) = world(Session::Visitor, false);
    world.clock.pass(ENDED);
    assert_eq!(page.calls().token(), "A2");
    #[rustfmt::skip]
    assert_eq!(
        world.log(),
        ["capture", "load", "lock", "wait", "load", "request visitor", "store visitor A2 R2", "notify 2", "unlock", "send A2"]
    );
}

#[test]
fn a_member_whose_token_ended_and_cannot_be_refreshed_must_sign_in() {
    let (world, page) = world(member, false);
    world.clock.pass(ENDED);
    for _ in 0..3 {
        // Each call looks: maybe somebody signed in elsewhere.
        assert_eq!(page.calls().refusal(), Error::SignInRequired);
        assert_eq!(world.log(), ["capture", "load"]);
    }
    assert_eq!(world.endpoint.requests(), 0);
}

#[test]
fn an_expired_session_requests_nothing_until_a_sign_in() {
    for visitor in [None, Some(())] {
        let (world, page) = world(
            |tokens| Session::Expired {
                subject: Subject(7),
                visitor: visitor.map(|()| tokens),
            },
            true,
        );
        for _ in 0..3 {
            assert_eq!(page.calls().refusal(), Error::SignInRequired);
            assert_eq!(world.log(), ["capture", "load"]);
        }
        let tokens = world
            .endpoint
            .somebody(world.clock.real(), world.clock.now());
        page.sign_in(tokens);
        world.run();
        assert_eq!(page.calls().token(), "A2");
        assert_eq!(world.endpoint.requests(), 0);
    }
}

#[test]
fn a_sign_in_elsewhere_ends_expired_even_if_the_page_was_not_notified() {
    let (world, page) = world(
        |_| Session::Expired {
            subject: Subject(7),
            visitor: None,
        },
        true,
    );
    assert_eq!(page.calls().refusal(), Error::SignInRequired);
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    world.store(member(Rc::new(tokens)));
    assert_eq!(page.calls().token(), "A2");
}

#[test]
fn a_corrupt_or_foreign_record_is_nobody() {
    for text in [
        "fetch-with-auth 2\n7\nvisitor\nA1",
        "fetch-with-auth 3\n7\nempty",
        "{}",
    ] {
        let (world, page) = World::with_page(Rotation::Static);
        *world.storage.borrow_mut() = text.to_owned();
        assert_eq!(page.calls().status(), 200);
        assert_eq!(world.endpoint.requests(), 1);
        assert_eq!(world.stored().generation, 1);
    }
}

#[test]
fn a_grant_without_a_refresh_token_keeps_the_old_one() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.endpoint.gives_refresh.set(false);
    for _ in 0..3 {
        world.clock.pass(ENDED);
        world.log();
        assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
        assert!(world.log().contains(&"request refresh R1".to_owned()));
    }
    assert_eq!(world.endpoint.families(), 1);
}

#[test]
fn a_rotated_refresh_token_is_the_one_used_next() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    for refresh in [
        "request refresh R1",
        "request refresh R2",
        "request refresh R3",
    ] {
        world.clock.pass(ENDED);
        world.log();
        assert_eq!(page.calls().status(), 200);
        assert!(world.log().contains(&refresh.to_owned()));
    }
    assert_eq!(world.endpoint.reuses.get(), 0);
}
