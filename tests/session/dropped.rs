//! A caller that goes away at any moment: what it began goes on for others.

use crate::call::Call;
use crate::endpoint::Rotation;
use crate::page::Page;
use crate::time::ENDED;
use crate::world::World;

/// Lets a caller go at its nth moment, until there is none left, and looks
/// what that did to the others.
fn at_every_moment(prepare: impl Fn() -> (World, Page), call: Call, requests: usize) {
    let mut moments = 0;
    loop {
        let (world, page) = prepare();
        let gone = page.fetch(call);
        for _ in 0..moments {
            world.step();
        }
        let was_over = gone.is_over();
        world.end(gone.task);
        world.run();
        assert!(!world.lock.is_held(), "moment {moments}");
        let next = page.calls();
        assert_eq!(next.result().unwrap().acts_for, Some(0), "moment {moments}");
        assert_eq!(world.endpoint.requests(), requests, "moment {moments}");
        assert_eq!(world.endpoint.reuses.get(), 0, "moment {moments}");
        assert_eq!(world.endpoint.families(), 1, "moment {moments}");
        assert_eq!(world.under_way(), 0, "moment {moments}");
        if was_over {
            break;
        }
        moments += 1;
    }
    assert!(moments > 2, "{moments}");
}

fn cold() -> (World, Page) {
    World::with_page(Rotation::ReuseDetection)
}

fn visitor() -> (World, Page) {
    let (world, page) = cold();
    page.calls();
    (world, page)
}

#[test]
fn a_first_caller_that_goes_away_neither_loses_nor_doubles_the_visitor() {
    at_every_moment(cold, Call::default(), 1);
}

#[test]
fn a_caller_that_goes_away_neither_loses_nor_doubles_a_refresh() {
    let ended = || {
        let (world, page) = visitor();
        world.clock.pass(ENDED);
        (world, page)
    };
    at_every_moment(ended, Call::default(), 2);
}

#[test]
fn a_caller_that_goes_away_neither_loses_nor_doubles_a_refresh_on_the_side() {
    let ageing = || {
        let (world, page) = visitor();
        world.clock.pass(ENDED - 60);
        (world, page)
    };
    at_every_moment(ageing, Call::default(), 2);
}

#[test]
fn a_refused_caller_that_goes_away_neither_loses_nor_doubles_the_renewal() {
    let refused = || {
        let (world, page) = visitor();
        world.endpoint.revoke_access();
        (world, page)
    };
    at_every_moment(refused, Call::default(), 2);
}

#[test]
fn a_caller_that_goes_away_while_others_wait_harms_none_of_them() {
    for moments in 0..12 {
        let (world, page) = cold();
        let calls = [(); 5].map(|()| page.call());
        for _ in 0..moments {
            world.step();
        }
        world.end(calls[0].task);
        world.end(calls[2].task);
        world.run();
        for at in [1, 3, 4] {
            assert_eq!(calls[at].status(), 200, "moment {moments}");
        }
        assert_eq!(world.endpoint.requests(), 1);
    }
}
