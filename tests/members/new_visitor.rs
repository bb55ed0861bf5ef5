//! The visitor is dropped.

use fetch_with_auth::oauth::session::Session;

use crate::site::Site;
use crate::tab::{Tab, forget_visitor};

fn forgets(tab: Tab) {
    tab.does(async move { forget_visitor(&tab).await });
}

#[test]
fn an_empty_session_does_not_change() {
    let (site, tab) = Site::with_tab();
    forgets(tab);
    assert_eq!(*site.world.storage.borrow(), "");
    assert!(!site.world.log().iter().any(|line| line.starts_with("sig")));
}

#[test]
fn a_visitor_is_removed_and_every_tab_becomes_a_new_visitor() {
    let (site, tab) = Site::with_visitor();
    let other = site.tab();
    assert_eq!(other.page.calls().result().unwrap().acts_for, Some(0));
    forgets(tab);
    assert_eq!(site.session(), Session::Empty);
    for tab in [tab, other] {
        assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(1));
    }
}

#[test]
fn a_member_stays_and_has_no_visitor_beside() {
    let (site, tab) = Site::with_member();
    let before = site.session();
    forgets(tab);
    assert!(matches!(
        site.session(),
        Session::Member { visitor: None, .. }
    ));
    assert_eq!(site.session().tokens(), before.tokens());
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(1));
    tab.page.sign_out();
    site.world.run();
    assert_eq!(site.session(), Session::Empty);
}

#[test]
fn an_expired_member_stays_expired() {
    let (site, tab) = Site::with_member();
    site.world.store(site.session().denied());
    forgets(tab);
    assert!(matches!(
        site.session(),
        Session::Expired { visitor: None, .. }
    ));
}

#[test]
fn every_tab_is_notified_of_another_visitor() {
    for (site, tab) in [Site::with_visitor(), Site::with_member()] {
        let generation = site.world.stored().generation + 1;
        forgets(tab);
        let signal = format!("notify {generation}");
        assert!(site.world.log().contains(&signal));
    }
}

#[test]
fn it_loads_again_if_another_tab_has_stored_in_between() {
    let (site, tab) = Site::with_visitor();
    let other = site.tab();
    site.world.delay("store");
    tab.starts(async move { forget_visitor(&tab).await });
    site.world.run();
    site.world
        .store(site.session().signed_in(site.somebody().into()));
    other.page.notify(0);
    site.world.release();
    site.world.run();
    assert!(matches!(
        site.session(),
        Session::Member { visitor: None, .. }
    ));
}

#[test]
fn a_visitor_removed_during_a_renewal_costs_the_member_nothing() {
    let (site, tab) = Site::with_member();
    site.world.clock.pass(14_400);
    site.world.delay("request");
    let call = tab.page.calls();
    tab.starts(async move { forget_visitor(&tab).await });
    site.world.run();
    site.world.release();
    site.world.run();
    assert_eq!(call.result().unwrap().acts_for, Some(1));
    assert_eq!(site.world.endpoint.reuses.get(), 0);
}
