//! Pages that Wix hosts, and whom they take this site's user for.

use fetch_with_auth::json::Json;
use fetch_with_auth::members::{ErrorCode, redirect_to_wix_page, sync_to_wix_pages, token_info};
use fetch_with_auth::wix::{redirect_session, token_info as info};
use serde_json::json;

use crate::example::{tree, value};
use crate::site::Site;
use crate::tab::{Tab, refusal};
use crate::wix::Frame;

#[test]
fn a_hosted_page_is_requested_with_the_current_token() {
    for (site, tab) in [Site::with_visitor(), Site::with_member()] {
        let given = json!({"ecomCheckout": {"checkoutId": "c"}, "callbacks": {"postFlowUrl": "https://shop.example/thanks"}});
        let body = tree(&given);
        let target = tab
            .does(async move { redirect_to_wix_page(&tab, &mut body.clone()).await })
            .unwrap();
        assert_eq!(target.full_url, "https://wix.example/1");
        let request = &site.wix.requests()[0];
        assert_eq!(
            (&*request.signer, &*request.path),
            ("anyone", redirect_session::PATH)
        );
        assert_eq!(request.body, given);
    }
}

#[test]
fn a_hosted_page_that_is_none_or_two_is_refused_before_anything_is_sent() {
    for (given, name) in [
        (json!({}), "page"),
        (json!({"auth": {}}), "page"),
        (json!({"logout": {"clientId": "ANOTHER"}}), "page"),
        (json!({"ecomCheckout": {}, "storesProduct": {}}), "page"),
        (
            json!({"ecomCheckout": {}, "callbacks": {"postFlowUrl": format!("https://{}", "a".repeat(2048))}}),
            "callbacks",
        ),
    ] {
        let (site, tab) = Site::with_visitor();
        let body = tree(&given);
        let refusal = tab
            .does(async move { redirect_to_wix_page(&tab, &mut body.clone()).await })
            .unwrap_err();
        assert_eq!(
            (refusal.code, &*refusal.detail),
            (ErrorCode::InvalidOptions, name),
            "{given}"
        );
        assert!(site.world.log().is_empty());
    }
}

#[test]
fn a_hosted_page_is_refused_as_wix_refuses_it() {
    for (status, code) in [
        (400, ErrorCode::ApiRefused),
        (503, ErrorCode::ApiUnavailable),
    ] {
        let (site, tab) = Site::with_visitor();
        let session = site.session();
        site.wix.responds(status, json!({}));
        let given = tree(&json!({"ecomCheckout": {"checkoutId": "c"}}));
        let ended = tab.does(async move { redirect_to_wix_page(&tab, &mut given.clone()).await });
        assert_eq!(refusal(ended), code);
        assert_eq!(site.session(), session);
    }
}

#[test]
fn the_wix_domain_gets_the_cookies_of_the_current_visitor_or_member() {
    for (site, tab) in [Site::with_visitor(), Site::with_member()] {
        let stored = site.world.stored();
        tab.does(async move { sync_to_wix_pages(&tab).await })
            .unwrap();
        assert_eq!(
            site.world.log(),
            [
                "post redirect-session as anyone",
                "frame https://wix.example/1"
            ]
        );
        assert_eq!(site.wix.last_body(), json!({"login": {}}));
        assert_eq!(site.world.stored(), stored);
    }
}

#[test]
fn a_page_that_never_loads_is_an_error() {
    let (site, tab) = Site::with_visitor();
    *site.wix.frame.borrow_mut() = Frame::NoResponse;
    let ended = tab.does(async move { sync_to_wix_pages(&tab).await });
    assert_eq!(refusal(ended), ErrorCode::FrameSilent);
}

#[test]
fn without_a_redirect_session_nothing_is_loaded() {
    for (status, code) in [
        (403, ErrorCode::ApiRefused),
        (503, ErrorCode::ApiUnavailable),
    ] {
        let (site, tab) = Site::with_visitor();
        site.wix.responds(status, json!({}));
        let ended = tab.does(async move { sync_to_wix_pages(&tab).await });
        assert_eq!(refusal(ended), code);
        assert_eq!(site.world.log(), ["post redirect-session as anyone"]);
    }
}

fn token_info_of(tab: Tab) -> Result<Json, ErrorCode> {
    let ended = tab.does(async move { token_info(&tab).await });
    ended.map_err(|refusal| refusal.code)
}

#[test]
fn token_info_is_requested_without_an_authorization() {
    let (site, tab) = Site::with_member();
    let response = token_info_of(tab).unwrap();
    assert_eq!(
        value(&response),
        json!({"active": true, "subjectType": "MEMBER"})
    );
    let request = &site.wix.requests()[0];
    assert_eq!((&*request.signer, &*request.path), ("nobody", info::PATH));
    assert_eq!(request.body, json!({"token": "A2"}));
}

#[test]
fn an_expired_token_is_renewed_before_it_is_looked_up() {
    let (site, tab) = Site::with_member();
    site.world.clock.pass(14_400);
    token_info_of(tab).unwrap();
    assert_eq!(site.wix.last_body(), json!({"token": "A3"}));
}

#[test]
fn in_an_empty_session_the_token_of_a_new_visitor_is_looked_up() {
    let (site, tab) = Site::with_tab();
    token_info_of(tab).unwrap();
    assert_eq!(site.wix.last_body(), json!({"token": "A1"}));
}

#[test]
fn without_a_token_nothing_is_requested() {
    let (site, tab) = Site::with_member();
    site.world.store(site.session().denied());
    tab.page.notify(0);
    assert!(token_info_of(tab).is_err());
    assert!(site.wix.requests().is_empty());
}

#[test]
fn a_response_without_token_info_is_an_error() {
    for (status, body, code) in [
        (200, json!(null), ErrorCode::ApiRefused),
        (
            400,
            json!({"error": "invalid_request"}),
            ErrorCode::ApiRefused,
        ),
        (503, json!({}), ErrorCode::ApiUnavailable),
    ] {
        let (site, tab) = Site::with_member();
        let stored = site.world.stored();
        site.wix.responds(status, body);
        assert_eq!(token_info_of(tab), Err(code));
        assert_eq!(site.world.stored(), stored);
    }
}
