//! From a session token to a member: in a frame, or by a redirect.

use fetch_with_auth::Error;
use fetch_with_auth::members::{
    ContinueWith, ErrorCode, Outcome, RedirectOptions, Refusal, StoredState, login_step,
};
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::wix::direct_login::Step;
use fetch_with_auth::wix::redirect_session::RedirectSession;
use serde_json::json;

use crate::handle_redirect::comes_back;
use crate::login_step::{form, result};
use crate::login_with_redirect::{CALLBACK, CART, REDIRECT};
use crate::site::Site;
use crate::tab::{Tab, refusal};
use crate::wix::{Frame, SESSION};

/// Logs in, and goes on like this.
fn logs_in(
    tab: Tab,
    in_frame: bool,
    redirect: Option<RedirectOptions<'static>>,
) -> Result<Outcome, Refusal> {
    let next = ContinueWith { in_frame, redirect };
    tab.does(async move { login_step(&tab, Step::Login, &mut form(), &next).await })
}

/// Where the page is to go.
#[track_caller]
fn redirects(ended: Result<Outcome, Refusal>) -> RedirectSession {
    match ended {
        Ok(Outcome::Redirect(target)) => target,
        Ok(_) => panic!("the page stays"),
        Err(refusal) => panic!("{:?}", refusal.code),
    }
}

fn with_frame(frame: Frame) -> (Site, Tab) {
    let (site, tab) = Site::with_visitor();
    *site.wix.frame.borrow_mut() = frame;
    (site, tab)
}

/// What Wix says of an origin that it does not know.
fn origin_not_allowed() -> Frame {
    Frame::Says(json!({"error": "invalid_request", "rejectedOrigin": "https://shop.example"}))
}

#[test]
fn a_frame_carries_the_session_token_and_prompts_nobody() {
    let (site, tab) = Site::with_visitor();
    let ended = logs_in(tab, true, None);
    assert_eq!(result(ended), json!({"loginState": "SUCCESS"}));
    let posted = &site.wix.requests()[1];
    let request = &posted.body["auth"]["authRequest"];
    assert_eq!(posted.signer, "visitor");
    assert_eq!(posted.body["auth"]["prompt"], "none");
    assert_eq!(request["responseMode"], "web_message");
    assert_eq!(request["sessionToken"], SESSION);
    assert_eq!(request["codeChallengeMethod"], "S256");
    assert!(request.get("redirectUri").is_none());
    // The page stays, so nothing is stored.
    assert_eq!(*site.stored(StoredState::PendingLogins).borrow(), "");
}

#[test]
fn a_frame_that_does_not_respond_makes_nobody_a_member() {
    let (site, tab) = with_frame(Frame::NoResponse);
    let session = site.session();
    assert_eq!(refusal(logs_in(tab, true, None)), ErrorCode::FrameSilent);
    assert_eq!(site.wix.presented(), 0);
    assert_eq!(site.session(), session);
}

#[test]
fn where_a_frame_cannot_work_the_page_is_redirected() {
    for frame in [Frame::NoResponse, origin_not_allowed()] {
        let (site, tab) = with_frame(frame);
        let target = redirects(logs_in(tab, true, Some(REDIRECT)));
        assert_eq!(target.full_url, "https://wix.example/3");
        let body = site.wix.last_body();
        let request = &body["auth"]["authRequest"];
        assert_eq!(body["auth"]["prompt"], "none");
        assert_eq!(request["responseMode"], "fragment");
        assert_eq!(request["sessionToken"], SESSION);
        assert_eq!(request["redirectUri"], CALLBACK);
        let framed = &site.wix.requests()[1].body["auth"]["authRequest"];
        assert_ne!(request["state"], framed["state"]);
        assert_ne!(request["codeChallenge"], framed["codeChallenge"]);
        let ended = comes_back(tab, &site.wix.logs_in(&target));
        assert_eq!(ended.unwrap(), CART);
        assert!(matches!(site.session(), Session::Member { .. }));
    }
}

#[test]
fn a_login_that_asks_for_a_redirect_loads_no_frame() {
    let (site, tab) = Site::with_visitor();
    redirects(logs_in(tab, false, Some(REDIRECT)));
    assert_eq!(
        site.world.log(),
        [
            "load verifications",
            "post login as visitor",
            "load verifications",
            "post redirect-session as visitor",
            "load logins",
            "exchange 1 logins"
        ]
    );
}

#[test]
fn an_origin_that_is_not_allowed_is_named() {
    let (site, tab) = with_frame(origin_not_allowed());
    let Err(refusal) = logs_in(tab, true, None) else {
        panic!("it was not refused");
    };
    assert_eq!(refusal.code, ErrorCode::OriginNotAllowed);
    assert_eq!(refusal.detail, "https://shop.example");
    assert_eq!(site.wix.presented(), 0);
}

#[test]
fn a_refusal_is_final_and_the_page_stays() {
    for redirect in [None, Some(REDIRECT)] {
        let (site, tab) = with_frame(Frame::Says(json!({"error": "login_required"})));
        let session = site.session();
        assert_eq!(
            refusal(logs_in(tab, true, redirect)),
            ErrorCode::LoginRefused
        );
        assert_eq!(site.wix.presented(), 0);
        assert_eq!(site.session(), session);
    }
}

#[test]
fn a_message_that_belongs_to_another_login_sends_no_token_request() {
    for message in [
        json!({"code": "C2", "state": "forged"}),
        json!({"code": "C2"}),
        json!({"error": "access_denied", "state": "forged"}),
        json!({"state": "forged"}),
        json!("C2"),
        json!(null),
    ] {
        let (site, tab) = with_frame(Frame::SaysAsIs(message.clone()));
        assert_eq!(
            refusal(logs_in(tab, true, None)),
            ErrorCode::FrameSilent,
            "{message}"
        );
        assert_eq!(site.wix.presented(), 0, "{message}");
    }
}

#[test]
fn a_code_of_another_login_makes_nobody_a_member() {
    let (site, tab) = with_frame(Frame::Says(json!({"code": "C1"})));
    let session = site.session();
    let code = refusal(logs_in(tab, true, None));
    assert_eq!(code, ErrorCode::Tokens(Error::TokenRequestRefused));
    assert_eq!(site.session(), session);
}

#[test]
fn without_a_redirect_session_there_is_no_frame() {
    for (status, code) in [
        (503, ErrorCode::ApiUnavailable),
        (403, ErrorCode::ApiRefused),
    ] {
        let (site, tab) = Site::with_visitor();
        let success = json!({"state": "SUCCESS", "sessionToken": SESSION});
        site.wix.responds(200, success);
        site.wix.responds(status, json!({}));
        assert_eq!(refusal(logs_in(tab, true, Some(REDIRECT))), code);
        let log = site.world.log();
        assert_eq!(log.last().unwrap(), "post redirect-session as visitor");
    }
}

#[test]
fn a_failed_token_request_does_not_redirect_the_page() {
    let (site, tab) = Site::with_visitor();
    site.wix
        .redemptions([TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)]);
    let ended = logs_in(tab, true, Some(REDIRECT));
    assert_eq!(result(ended), json!({"loginState": "SUCCESS"}));
    site.wix.redemptions([0; 3].map(TokenResponse::Unavailable));
    let code = refusal(logs_in(tab, true, Some(REDIRECT)));
    assert_eq!(code, ErrorCode::Tokens(Error::TokenEndpointUnavailable));
    assert_eq!(*site.stored(StoredState::PendingLogins).borrow(), "");
}
