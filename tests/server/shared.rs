//! Two processes that share their sessions, one request after the other.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::TokenSet;
use fetch_with_auth::server::{self, Allowed};

use crate::process::Process;
use crate::world::World;

/// The result of what this process does, once all has happened.
fn run<T: 'static, F: Future<Output = T> + 'static>(
    world: World,
    at: usize,
    does: impl FnOnce(Process) -> F,
) -> T {
    let result = Rc::new(RefCell::new(None));
    let (process, end) = (world.process(at), result.clone());
    let future = does(process);
    world.spawn(at, async move {
        let value = future.await;
        end.replace(Some(value));
    });
    world.run();
    result.take().expect("it ends")
}

fn page(world: World, at: usize, cookie: &Record) -> Session {
    let cookie = cookie.clone();
    run(world, at, |process| async move {
        server::begin(&process, cookie, Allowed::Create).await
    })
    .record
    .session
}

#[test]
fn a_process_learns_of_a_sign_out_by_another_one_when_it_renews() {
    let world = World::new(2, true);
    let tokens = TokenSet {
        subject: world.new_subject(),
        ..world
            .endpoint
            .somebody(world.clock.real(), world.clock.now())
    };
    let subject = tokens.subject;
    let member = run(world, 0, |process| async move {
        server::sign_in(&process, Record::default(), tokens).await
    })
    .record;
    let cookie = member.clone();
    run(world, 0, |process| async move {
        server::sign_out(&process, cookie).await
    });
    assert!(matches!(
        page(world, 0, &member),
        Session::Empty | Session::Visitor(_)
    ));
    assert_eq!(page(world, 1, &member).subject(), subject);
    world.clock.pass(world.endpoint.lifetime.get());
    let session = page(world, 1, &member);
    assert!(
        matches!(session, Session::Empty | Session::Visitor(_)),
        "{session:?}"
    );
}
