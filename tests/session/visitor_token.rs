//! A token of the visitor, be it the one kept beside a member.

use fetch_with_auth::oauth::session::{Need, Session, Whose};
use fetch_with_auth::oauth::token::AccessToken;

use crate::call::Outcome;
use crate::endpoint::Rotation;
use crate::page::Page;
use crate::sign_out::sign_in;
use crate::time::ENDED;
use crate::world::World;

fn member() -> (World, Page) {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    page.calls();
    sign_in(world, page);
    world.log();
    (world, page)
}

fn whose(world: World, token: &Outcome<AccessToken>) -> Option<usize> {
    world.endpoint.family(&token.result().unwrap())
}

#[test]
fn beside_a_member_it_is_the_visitor_s_and_the_member_s_stays() {
    let (world, page) = member();
    let tokens = [Whose::Visitor, Whose::Current].map(|whose| page.token(whose, Need::Any));
    world.run();
    assert_eq!(tokens.map(|token| whose(world, &token)), [Some(0), Some(1)]);
}

#[test]
fn alone_it_is_the_page_s_own() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    let token = page.token(Whose::Visitor, Need::Any);
    world.run();
    assert_eq!(whose(world, &token), Some(0));
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
    assert_eq!(world.endpoint.requests(), 1);
}

#[test]
fn both_are_renewed_at_the_same_time_and_neither_is_lost() {
    let (world, page) = member();
    world.clock.pass(ENDED);
    let tokens = [Whose::Visitor, Whose::Current].map(|whose| page.token(whose, Need::Any));
    world.run();
    assert_eq!(tokens.map(|token| whose(world, &token)), [Some(0), Some(1)]);
    world.clock.pass(ENDED);
    let again = [Whose::Visitor, Whose::Current].map(|whose| page.token(whose, Need::Any));
    world.run();
    assert_eq!(again.map(|token| whose(world, &token)), [Some(0), Some(1)]);
    assert_eq!(world.endpoint.reuses.get(), 0);
}

#[test]
fn a_refused_one_is_renewed_and_the_member_s_is_not() {
    let (world, page) = member();
    let first = page.token(Whose::Visitor, Need::Any);
    world.run();
    let refused = Need::OtherThan(first.result().unwrap());
    let second = page.token(Whose::Visitor, refused);
    world.run();
    assert_ne!(first.result(), second.result());
    assert_eq!(whose(world, &second), Some(0));
    assert_eq!(page.calls().token(), "A2");
}

#[test]
fn where_there_is_none_beside_a_member_one_is_minted_and_kept() {
    let (world, page) = World::with_page(Rotation::ReuseDetection);
    sign_in(world, page);
    let token = page.token(Whose::Visitor, Need::Any);
    world.run();
    assert_eq!(whose(world, &token), Some(1));
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
    page.sign_out();
    world.run();
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
}

#[test]
fn a_denied_one_is_minted_anew_and_the_member_stays() {
    let (world, page) = member();
    world.endpoint.revoke(0);
    world.clock.pass(ENDED);
    let token = page.token(Whose::Visitor, Need::Any);
    world.run();
    assert_eq!(whose(world, &token), Some(2));
    assert_eq!(page.calls().result().unwrap().acts_for, Some(1));
}

#[test]
fn a_sign_out_during_its_renewal_does_not_lose_the_rotated_token() {
    let (world, page) = member();
    world.clock.pass(ENDED);
    world.delay("store");
    let token = page.token(Whose::Visitor, Need::Any);
    world.run();
    let other = world.page();
    world.release();
    world.freeze();
    other.sign_out();
    world.run();
    world.release();
    world.run();
    assert_eq!(whose(world, &token), Some(0));
    assert!(matches!(world.stored().session, Session::Visitor(_)));
    world.clock.pass(ENDED);
    assert_eq!(page.calls().result().unwrap().acts_for, Some(0));
    assert_eq!(world.endpoint.reuses.get(), 0);
}
