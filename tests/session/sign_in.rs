//! A member comes in.

use fetch_with_auth::oauth::session::Session;

use crate::endpoint::Rotation;
use crate::lock::LockKind;
use crate::world::World;

#[test]
fn a_sign_in_holds_the_lock_and_keeps_the_visitor() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    let Session::Visitor(visitor) = world.stored().session else {
        unreachable!("the first call makes a visitor");
    };
    world.log();
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    page.sign_in(tokens);
    world.run();
    assert_eq!(
        world.log(),
        ["lock", "load", "store member A2 R2", "notify 2", "unlock"]
    );
    assert!(
        matches!(world.stored().session, Session::Member { visitor: Some(kept), .. } if kept == visitor)
    );
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
    page.sign_out();
    world.run();
    assert_eq!(world.stored().session, Session::Visitor(visitor));
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
    assert_eq!(page.reported(), ["empty", "visitor", "member", "visitor"]);
}

#[test]
fn a_sign_in_waits_for_a_renewal_under_way() {
    let world = World::new(Rotation::ReuseDetection);
    let (page, other) = (world.page(), world.page());
    world.delay("request");
    let call = page.calls();
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    let sign_in = other.sign_in(tokens);
    world.run();
    assert!(!sign_in.is_over());
    world.release();
    world.run();
    assert_eq!(sign_in.result(), Ok(()));
    assert_eq!(call.status(), 200);
    assert!(matches!(
        world.stored().session,
        Session::Member {
            visitor: Some(_),
            ..
        }
    ));
}

/// A renewal that hangs in another tab costs nobody a sign-in.
#[test]
fn a_sign_in_that_gets_no_lock_is_stored_all_the_same() {
    let (world, page) = World::with_page(Rotation::Static);
    world.lock.set(LockKind::Stuck);
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    let sign_in = page.sign_in(tokens);
    world.run();
    assert_eq!(sign_in.result(), Ok(()));
    assert!(matches!(world.stored().session, Session::Member { .. }));
}

#[test]
fn another_page_acts_as_the_member_as_soon_as_it_learns_of_it() {
    let world = World::new(Rotation::Static);
    let (page, other) = (world.page(), world.page());
    page.calls();
    other.calls();
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    page.sign_in(tokens);
    world.run();
    assert_eq!(other.calls().result().unwrap().acts_for, Some(1));
}
