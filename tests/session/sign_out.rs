//! A sign-out is obeyed at once, and wins.

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;

use crate::endpoint::{Fault, Rotation};
use crate::lock::LockKind;
use crate::page::Page;
use crate::time::ENDED;
use crate::world::World;

/// Two pages of one visitor whose token has ended.
pub fn ended() -> (World, Page, Page) {
    let world = World::new(Rotation::ReuseDetection);
    let (page, other) = (world.page(), world.page());
    page.calls();
    other.calls();
    world.clock.pass(ENDED);
    world.log();
    (world, page, other)
}

/// Makes a member of the current person.
pub fn sign_in(world: World, page: Page) {
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    page.sign_in(tokens);
    world.run();
}

#[test]
fn a_visitor_that_signs_out_is_forgotten_everywhere() {
    let world = World::new(Rotation::Static);
    let (page, other) = (world.page(), world.page());
    page.calls();
    other.calls();
    world.log();
    page.sign_out();
    world.run();
    assert_eq!(world.log(), ["a: load", "a: store empty", "a: notify 2"]);
    assert_eq!(other.calls().result().unwrap().acts_for, Some(1));
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
}

#[test]
fn a_visitor_that_is_forgotten_is_followed_by_another_and_forgotten_once() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    assert!(matches!(world.stored().session, Session::Visitor(_)));
    for (count, generation) in [(1, 2), (2, 2)] {
        let forgotten = page.forget_visitor();
        world.run();
        assert_eq!(forgotten.result(), Ok(()), "{count}");
        assert_eq!(world.stored().session, Session::Empty, "{count}");
        // Who is gone already is not forgotten again.
        assert_eq!(world.stored().generation, generation, "{count}");
    }
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
}

#[test]
fn the_visitor_beside_a_member_is_forgotten_and_the_member_stays() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    sign_in(world, page);
    drop(page.forget_visitor());
    world.run();
    let session = world.stored().session;
    assert!(matches!(session, Session::Member { visitor: None, .. }));
}

#[test]
fn a_sign_out_waits_for_no_lock_and_no_network() {
    let (world, page, _) = ended();
    world.lock.set(LockKind::Stuck);
    world.endpoint.outage.set(Some(Fault::Cut));
    let sign_out = page.sign_out();
    world.run();
    assert_eq!(sign_out.result(), Ok(()));
    assert_eq!(world.stored().session, Session::Empty);
}

#[test]
fn a_page_that_signed_out_is_as_fast_as_any() {
    let (world, page, _) = ended();
    page.sign_out();
    world.run();
    page.calls();
    world.log();
    page.calls();
    assert_eq!(world.log(), ["a: send A2"]);
}

#[test]
fn a_sign_out_loads_again_if_another_page_stored_meanwhile() {
    let (world, page, other) = ended();
    world.delay("store empty");
    page.sign_out();
    world.run();
    other.calls();
    assert_eq!(world.stored().generation, 2);
    world.release();
    world.run();
    assert_eq!(world.stored().session, Session::Empty);
}

#[test]
fn a_visitor_whose_storage_somebody_cleared_during_a_refresh_is_a_new_visitor() {
    let (world, page, _) = ended();
    world.delay("request");
    let call = page.calls();
    world.storage.borrow_mut().clear();
    world.release();
    world.run();
    assert_eq!(call.result().unwrap().acts_for, Some(1));
}

#[test]
fn a_member_whose_storage_somebody_cleared_is_not_sent_as_a_visitor() {
    for during_a_refresh in [false, true] {
        let (world, page, _) = ended();
        sign_in(world, page);
        world.clock.pass(ENDED);
        if during_a_refresh {
            world.delay("request");
        } else {
            world.delay("lock");
        }
        let call = page.calls();
        world.storage.borrow_mut().clear();
        world.release();
        world.run();
        assert_eq!(call.refusal(), Error::SignedOut);
        assert_eq!(*world.storage.borrow(), "");
    }
}

#[test]
fn storage_that_somebody_cleared_is_seen_at_the_next_decision() {
    let (world, page, _) = ended();
    world.storage.borrow_mut().clear();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
}

#[test]
fn an_expired_member_that_signs_out_is_the_visitor_again() {
    let (world, page, _) = ended();
    sign_in(world, page);
    let expired = world.stored().session.denied();
    world.store(expired);
    page.notify(0);
    assert_eq!(page.calls().refusal(), Error::SignInRequired);
    page.sign_out();
    world.run();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn a_sign_out_that_comes_between_undoes_the_sign_in() {
    let (world, page, other) = ended();
    let visitor = world.stored().session;
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    world.delay("store");
    page.sign_in(tokens);
    world.run();
    other.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(world.stored().session, visitor);
}
