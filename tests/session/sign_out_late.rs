//! What was read or stored before a sign-out, and comes back after it.

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;

use crate::endpoint::Rotation;
use crate::sign_out::ended;
use crate::world::World;

/// a load that read storage before a sign-out, and whose response comes after it,
/// tells of a session that is gone.
#[test]
fn a_late_load_does_not_bring_back_who_signed_out() {
    for from_elsewhere in [false, true] {
        let world = World::new(Rotation::Static);
        let (page, other) = (world.page(), world.page());
        page.calls();
        other.calls();
        page.session();
        world.step();
        world.freeze();
        let leaver = if from_elsewhere { other } else { page };
        leaver.sign_out();
        world.run();
        world.release();
        world.run();
        assert_eq!(world.stored().session, Session::Empty);
        let call = page.calls();
        assert_eq!(call.token(), "A2", "from elsewhere: {from_elsewhere}");
    }
}

/// The same of a renewal's own load, which holds the lock that a sign-out does
/// not wait for.
#[test]
fn a_late_load_of_a_renewal_does_not_bring_back_who_signed_out() {
    for from_elsewhere in [false, true] {
        let (world, page, other) = ended();
        // Another page has renewed, and this one has not learnt of it.
        other.call();
        world.run_unnotified();
        let call = page.call();
        while !world.log().contains(&"a: load".to_owned()) {
            world.step();
        }
        world.step();
        world.freeze();
        let leaver = if from_elsewhere { other } else { page };
        leaver.sign_out();
        world.run();
        world.release();
        world.run();
        let is_signed_out = call.result() == Err(Error::SignedOut);
        assert!(is_signed_out || call.token() == "A3", "{:?}", call.result());
        assert_eq!(
            page.calls().token(),
            "A3",
            "from elsewhere: {from_elsewhere}"
        );
    }
}

#[test]
fn a_load_that_comes_late_twice_does_not_bring_back_who_signed_out() {
    let world = World::new(Rotation::Static);
    let (page, other) = (world.page(), world.page());
    page.calls();
    other.calls();
    page.session();
    for _ in 0..2 {
        // It has read, and another page changes what is there.
        world.step();
        world.freeze();
        other.sign_out();
        world.run();
        other.calls();
        world.release();
        world.step();
    }
    world.run();
    assert_eq!(page.calls().result(), other.calls().result());
}

/// A sign-in that was stored before a sign-out, and hears so only after it.
#[test]
fn a_late_sign_in_does_not_bring_back_who_signed_out() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    world.log();
    page.sign_in(tokens);
    while !world.log().contains(&"store member A2 R2".to_owned()) {
        world.step();
    }
    world.step();
    world.freeze();
    page.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(page.calls().token(), "A1");
}
