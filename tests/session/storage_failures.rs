//! Storage that fails: unknown is not empty, and nothing known is lost.

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;

use crate::endpoint::{Fault, Rotation};
use crate::failures::Write;
use crate::page::Page;
use crate::sign_out::sign_in;
use crate::time::ENDED;
use crate::world::World;

/// A member with a visitor beside it, stored by another page that is gone.
fn stored_member(rotation: Rotation) -> (World, Page) {
    let (world, before) = World::with_page(rotation);
    before.calls();
    sign_in(world, before);
    let page = world.page();
    world.log();
    (world, page)
}

/// As if the page were loaded again.
fn reloaded(world: World) -> Page {
    world.page()
}

/// Another page stores something just before a page does whose stores are held
/// back, which takes a second.
fn replace(world: World) {
    world.run();
    let session = world.stored().session;
    world.store(session);
    world.release();
    world.step();
    world.delay("store");
    world.delay("pause");
    world.run();
    world.clock.pass(1);
}

const VISITOR: usize = 0;
const MEMBER: usize = 1;

#[test]
fn while_nobody_knows_who_is_stored_nobody_is_minted() {
    let (world, page) = stored_member(Rotation::Rotating);
    let families = world.endpoint.families();
    world.failures.begin();
    for _ in 0..3 {
        assert_eq!(page.calls().refusal(), Error::StorageUnavailable);
        assert_eq!(page.session_now(), Err(Error::StorageUnavailable));
    }
    assert_eq!(world.endpoint.families(), families);
    assert!(!world.lock.is_held());
    world.failures.end();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
}

#[test]
fn a_load_that_fails_in_whatever_place_makes_no_stranger_of_a_member() {
    for skipped in 0..6 {
        let (world, page) = stored_member(Rotation::ReuseDetection);
        world.clock.pass(ENDED);
        let call = page.call();
        for _ in 0..skipped * 2 {
            world.step();
        }
        world.failures.loads.set(1);
        world.run();
        let who = call.result().map(|response| response.acts_for);
        assert!(
            matches!(who, Ok(Some(MEMBER)) | Err(Error::StorageUnavailable)),
            "{skipped}: {who:?}"
        );
        assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
        assert_eq!(world.endpoint.reuses.get(), 0);
        assert_eq!(world.endpoint.families(), 2);
    }
}

#[test]
fn a_page_that_knows_its_session_goes_on_with_it() {
    let (world, page) = stored_member(Rotation::Rotating);
    page.calls();
    world.failures.begin();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
    // Also where something may have changed unseen.
    page.notify(0);
    assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
    // But not where something else is known to be stored.
    page.notify(world.stored().generation + 1);
    assert_eq!(page.calls().refusal(), Error::StorageUnavailable);
}

#[test]
fn a_rotated_token_that_cannot_be_stored_is_used_and_stored_at_the_next_chance() {
    for write in [Write::Lost, Write::Late] {
        let (world, page) = stored_member(Rotation::ReuseDetection);
        page.calls();
        world.clock.pass(ENDED);
        world.failures.writes.borrow_mut().push_back(write);
        world.delay("pause");
        let call = page.calls();
        assert_eq!(call.result().unwrap().acts_for, Some(MEMBER));
        // And is renewed on, before it could be stored.
        world.clock.pass(ENDED);
        world.failures.begin();
        assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
        world.failures.end();
        world.release();
        world.run();
        let after = reloaded(world);
        world.clock.pass(ENDED);
        assert_eq!(after.calls().result().unwrap().acts_for, Some(MEMBER));
        assert_eq!(world.endpoint.reuses.get(), 0, "{write:?}");
    }
}

#[test]
fn what_another_page_has_stored_since_counts_and_not_what_could_not_be_stored() {
    // However much newer that is by its own count.
    for renewals in [1, 2] {
        let (world, page) = stored_member(Rotation::Static);
        page.calls();
        world.failures.all_writes.set(Some(Write::Lost));
        world.delay("pause");
        for _ in 0..renewals {
            world.clock.pass(ENDED);
            page.calls();
        }
        world.failures.end();
        let other = world.page();
        other.sign_out();
        world.run_unnotified();
        world.release();
        world.run();
        assert!(matches!(world.stored().session, Session::Visitor(_)));
        assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
    }
}

#[test]
fn a_denial_that_cannot_be_checked_ends_no_session() {
    let (world, page) = stored_member(Rotation::Static);
    page.calls();
    world.clock.pass(ENDED);
    world.endpoint.fail([Fault::Refused(400, "invalid_grant")]);
    world.failures.begin();
    assert_eq!(page.calls().refusal(), Error::StorageUnavailable);
    world.failures.end();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
}

