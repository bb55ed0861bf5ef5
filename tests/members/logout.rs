//! The way out: here first, then at Wix.

use fetch_with_auth::Error;
use fetch_with_auth::members::{ErrorCode, Refusal};
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::wix::redirect_session::RedirectSession;
use serde_json::json;

use crate::endpoint::Fault;
use crate::lock::LockKind;
use crate::login_with_redirect::CART;
use crate::site::Site;
use crate::tab::{Tab, leave, refusal};

fn logs_out(tab: Tab, forget: bool) -> Result<RedirectSession, Refusal> {
    tab.does(async move { leave(&tab, CART, forget).await })
}

#[test]
fn the_session_ends_here_before_anything_is_sent() {
    let (site, tab) = Site::with_member();
    let target = logs_out(tab, false).unwrap();
    assert_eq!(target.full_url, "https://wix.example/1");
    assert_eq!(
        site.world.log(),
        [
            "load",
            "store visitor A1 R1",
            "notify 3",
            "post redirect-session as former A2"
        ]
    );
    assert_eq!(
        site.wix.last_body(),
        json!({"logout": {"clientId": "CLIENT"}, "callbacks": {"postFlowUrl": CART}})
    );
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn nothing_is_sent_before_the_logout_is_stored() {
    let (site, tab) = Site::with_member();
    site.world.delay("store");
    let out = tab.starts(async move { leave(&tab, CART, true).await });
    site.world.run();
    assert!(site.wix.requests().is_empty());
    site.world.release();
    site.world.run();
    assert!(out.end().is_ok());
}

#[test]
fn all_tabs_are_the_visitor_again() {
    let (site, tab) = Site::with_member();
    let other = site.tab();
    assert_eq!(other.page.calls().result().unwrap().acts_for, Some(1));
    logs_out(tab, false).unwrap();
    assert_eq!(other.page.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn a_person_who_is_offline_is_logged_out_here() {
    for (forget, after) in [(false, Some(0)), (true, Some(2))] {
        let (site, tab) = Site::with_member();
        site.world.lock.set(LockKind::Stuck);
        site.world.endpoint.outage.set(Some(Fault::Cut));
        for _ in 0..2 {
            site.wix.responds(0, json!(null));
        }
        assert_eq!(refusal(logs_out(tab, forget)), ErrorCode::ApiUnavailable);
        assert!(!matches!(site.session(), Session::Member { .. }));
        site.world.lock.set(LockKind::Exclusive);
        site.world.endpoint.outage.set(None);
        let call = tab.page.calls();
        assert_eq!(call.result().unwrap().acts_for, after);
    }
}

#[test]
fn a_transient_failure_is_reported_and_not_repeated_with_another_token() {
    let (site, tab) = Site::with_member();
    site.wix.responds(503, json!(null));
    assert_eq!(refusal(logs_out(tab, false)), ErrorCode::ApiUnavailable);
    assert_eq!(site.wix.requests().len(), 1);
}

#[test]
fn if_the_member_s_token_had_expired_the_visitor_s_is_used() {
    let (site, tab) = Site::with_member();
    site.wix.responds(401, json!({}));
    assert!(logs_out(tab, false).is_ok());
    let requests = site.wix.requests();
    let signers = requests.iter().map(|request| &*request.signer);
    assert_eq!(signers.collect::<Vec<_>>(), ["former A2", "visitor"]);
    assert_eq!(requests[0].body, requests[1].body);
}

#[test]
fn a_refusal_of_the_visitor_too_is_the_result() {
    let (site, tab) = Site::with_member();
    site.wix.responds(401, json!({}));
    site.wix.responds(403, json!({}));
    assert_eq!(refusal(logs_out(tab, false)), ErrorCode::ApiRefused);
    assert_eq!(site.wix.requests().len(), 2);
}

#[test]
fn an_expired_member_logs_out_as_the_visitor() {
    let (site, tab) = Site::with_member();
    site.world.store(site.session().denied());
    tab.page.notify(0);
    assert_eq!(tab.page.calls().refusal(), Error::SignInRequired);
    assert!(logs_out(tab, false).is_ok());
    assert_eq!(site.wix.requests()[0].signer, "visitor");
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(0));
}

#[test]
fn a_visitor_that_logs_out_is_removed_and_its_session_at_wix_ends() {
    let (site, tab) = Site::with_visitor();
    assert!(logs_out(tab, false).is_ok());
    assert_eq!(site.session(), Session::Empty);
    assert_eq!(site.wix.requests()[0].signer, "former A1");
}

#[test]
fn an_empty_session_can_log_out_too() {
    let (site, tab) = Site::with_tab();
    assert!(logs_out(tab, false).is_ok());
    assert_eq!(site.session(), Session::Empty);
    assert_eq!(site.wix.requests()[0].signer, "visitor");
}

#[test]
fn the_visitor_too_is_removed_before_anything_is_sent() {
    let (site, tab) = Site::with_member();
    assert!(logs_out(tab, true).is_ok());
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
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(2));
}

#[test]
fn a_renewal_in_progress_does_not_restore_the_member() {
    let (site, tab) = Site::with_member();
    site.world.clock.pass(14_400);
    site.world.delay("request");
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
fn a_visitor_that_is_renewed_beside_a_member_who_logs_out_is_the_same_visitor() {
    let (site, tab) = Site::with_member();
    let other = site.tab();
    site.world.clock.pass(14_400);
    site.world.delay("request");
    tab.renews_visitor();
    site.world.run();
    other.page.sign_out();
    site.world.run();
    site.world.release();
    site.world.run();
    assert_eq!(site.world.endpoint.reuses.get(), 0);
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(0));
}
