//! A sign-out while calls wait: it wins, and they learn of it.

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;

use crate::endpoint::{Fault, Rotation};
use crate::page::Page;
use crate::sign_out::{ended, sign_in};
use crate::time::ENDED;
use crate::world::World;

/// A member with a visitor beside it, whose call must not become the visitor's.
fn member() -> (World, Page) {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    sign_in(world, page);
    (world, page)
}

#[test]
fn a_sign_out_during_a_refresh_wins_and_the_waiting_call_learns_of_it() {
    for from_elsewhere in [false, true] {
        for held in ["request", "store visitor A2"] {
            let (world, page, other) = ended();
            world.delay(held);
            let call = page.calls();
            let leaver = if from_elsewhere { other } else { page };
            leaver.sign_out();
            world.run();
            world.release();
            world.run();
            assert_eq!(call.refusal(), Error::SignedOut, "{held}, {from_elsewhere}");
            assert_eq!(world.stored().session, Session::Empty);
            assert!(!world.lock.is_held());
            // The next caller is somebody new.
            assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
        }
    }
}

#[test]
fn a_sign_out_during_the_first_grant_wins() {
    let (world, page) = World::with_page(Rotation::Static);
    world.delay("request");
    let call = page.calls();
    page.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert_eq!(world.stored().session, Session::Empty);
}

#[test]
fn a_sign_out_during_a_member_s_refresh_goes_back_to_the_visitor() {
    for from_elsewhere in [false, true] {
        let (world, page, other) = ended();
        sign_in(world, page);
        world.clock.pass(ENDED);
        world.delay("request");
        let call = page.calls();
        let leaver = if from_elsewhere { other } else { page };
        leaver.sign_out();
        world.run();
        world.release();
        world.run();
        assert_eq!(call.refusal(), Error::SignedOut);
        assert!(matches!(world.stored().session, Session::Visitor(_)));
        assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
    }
}

#[test]
fn a_sign_out_while_a_refresh_is_denied_wins() {
    let (world, page, other) = ended();
    world.endpoint.revoke_all();
    world.delay("request");
    let call = page.calls();
    other.sign_out();
    world.run();
    world.release();
    world.run();
    assert!(call.result().is_err_and(|code| code == Error::SignedOut) || call.status() == 200);
    assert!(!world.lock.is_held());
}

/// index.d.ts: "Calls that wait for a token meanwhile reject with `signed_out`."
#[test]
fn a_call_that_waits_for_the_lock_learns_of_a_sign_out_of_its_page() {
    let (world, page, _) = ended();
    world.delay("lock");
    let call = page.calls();
    page.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
}

#[test]
fn a_call_that_waits_for_the_lock_learns_of_a_sign_out_elsewhere() {
    let (world, page, other) = ended();
    world.delay("lock");
    let call = page.calls();
    other.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
}

/// What the call was going to do as a member, it must not do as somebody else.
#[test]
fn a_member_s_call_that_waits_for_the_lock_is_not_sent_as_the_visitor() {
    let (world, page, _) = ended();
    sign_in(world, page);
    world.clock.pass(ENDED);
    world.delay("lock");
    let call = page.calls();
    page.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
}

#[test]
fn a_member_s_call_that_was_about_to_wait_is_not_sent_as_the_visitor() {
    for steps in 0..12 {
        let (world, page) = member();
        world.clock.pass(ENDED);
        let call = page.call();
        for _ in 0..steps {
            world.step();
        }
        page.sign_out();
        world.run();
        let sent_as = call.result().map(|response| response.acts_for);
        assert!(
            matches!(sent_as, Err(Error::SignedOut) | Ok(None | Some(1))),
            "after {steps} steps: {sent_as:?}"
        );
    }
}

#[test]
fn a_member_s_refused_call_is_not_sent_again_as_the_visitor() {
    let (world, page) = member();
    world.delay("send");
    let call = page.call();
    world.endpoint.revoke_access();
    page.sign_out();
    world.run();
    world.release();
    world.run();
    let sent_as = call.result().map(|response| response.acts_for);
    assert!(
        matches!(sent_as, Err(Error::SignedOut) | Ok(None)),
        "{sent_as:?}"
    );
}

#[test]
fn a_sign_out_while_a_call_pauses_between_attempts_wins() {
    let (world, page, other) = ended();
    world.endpoint.fail([Fault::Later(503, 5)]);
    world.delay("pause");
    let call = page.calls();
    other.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert_eq!(world.stored().session, Session::Empty);
}

#[test]
fn no_call_is_signed_while_a_sign_out_of_its_page_is_being_stored() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.log();
    world.delay("store empty");
    page.sign_out();
    let call = page.calls();
    assert!(!call.is_over());
    assert_eq!(world.log(), ["load", "capture", "store empty", "load"]);
    world.release();
    world.run();
    // As somebody new.
    assert_eq!(call.result().unwrap().acts_for, Some(1));
}

#[test]
fn no_refresh_token_is_spent_while_a_sign_out_of_its_page_is_being_stored() {
    let (world, page, _) = ended();
    world.delay("lock");
    let call = page.calls();
    world.delay("store empty");
    page.sign_out();
    world.run();
    world.release();
    world.delay("store empty");
    world.run();
    assert_eq!(world.endpoint.requests(), 1);
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert_eq!(world.endpoint.requests(), 1);
}

#[test]
fn a_call_that_was_on_its_way_is_responded() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.delay("send");
    let call = page.call();
    page.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!((call.status(), call.token()), (200, "A1".to_owned()));
    assert_eq!(world.stored().session, Session::Empty);
}

/// Whatever else changes the session of that page meanwhile.
#[test]
fn no_call_is_signed_while_one_of_several_changes_is_a_sign_out_being_stored() {
    let others: [fn(World, Page); 3] = [
        |world, page| {
            let (real, now) = (world.clock.real(), world.clock.now());
            drop(page.sign_in(world.endpoint.somebody(real, now)));
        },
        |_, page| drop(page.forget_visitor()),
        |_, page| drop(page.leaves_with_visitor()),
    ];
    for begins in others {
        let (world, page) = member();
        world.delay("store");
        page.sign_out();
        world.run();
        begins(world, page);
        world.run();
        world.log();
        page.call();
        assert_eq!(world.log(), ["capture"]);
    }
}