#[test]
fn a_sign_out_that_cannot_be_stored_is_marked_and_the_reloaded_page_honours_it() {
    for write in [Write::Lost, Write::Late] {
        for knows in [false, true] {
            let (world, page) = stored_member(Rotation::Static);
            if knows {
                page.calls();
            }
            world.failures.all_writes.set(Some(write));
            world.delay("pause");
            let sign_out = page.sign_out();
            world.run();
            assert_eq!(sign_out.result(), Ok(()), "{write:?}, {knows}");
            // This page, and one that is loaded before storage works again.
            let after = reloaded(world);
            for page in [page, after] {
                assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
            }
            world.failures.end();
            let after = reloaded(world);
            assert_eq!(after.calls().result().unwrap().acts_for, Some(VISITOR));
            world.release();
            world.run();
            assert!(matches!(world.stored().session, Session::Visitor(_)));
        }
    }
}

/// Also where they cannot load any more than the page that signed out can store.
#[test]
fn a_sign_out_that_is_only_marked_is_honoured_by_open_pages_once_they_learn_of_it() {
    for loads_fail in [false, true] {
        let (world, page) = stored_member(Rotation::Static);
        let other = world.page();
        for page in [page, other] {
            assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
        }
        world.failures.begin();
        if !loads_fail {
            world.failures.loads.set(0);
        }
        world.delay("pause");
        page.sign_out();
        world.run();
        let call = other.calls().result();
        assert_eq!(call.unwrap().acts_for, Some(VISITOR), "{loads_fail}");
        world.run();
        assert_eq!(other.reported(), ["member", "visitor"], "{loads_fail}");
    }
}

/// The renewal had loaded the member before, and replaces what it saw.
#[test]
fn a_renewal_that_is_stored_after_a_mark_does_not_bring_back_who_signed_out() {
    let (world, page) = stored_member(Rotation::Static);
    let other = world.page();
    page.calls();
    other.calls();
    world.clock.pass(ENDED);
    world.delay("store member");
    let call = other.calls();
    world.failures.writes.borrow_mut().push_back(Write::Lost);
    world.delay("pause");
    let sign_out = page.sign_out();
    world.run();
    assert_eq!(sign_out.result(), Ok(()));
    world.release();
    world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert_eq!(other.calls().result().unwrap().acts_for, Some(VISITOR));
    assert!(matches!(world.stored().session, Session::Visitor(_)));
}

/// The refreshed tokens are those of a member who has left.
#[test]
fn a_renewal_that_cannot_be_stored_does_not_undo_a_sign_out_of_its_own_page() {
    for write in [Write::Lost, Write::Late] {
        let (world, page) = stored_member(Rotation::Rotating);
        page.calls();
        world.clock.pass(ENDED);
        world.delay("store member");
        let call = page.calls();
        page.sign_out();
        world.run();
        world.failures.writes.borrow_mut().push_back(write);
        world.release();
        world.run();
        assert_eq!(call.refusal(), Error::SignedOut, "{write:?}");
        assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
        assert!(matches!(world.stored().session, Session::Visitor(_)));
    }
}

/// It has said who signed in and out here; who signs in elsewhere meanwhile is news.
#[test]
fn a_page_whose_sign_out_is_only_marked_sends_nothing_as_who_signs_in_elsewhere() {
    for write in [Write::Lost, Write::Late] {
        let (world, page) = stored_member(Rotation::Static);
        page.calls();
        world.failures.writes.borrow_mut().push_back(write);
        world.delay("pause");
        page.sign_out();
        world.run();
        world.clock.pass(ENDED);
        let other = world.page();
        let (real, now) = (world.clock.real(), world.clock.now());
        other.sign_in(world.endpoint.somebody(real, now));
        world.run_unnotified();
        assert_eq!(page.reported(), ["member", "visitor"]);
        assert_eq!(page.calls().refusal(), Error::SignedOut, "{write:?}");
        assert_eq!(page.calls().result().unwrap().acts_for, Some(2));
    }
}

#[test]
fn a_sign_out_that_can_be_stored_nowhere_says_so_and_the_page_acts_as_signed_out() {
    let (world, page) = stored_member(Rotation::Static);
    page.calls();
    world.failures.begin();
    world.failures.marks.set(true);
    world.delay("pause");
    let sign_out = page.sign_out();
    world.run();
    assert_eq!(sign_out.result(), Err(Error::SignOutNotStored));
    assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
    // Whatever another page stores of the same member meanwhile.
    world.failures.end();
    let other = world.page();
    world.clock.pass(ENDED);
    other.calls();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
    world.release();
    world.run();
    assert!(matches!(world.stored().session, Session::Visitor(_)));
}

