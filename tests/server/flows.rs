//! What a server's processes do for requests that come one after the other, or at once.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::{Session, Whose};
use fetch_with_auth::oauth::token::{AccessToken, TokenSet};
use fetch_with_auth::server::{self, Allowed, Current, KEPT_S, REPLACED_S};

use crate::endpoint::{Fault, Rotation};
use crate::process::Process;
use crate::world::World;

/// What a process does, and its result once all has happened.
fn start<T: 'static, F: Future<Output = T> + 'static>(
    world: World,
    at: usize,
    does: impl FnOnce(Process) -> F,
) -> Rc<RefCell<Option<T>>> {
    let result = Rc::new(RefCell::new(None));
    let end = result.clone();
    let future = does(world.process(at));
    world.spawn(at, async move {
        let value = future.await;
        end.replace(Some(value));
    });
    result
}

fn run<T: 'static, F: Future<Output = T> + 'static>(
    world: World,
    at: usize,
    does: impl FnOnce(Process) -> F,
) -> T {
    let result = start(world, at, does);
    world.run();
    result.take().expect("it ends")
}

/// The session of a page that is loaded with this cookie.
fn page(world: World, at: usize, cookie: &Record) -> Current {
    let cookie = cookie.clone();
    run(world, at, |process| async move {
        server::begin(&process, cookie, Allowed::Create).await
    })
}

/// The same, and its response has set the cookie.
fn delivered(world: World, cookie: &Record) -> Record {
    let Current { record, replaced } = page(world, 0, cookie);
    let memory = &world.process(0).0.memory;
    assert!(memory.deliver(&record, &replaced, world.clock.now()));
    record
}

fn visitor(world: World) -> Record {
    delivered(world, &Record::default())
}

/// The cookie after a login with this one.
fn member(world: World, cookie: &Record) -> Record {
    let tokens = TokenSet {
        subject: world.new_subject(),
        ..world
            .endpoint
            .somebody(world.clock.real(), world.clock.now())
    };
    let cookie = cookie.clone();
    run(world, 0, |process| async move {
        server::sign_in(&process, cookie, tokens).await
    })
    .record
}

fn sign_out(world: World, cookie: &Record) {
    let cookie = cookie.clone();
    run(world, 0, |process| async move {
        server::sign_out(&process, cookie).await
    });
}

fn visitor_token(
    world: World,
    cookie: &Record,
    refused: Option<AccessToken>,
) -> (Record, Option<AccessToken>) {
    let cookie = cookie.clone();
    let (current, token) = run(world, 0, |process| async move {
        server::visitor_token(&process, cookie, refused.as_ref()).await
    });
    (current.record, token)
}

fn expire(world: World) {
    world.clock.pass(world.endpoint.lifetime.get());
}

fn access_of(record: &Record) -> AccessToken {
    record.session.tokens().expect("somebody").access.clone()
}

#[test]
fn a_process_learns_of_a_sign_out_by_another_one_when_it_renews() {
    let world = World::new(2, true);
    let cookie = member(world, &Record::default());
    let subject = cookie.session.subject();
    sign_out(world, &cookie);
    assert_ne!(page(world, 0, &cookie).record.session.subject(), subject);
    assert_eq!(page(world, 1, &cookie).record.session.subject(), subject);
    expire(world);
    assert_ne!(page(world, 1, &cookie).record.session.subject(), subject);
}

#[test]
fn a_token_that_is_not_rotated_is_presented_at_each_expiry_by_processes_that_share() {
    let world = World::with(Rotation::Static, 2, true);
    let mut cookie = visitor(world);
    for round in 1..4 {
        expire(world);
        let at = round % 2;
        let Current { record, .. } = page(world, at, &cookie);
        assert_ne!(access_of(&record), access_of(&cookie), "round {round}");
        cookie = record;
    }
}

#[test]
fn two_pages_at_once_have_the_result_of_one_renewal() {
    let world = World::new(1, false);
    let cookie = visitor(world);
    expire(world);
    let before = world.endpoint.requests();
    let pages = [(); 2].map(|()| {
        let cookie = cookie.clone();
        start(world, 0, |process| async move {
            server::begin(&process, cookie, Allowed::Create).await
        })
    });
    world.run();
    let [first, second] = pages.map(|page| page.take().expect("it ends").record);
    assert_eq!(first, second);
    assert_ne!(access_of(&first), access_of(&cookie));
    assert_eq!(world.endpoint.requests(), before + 1);
}

#[test]
fn the_old_cookie_stands_for_the_new_one_until_thirty_seconds_after_that_was_sent() {
    let world = World::new(1, false);
    let cookie = visitor(world);
    expire(world);
    let renewed = delivered(world, &cookie);
    world.clock.pass(KEPT_S - 1);
    assert_eq!(page(world, 0, &cookie).record, renewed);
    world.clock.pass(1);
    assert_ne!(page(world, 0, &cookie).record, renewed);
}

#[test]
fn where_creating_visitors_fails_the_next_page_does_not_try_at_once() {
    let world = World::new(1, false);
    world.endpoint.fail([Fault::Status(503)]);
    for _ in 0..2 {
        let Current { record, .. } = page(world, 0, &Record::default());
        assert_eq!(record.session, Session::Empty);
        assert_eq!(world.endpoint.requests(), 1);
    }
}

#[test]
fn a_page_that_was_sent_before_a_login_renews_nothing_for_thirty_seconds() {
    let world = World::new(1, false);
    let cookie = visitor(world);
    expire(world);
    member(world, &cookie);
    let before = world.endpoint.requests();
    page(world, 0, &cookie);
    assert_eq!(world.endpoint.requests(), before);
    world.clock.pass(REPLACED_S);
    page(world, 0, &cookie);
    assert_eq!(world.endpoint.requests(), before + 1);
}

#[test]
fn a_login_has_the_token_of_the_visitor_and_renews_one_that_was_refused() {
    let world = World::new(1, false);
    let cookie = visitor(world);
    let beside = member(world, &cookie);
    for record in [&cookie, &beside] {
        let (after, token) = visitor_token(world, record, None);
        assert_eq!(token, Some(access_of(&cookie)));
        assert_eq!(after, *record);
    }
    let (after, token) = visitor_token(world, &beside, Some(access_of(&cookie)));
    assert_ne!(token, Some(access_of(&cookie)));
    let part = Record {
        session: after.session.part(Whose::Visitor),
        ..after.clone()
    };
    assert_eq!(token, Some(access_of(&part)));
    assert_eq!(after.session.subject(), beside.session.subject());
}

#[test]
fn a_visitor_that_was_denied_is_created_anew_for_a_login() {
    let world = World::new(1, false);
    let cookie = visitor(world);
    expire(world);
    world.endpoint.fail([Fault::Refused(400, "invalid_grant")]);
    let (after, token) = visitor_token(world, &cookie, None);
    assert_eq!(token, Some(access_of(&after)));
    assert_ne!(after.session.subject(), cookie.session.subject());
}

#[test]
fn a_login_has_no_token_that_has_expired_or_was_refused() {
    for is_refused in [false, true] {
        let world = World::new(1, false);
        let cookie = visitor(world);
        if !is_refused {
            expire(world);
        }
        world.endpoint.outage.set(Some(Fault::Status(503)));
        let refused = is_refused.then(|| access_of(&cookie));
        let (after, token) = visitor_token(world, &cookie, refused);
        assert_eq!((after, token), (cookie, None), "refused: {is_refused}");
    }
}
