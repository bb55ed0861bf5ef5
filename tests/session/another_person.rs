//! A call belongs to the person it began as: every send, first or second.

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::{Need, Session, Whose};

use crate::endpoint::Rotation;
use crate::page::Page;
use crate::sign_out::sign_in;
use crate::time::ENDED;
use crate::world::World;

const VISITOR: usize = 0;
const MEMBER: usize = 1;

/// Two pages of a member beside whom a visitor is kept; tokens stay good.
fn member() -> (World, Page, Page) {
    let world = World::new(Rotation::Static);
    let (page, other) = (world.page(), world.page());
    page.calls();
    sign_in(world, page);
    page.calls();
    other.calls();
    world.log();
    (world, page, other)
}

/// Tokens of the person who was there last are refused, and nobody else's.
fn refuse_member(world: World) {
    world.endpoint.revoke(MEMBER);
}

/// What is sent, in the order of its sending.
fn sent(world: World) -> Vec<String> {
    let log = world.log();
    log.into_iter()
        .filter(|line| line.contains("send"))
        .collect()
}

#[test]
fn a_refused_call_is_not_sent_again_as_the_visitor_kept() {
    for from_elsewhere in [false, true] {
        let (world, page, other) = member();
        refuse_member(world);
        world.delay("send");
        let call = page.call();
        let leaver = if from_elsewhere { other } else { page };
        leaver.sign_out();
        world.run();
        world.release();
        world.run();
        assert_eq!(call.refusal(), Error::SignedOut, "{from_elsewhere}");
        assert_eq!(sent(world), ["a: send A2"]);
        // Nobody signed out the visitor.
        assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
    }
}

#[test]
fn a_refused_call_is_not_sent_again_as_another_member() {
    for from_elsewhere in [false, true] {
        let (world, page, other) = member();
        refuse_member(world);
        world.delay("send");
        let call = page.call();
        sign_in(world, if from_elsewhere { other } else { page });
        world.release();
        world.run();
        assert_eq!(call.refusal(), Error::SignedOut, "{from_elsewhere}");
        assert_eq!(sent(world), ["a: send A2"]);
    }
}

#[test]
fn a_visitor_s_refused_call_is_not_sent_again_as_a_member() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.endpoint.revoke(VISITOR);
    world.delay("send");
    let call = page.call();
    sign_in(world, page);
    world.log();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert!(sent(world).is_empty());
}

#[test]
fn a_call_that_waits_is_not_sent_as_another_member() {
    for held in ["capture", "lock", "request"] {
        let (world, page, other) = member();
        world.clock.pass(ENDED);
        world.delay(held);
        let call = page.calls();
        let tokens = world
            .endpoint
            .somebody(world.clock.real(), world.clock.now());
        // A renewal that hangs is not waited for.
        world.lock.set(crate::lock::LockKind::Missing);
        other.sign_in(tokens);
        world.run();
        world.release();
        world.run();
        assert_eq!(call.refusal(), Error::SignedOut, "{held}");
        assert!(sent(world).is_empty(), "{held}");
    }
}

#[test]
fn a_call_that_began_as_nobody_is_not_sent_as_a_member() {
    let (world, page) = World::with_page(Rotation::Static);
    page.session();
    world.run();
    world.delay("request");
    let call = page.calls();
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    world.lock.set(crate::lock::LockKind::Missing);
    page.sign_in(tokens);
    world.run();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
}

#[test]
fn a_call_that_began_as_nobody_is_sent_as_the_visitor_who_comes() {
    let world = World::new(Rotation::Static);
    let (page, other) = (world.page(), world.page());
    page.session();
    world.run();
    let calls = [page, other].map(Page::call);
    world.run();
    let who = calls.map(|call| call.result().unwrap().acts_for);
    assert_eq!(who, [Some(VISITOR); 2]);
}

#[test]
fn a_call_is_sent_again_after_a_renewal_of_the_same_person() {
    let (world, page, other) = member();
    world.endpoint.revoke_access();
    world.delay("send");
    let call = page.call();
    // In another tab.
    other.token(Whose::Current, Need::Any);
    world.release();
    world.run();
    assert_eq!(call.result().unwrap().acts_for, Some(MEMBER));
}

/// Storage is what it was, and so is the person: it compares who, not how often
/// somebody left.
#[test]
fn a_visitor_s_call_is_sent_again_although_a_member_signed_in_and_out() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.endpoint.revoke_access();
    world.delay("send");
    let call = page.call();
    world.clock.pass(1);
    sign_in(world, page);
    page.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(call.result().unwrap().acts_for, Some(VISITOR));
}

#[test]
fn a_call_after_a_sign_in_elsewhere_is_the_member_s_even_if_the_page_knew_the_visitor() {
    let world = World::new(Rotation::Static);
    let (page, other) = (world.page(), world.page());
    page.calls();
    other.calls();
    sign_in(world, page);
    assert_eq!(other.calls().result().unwrap().acts_for, Some(MEMBER));
}

#[test]
fn a_call_after_an_expired_session_was_signed_in_elsewhere_is_the_member_s() {
    let (world, page, other) = member();
    world.endpoint.revoke_all();
    world.clock.pass(ENDED);
    assert_eq!(page.calls().refusal(), Error::SignInRequired);
    sign_in(world, other);
    assert_eq!(page.calls().result().unwrap().acts_for, Some(2));
}

#[test]
fn a_renewal_for_who_has_left_costs_the_next_person_nothing() {
    let (world, page, other) = member();
    world.clock.pass(ENDED);
    world.delay("request");
    let first = page.calls();
    world.lock.set(crate::lock::LockKind::Missing);
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    other.sign_in(tokens);
    world.run();
    let second = page.calls();
    world.release();
    world.run();
    assert_eq!(first.refusal(), Error::SignedOut);
    assert_eq!(second.result().unwrap().acts_for, Some(2));
}

#[test]
fn sign_outs_at_the_same_time_leave_the_visitor_that_was_kept() {
    let (world, page, other) = member();
    for (first, second) in [(page, page), (page, other)] {
        sign_in(world, page);
        let sign_outs = [first.sign_out(), second.sign_out()];
        world.run();
        assert!(sign_outs.iter().all(|sign_out| sign_out.result() == Ok(())));
        assert!(matches!(world.stored().session, Session::Visitor(_)));
        assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
        assert_eq!(other.calls().result().unwrap().acts_for, Some(VISITOR));
    }
}

#[test]
fn a_sign_out_of_a_page_that_missed_the_first_leaves_the_visitor_that_was_kept() {
    let (world, page, other) = member();
    page.sign_out();
    world.run_unnotified();
    other.sign_out();
    world.run();
    assert!(matches!(world.stored().session, Session::Visitor(_)));
}

#[test]
fn a_sign_out_that_is_over_lets_the_visitor_sign_out_too() {
    let (world, page, _) = member();
    page.sign_out();
    world.run();
    page.sign_out();
    world.run();
    assert_eq!(world.stored().session, Session::Empty);
}
