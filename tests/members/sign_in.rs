//! A member comes in.

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::oauth::token::TokenSet;

use crate::lock::LockKind;
use crate::site::Site;
use crate::tab::{Flow, Tab, sign_in};

/// Starts the sign-in of somebody new.
fn signs_in(tab: Tab) -> Flow<()> {
    let tokens = tab.site.somebody();
    tab.starts(async move { sign_in(&tab, tokens).await })
}

fn visitor_beside(site: Site) -> Option<TokenSet> {
    match site.session() {
        Session::Member { visitor, .. } => visitor.map(|visitor| (*visitor).clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sign_in_takes_the_lock_and_stores_the_visitor_beside() {
    let (site, tab) = Site::with_visitor();
    let visitor = site.session();
    signs_in(tab);
    site.world.run();
    assert_eq!(
        site.world.log(),
        ["lock", "load", "store member A2 R2", "notify 2", "unlock"]
    );
    assert_eq!(visitor_beside(site).as_ref(), visitor.tokens());
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(1));
    tab.page.sign_out();
    site.world.run();
    assert_eq!(site.session(), visitor);
}

#[test]
fn a_sign_in_of_an_empty_session_stores_no_visitor() {
    let (site, tab) = Site::with_tab();
    signs_in(tab);
    site.world.run();
    assert_eq!(visitor_beside(site), None);
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn a_sign_in_waits_for_a_renewal_so_that_the_visitor_has_its_newest_token() {
    let (site, tab) = Site::with_visitor();
    let other = site.tab();
    site.world.clock.pass(14_400);
    site.world.delay("request");
    let call = other.page.calls();
    let login = signs_in(tab);
    site.world.run();
    assert!(!login.is_over());
    site.world.release();
    site.world.run();
    assert!(login.is_over());
    assert_eq!(call.status(), 200);
    tab.page.sign_out();
    site.world.clock.pass(14_400);
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(0));
    assert_eq!(site.world.endpoint.reuses.get(), 0);
}

#[test]
fn a_renewal_that_hangs_costs_nobody_a_sign_in() {
    let (site, tab) = Site::with_visitor();
    site.world.lock.set(LockKind::Stuck);
    signs_in(tab);
    site.world.run();
    assert_eq!(
        site.world.log(),
        ["lock", "load", "store member A2 R2", "notify 2"]
    );
    assert!(visitor_beside(site).is_some());
}

#[test]
fn another_member_replaces_the_first_in_one_step_and_every_tab_is_notified() {
    let (site, tab) = Site::with_member();
    let other = site.tab();
    let visitor = visitor_beside(site);
    site.world.log();
    signs_in(tab);
    site.world.run();
    assert_eq!(
        site.world.log(),
        [
            "a: lock",
            "a: load",
            "a: store member A3 R3",
            "a: notify 3",
            "a: unlock"
        ]
    );
    assert_eq!(visitor_beside(site), visitor);
    for tab in [tab, other] {
        assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(2));
    }
}

#[test]
fn a_member_without_a_visitor_has_none_after_another_sign_in() {
    let (site, tab) = Site::with_tab();
    for _ in 0..2 {
        signs_in(tab);
        site.world.run();
    }
    let log = site.world.log();
    let stores = log.iter().filter(|line| line.starts_with("store"));
    assert_eq!(
        stores.collect::<Vec<_>>(),
        ["store member A1 R1", "store member A2 R2"]
    );
    assert_eq!(visitor_beside(site), None);
}

#[test]
fn an_expired_member_signs_in_beside_the_same_visitor() {
    let (site, tab) = Site::with_member();
    let visitor = visitor_beside(site);
    site.world.store(site.session().denied());
    site.world.log();
    signs_in(tab);
    site.world.run();
    assert_eq!(
        site.world.log(),
        ["lock", "load", "store member A3 R3", "notify 4", "unlock"]
    );
    assert_eq!(visitor_beside(site), visitor);
}

#[test]
fn a_sign_in_loads_again_if_another_tab_has_stored_in_between() {
    let (site, tab) = Site::with_visitor();
    let other = site.tab();
    site.world.delay("store member");
    signs_in(tab);
    site.world.run();
    other.page.sign_out();
    site.world.run();
    assert_eq!(site.session(), Session::Empty);
    site.world.release();
    site.world.run();
    assert_eq!(visitor_beside(site), None);
    assert!(!site.world.lock.is_held());
}

#[test]
fn a_sign_out_that_follows_wins() {
    let (site, tab) = Site::with_visitor();
    let visitor = site.session();
    let other = site.tab();
    site.world.delay("store");
    signs_in(tab);
    site.world.run();
    other.page.sign_out();
    site.world.run();
    site.world.release();
    site.world.run();
    assert_eq!(site.session(), visitor);
}

#[test]
fn a_call_that_one_member_began_is_not_sent_as_another() {
    let (site, tab) = Site::with_member();
    site.world.clock.pass(14_400);
    site.world.delay("load");
    signs_in(tab);
    site.world.run();
    let call = tab.page.call();
    site.world.run();
    site.world.release();
    site.world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(2));
}
