//! `invalid_grant`, the only response that ends a session.

use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::TokenSet;

use crate::endpoint::{Fault, Rotation};
use crate::page::Page;
use crate::sign_out::sign_in;
use crate::time::ENDED;
use crate::world::World;

fn somebody(world: World) -> Rc<TokenSet> {
    Rc::new(
        world
            .endpoint
            .somebody(world.clock.real(), world.clock.now()),
    )
}

/// A member with A1 and R1, beside it a visitor with A2 and R2; A1 has ended.
fn member() -> (World, Page, Session) {
    let (world, page) = World::with_page(Rotation::Static);
    let (tokens, visitor) = (somebody(world), Some(somebody(world)));
    let session = Session::Member { tokens, visitor };
    world.store(session.clone());
    world.clock.pass(ENDED);
    (world, page, session)
}

#[test]
fn a_visitor_that_is_denied_is_minted_anew_in_the_same_call() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.clock.pass(ENDED);
    world.endpoint.revoke_all();
    world.log();
    assert_eq!(page.calls().token(), "A2");
    #[rustfmt::skip]
    assert_eq!(
        world.log(),
        [
            "capture", "lock", "wait", "load", "request refresh R1",
            // Looked at again before it is believed.
            "load", "store empty", "notify 2",
            "load", "request visitor", "store visitor A2 R2", "notify 3", "unlock", "send A2",
        ]
    );
    assert_eq!(page.reported(), ["empty", "visitor", "empty", "visitor"]);
}

/// Something else of the record may have changed meanwhile.
#[test]
fn a_refresh_token_that_was_denied_is_not_presented_again() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.clock.pass(ENDED);
    world.endpoint.revoke_all();
    let call = page.call();
    while world.endpoint.denials.get() == 0 {
        assert!(world.step());
    }
    world.store(world.stored().session);
    world.run();
    assert_eq!(call.token(), "A2");
    assert_eq!(*world.endpoint.presented.borrow(), ["R1"]);
}

/// The next person is somebody else: nothing goes on as if nobody had left.
#[test]
fn a_member_that_is_denied_and_signs_out_elsewhere_is_not_followed_by_a_visitor_of_its_subject() {
    for forgets in [false, true] {
        let (world, page) = World::with_page(Rotation::Static);
        let other = world.page();
        page.calls();
        sign_in(world, page);
        let session = world.stored().session;
        world.clock.pass(ENDED);
        world.endpoint.revoke_all();
        let call = page.call();
        while !matches!(world.stored().session, Session::Expired { .. }) {
            assert!(world.step());
        }
        world.freeze();
        if forgets {
            other.leaves_with_visitor();
        } else {
            other.sign_out();
        }
        world.run();
        world.release();
        world.run();
        assert!(call.result().is_err(), "{forgets}");
        page.calls();
        assert_ne!(world.stored().session.subject(), session.subject());
    }
}

#[test]
fn a_member_that_is_denied_is_remembered_and_must_sign_in() {
    let (world, page, session) = member();
    world.endpoint.revoke_all();
    assert_eq!(page.calls().refusal(), Error::SignInRequired);
    #[rustfmt::skip]
    assert_eq!(
        world.log(),
        [
            "capture", "load", "lock", "wait", "load", "request refresh R1",
            "load", "store expired", "notify 2",
            "load", "unlock",
        ]
    );
    assert_eq!(world.stored().session, session.denied());
    assert_eq!(page.reported(), ["member", "expired"]);
    // Never a stranger: no call asks for anything again.
    for _ in 0..5 {
        world.clock.pass(3600);
        assert_eq!(page.calls().refusal(), Error::SignInRequired);
    }
    assert_eq!(
        (world.endpoint.requests(), world.endpoint.families()),
        (1, 2)
    );
}

#[test]
fn many_calls_of_a_denied_member_request_once() {
    let (world, page, _) = member();
    let other = world.page();
    world.endpoint.revoke_all();
    let calls = [page, other, page, other, page].map(Page::call);
    world.run();
    assert!(
        calls
            .iter()
            .all(|call| call.refusal() == Error::SignInRequired)
    );
    assert_eq!(
        (world.endpoint.requests(), world.endpoint.families()),
        (1, 2)
    );
}

#[test]
fn a_401_with_invalid_grant_denies_like_a_400() {
    let (world, page, session) = member();
    world.endpoint.fail([Fault::Refused(401, "invalid_grant")]);
    assert_eq!(page.calls().refusal(), Error::SignInRequired);
    assert_eq!(world.stored().session, session.denied());
}

#[test]
fn invalid_grant_is_not_believed_if_another_page_has_renewed() {
    let visitor: fn(Rc<TokenSet>) -> Session = Session::Visitor;
    let member = |tokens| Session::Member {
        tokens,
        visitor: None,
    };
    for session in [visitor, member] {
        let (world, page) = World::with_page(Rotation::Static);
        world.store(session(somebody(world)));
        world.clock.pass(ENDED);
        world.endpoint.fail([Fault::Refused(400, "invalid_grant")]);
        world.delay("request");
        let call = page.calls();
        let renewed = session(somebody(world));
        world.store(renewed.clone());
        world.release();
        world.run();
        assert_eq!((call.status(), call.token()), (200, "A2".to_owned()));
        assert_eq!(world.stored().session, renewed);
    }
}

#[test]
fn invalid_grant_is_not_believed_if_storage_changes_just_before_it_is_stored() {
    let (world, page, _) = member();
    world.endpoint.fail([Fault::Refused(400, "invalid_grant")]);
    world.delay("store");
    let call = page.calls();
    let renewed = Session::Member {
        tokens: somebody(world),
        visitor: None,
    };
    world.store(renewed.clone());
    world.release();
    world.run();
    assert_eq!(call.token(), "A3");
    assert_eq!(world.stored().session, renewed);
}

#[test]
fn a_visitor_grant_that_is_denied_ends_with_an_error_and_not_in_a_loop() {
    let (world, page) = World::with_page(Rotation::Static);
    world
        .endpoint
        .outage
        .set(Some(Fault::Refused(400, "invalid_grant")));
    assert!(page.calls().result().is_err());
    assert!(
        world.endpoint.requests() <= 3,
        "{} requests",
        world.endpoint.requests()
    );
    assert!(!world.lock.is_held());
    assert_eq!(world.stored().session, Session::Empty);
}

#[test]
fn reuse_that_the_server_detects_costs_a_visitor_one_call_s_time() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    world.clock.pass(ENDED);
    // The response broke off, so the refresh token kept is spent.
    world.endpoint.fail([Fault::Lost]);
    assert_eq!(page.calls().status(), 200);
    assert_eq!(
        (world.endpoint.reuses.get(), world.endpoint.families()),
        (1, 2)
    );
}