#[test]
fn a_sign_out_of_a_stored_person_is_made_up_for_when_storage_works_again() {
    let (world, page) = stored_member(Rotation::Static);
    world.failures.begin();
    world.delay("pause");
    let sign_out = page.sign_out();
    world.run();
    assert_eq!(sign_out.result(), Err(Error::SignOutNotStored));
    assert_eq!(page.calls().refusal(), Error::StorageUnavailable);
    world.failures.end();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
    world.release();
    world.run();
    assert!(matches!(world.stored().session, Session::Visitor(_)));
}

/// Before somebody else signs in, who must not be signed out.
#[test]
fn a_sign_out_of_a_stored_person_is_made_up_for_though_nobody_calls() {
    let (world, page) = stored_member(Rotation::Static);
    world.failures.loads.set(3);
    page.sign_out();
    world.run();
    assert!(matches!(world.stored().session, Session::Visitor(_)));
}

#[test]
fn a_sign_out_owed_to_nobody_ends_no_later_session() {
    let (world, page) = World::with_page(Rotation::Static);
    world.failures.begin();
    world.delay("pause");
    page.sign_out();
    world.run();
    world.failures.end();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
    sign_in(world, page);
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
}

#[test]
fn a_mark_ends_nobody_else_s_session() {
    let (world, page) = stored_member(Rotation::Static);
    world.failures.all_writes.set(Some(Write::Lost));
    world.delay("pause");
    page.sign_out();
    world.run();
    world.failures.end();
    sign_in(world, page);
    assert_eq!(page.calls().result().unwrap().acts_for, Some(2));
    let after = reloaded(world);
    assert_eq!(after.calls().result().unwrap().acts_for, Some(2));
}

#[test]
fn a_sign_out_that_forgets_the_visitor_marks_both() {
    let (world, page) = stored_member(Rotation::Static);
    world.failures.all_writes.set(Some(Write::Lost));
    world.delay("pause");
    let left = page.leaves_with_visitor();
    world.run();
    assert_eq!(left.result(), Ok(()));
    world.failures.end();
    let after = reloaded(world);
    assert_eq!(after.calls().result().unwrap().acts_for, Some(2));
}

#[test]
fn a_sign_out_that_others_keep_replacing_tries_on_and_then_marks() {
    let (world, page) = stored_member(Rotation::Static);
    page.calls();
    world.delay("store");
    let sign_out = page.sign_out();
    for _ in 0..5 {
        replace(world);
        assert!(!sign_out.is_over());
    }
    replace(world);
    assert!(sign_out.is_over());
    world.release();
    world.run();
    assert_eq!(sign_out.result(), Ok(()));
    let after = reloaded(world);
    for page in [page, after] {
        assert_eq!(page.calls().result().unwrap().acts_for, Some(VISITOR));
    }
}

#[test]
fn a_sign_in_that_others_keep_replacing_tries_on_until_it_is_stored() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.delay("store");
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    let sign_in = page.sign_in(tokens);
    for _ in 0..20 {
        replace(world);
        assert!(!sign_in.is_over());
    }
    world.release();
    world.run();
    assert_eq!(sign_in.result(), Ok(()));
    let after = reloaded(world);
    assert_eq!(after.calls().result().unwrap().acts_for, Some(MEMBER));
}

#[test]
fn a_sign_in_while_nobody_knows_who_is_stored_is_refused_and_ends_no_session() {
    let (world, page) = stored_member(Rotation::Rotating);
    world.failures.begin();
    let tokens = world
        .endpoint
        .somebody(world.clock.real(), world.clock.now());
    let sign_in = page.sign_in(tokens);
    world.run();
    assert_eq!(sign_in.result(), Err(Error::StorageUnavailable));
    world.failures.end();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(MEMBER));
}

#[test]
fn a_sign_in_while_storage_fails_holds_in_the_page_and_is_stored_later() {
    let (world, page) = World::with_page(Rotation::Static);
    page.calls();
    world.failures.begin();
    world.delay("pause");
    sign_in(world, page);
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
    world.failures.end();
    world.release();
    world.run();
    let after = reloaded(world);
    assert_eq!(after.calls().result().unwrap().acts_for, Some(1));
    after.sign_out();
    world.run();
    assert_eq!(after.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn a_write_that_fails_is_no_response_to_a_sign_out_that_the_page_has_learnt_of() {
    for write in [Write::Lost, Write::Late] {
        let (world, page) = stored_member(Rotation::Rotating);
        page.calls();
        let other = world.page();
        world.clock.pass(ENDED);
        world.delay("store member");
        let call = page.calls();
        other.sign_out();
        world.run();
        world.failures.writes.borrow_mut().push_back(write);
        world.release();
        world.run();
        assert_eq!(call.refusal(), Error::SignedOut, "{write:?}");
    }
}
