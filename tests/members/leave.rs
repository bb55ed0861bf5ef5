//! The way out: here first, then at Wix.

use fetch_with_auth::Error;
use fetch_with_auth::members::{ErrorCode, Refusal};
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::wix::redirect_session::RedirectSession;
use serde_json::json;

use crate::begin::CART;
use crate::endpoint::Fault;
use crate::lock::LockKind;
use crate::site::Site;
use crate::tab::{Tab, leave, refusal};

fn leaves(tab: Tab, forget: bool) -> Result<RedirectSession, Refusal> {
    tab.does(async move { leave(&tab, CART, forget).await })
}

#[test]
fn the_session_ends_here_before_anything_is_sent() {
    let (site, tab) = Site::with_member();
    let target = leaves(tab, false).unwrap();
    assert_eq!(target.full_url, "https://wix.example/1");
    assert_eq!(
        site.world.log(),
        [
            "load",
            "store visitor A1 R1",
            "signal 3",
            "post redirect-session as former A2"
        ]
    );
    assert_eq!(
        site.wix.last_body(),
        json!({"logout": {"clientId": "CLIENT"}, "callbacks": {"postFlowUrl": CART}})
    );
    assert_eq!(tab.page.calls().result().unwrap().speaks_for, Some(0));
}

#[test]
fn nothing_is_sent_before_the_end_is_stored() {
    let (site, tab) = Site::with_member();
    site.world.hold("store");
    let out = tab.starts(async move { leave(&tab, CART, true).await });
    site.world.run();
    assert!(site.wix.asked().is_empty());
    site.world.release();
    site.world.run();
    assert!(out.end().is_ok());
}

#[test]
fn all_tabs_are_the_visitor_again() {
    let (site, tab) = Site::with_member();
    let other = site.tab();
    assert_eq!(other.page.calls().result().unwrap().speaks_for, Some(1));
    leaves(tab, false).unwrap();
    assert_eq!(other.page.calls().result().unwrap().speaks_for, Some(0));
}

#[test]
fn who_is_offline_has_left_all_the_same() {
    for (forget, after) in [(false, Some(0)), (true, Some(2))] {
        let (site, tab) = Site::with_member();
        site.world.lock.set(LockKind::Stuck);
        site.world.endpoint.outage.set(Some(Fault::Cut));
        for _ in 0..2 {
            site.wix.answers(0, json!(null));
        }
        assert_eq!(refusal(leaves(tab, forget)), ErrorCode::ApiUnavailable);
        assert!(!matches!(site.session(), Session::Member { .. }));
        site.world.lock.set(LockKind::Exclusive);
        site.world.endpoint.outage.set(None);
        let call = tab.page.calls();
        assert_eq!(call.result().unwrap().speaks_for, after);
    }
}

#[test]
fn a_passing_failure_is_said_and_not_asked_again_as_another() {
    let (site, tab) = Site::with_member();
    site.wix.answers(503, json!(null));
    assert_eq!(refusal(leaves(tab, false)), ErrorCode::ApiUnavailable);
    assert_eq!(site.wix.asked().len(), 1);
}

#[test]
fn where_the_member_s_token_was_old_the_visitor_asks() {
    let (site, tab) = Site::with_member();
    site.wix.answers(401, json!({}));
    assert!(leaves(tab, false).is_ok());
    let asked = site.wix.asked();
    let speakers = asked.iter().map(|asked| &*asked.signer);
    assert_eq!(speakers.collect::<Vec<_>>(), ["former A2", "visitor"]);
    assert_eq!(asked[0].body, asked[1].body);
}

#[test]
fn a_refusal_of_the_visitor_too_is_the_answer() {
    let (site, tab) = Site::with_member();
    site.wix.answers(401, json!({}));
    site.wix.answers(403, json!({}));
    assert_eq!(refusal(leaves(tab, false)), ErrorCode::ApiRefused);
    assert_eq!(site.wix.asked().len(), 2);
}

#[test]
fn a_member_whose_grant_is_gone_leaves_as_the_visitor() {
    let (site, tab) = Site::with_member();
    site.world.store(site.session().denied());
    tab.page.hear(0);
    assert_eq!(tab.page.calls().refusal(), Error::SignInRequired);
    assert!(leaves(tab, false).is_ok());
    assert_eq!(site.wix.asked()[0].signer, "visitor");
    assert_eq!(tab.page.calls().result().unwrap().speaks_for, Some(0));
}

#[test]
fn a_visitor_that_leaves_is_forgotten_and_ends_what_wix_keeps_of_it() {
    let (site, tab) = Site::with_visitor();
    assert!(leaves(tab, false).is_ok());
    assert_eq!(site.session(), Session::Empty);
    assert_eq!(site.wix.asked()[0].signer, "former A1");
}

#[test]
fn nobody_can_leave_too() {
    let (site, tab) = Site::with_tab();
    assert!(leaves(tab, false).is_ok());
    assert_eq!(site.session(), Session::Empty);
    assert_eq!(site.wix.asked()[0].signer, "visitor");
}

#[test]
fn whoever_wants_to_be_forgotten_is_before_anything_is_sent() {
    let (site, tab) = Site::with_member();
    assert!(leaves(tab, true).is_ok());
    let log = site.world.log();
    let changes = log
        .iter()
        .filter(|line| line.starts_with("store") || line.starts_with("post"));
    assert_eq!(
        changes.collect::<Vec<_>>(),
        ["store empty", "post redirect-session as former A2"]
    );
    assert_eq!(site.session(), Session::Empty);
    // Somebody new.
    assert_eq!(tab.page.calls().result().unwrap().speaks_for, Some(2));
}

#[test]
fn a_renewal_under_way_does_not_bring_who_left_back() {
    let (site, tab) = Site::with_member();
    site.world.clock.pass(14_400);
    site.world.hold("ask");
    let call = tab.page.calls();
    let out = tab.starts(async move { leave(&tab, CART, false).await });
    site.world.run();
    assert!(out.end().is_ok());
    site.world.release();
    site.world.run();
    assert_eq!(call.refusal(), Error::SignedOut);
    assert!(matches!(site.session(), Session::Visitor(_)));
}

#[test]
fn a_visitor_that_is_renewed_beside_a_member_who_leaves_is_the_same_visitor() {
    let (site, tab) = Site::with_member();
    let other = site.tab();
    site.world.clock.pass(14_400);
    site.world.hold("ask");
    tab.renews_visitor();
    site.world.run();
    other.page.sign_out();
    site.world.run();
    site.world.release();
    site.world.run();
    assert_eq!(site.world.endpoint.reuses.get(), 0);
    assert_eq!(tab.page.calls().result().unwrap().speaks_for, Some(0));
}
