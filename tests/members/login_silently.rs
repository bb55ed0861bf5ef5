//! Login of a person who has a live session on the Wix domain, without a page.

use fetch_with_auth::members::{ErrorCode, login_silently};
use fetch_with_auth::oauth::session::Session;
use serde_json::json;

use crate::site::Site;
use crate::tab::refusal;
use crate::wix::Frame;

#[test]
fn a_person_logged_in_at_wix_becomes_a_member() {
    let (site, tab) = Site::with_visitor();
    assert_eq!(
        tab.does(async move { login_silently(&tab).await }),
        Ok(true)
    );
    assert_eq!(
        site.world.log(),
        [
            "post redirect-session as visitor",
            "frame https://wix.example/1",
            "redeem C1",
            "lock",
            "load",
            "store member A2 R2",
            "notify 2",
            "unlock"
        ]
    );
    let body = site.wix.last_body();
    assert_eq!(body["auth"]["prompt"], "none");
    assert_eq!(body["auth"]["authRequest"]["responseMode"], "web_message");
    assert!(body["auth"]["authRequest"].get("sessionToken").is_none());
    assert!(matches!(
        site.session(),
        Session::Member {
            visitor: Some(_),
            ..
        }
    ));
}

#[test]
fn a_person_not_logged_in_at_wix_stays_the_same() {
    for error in ["login_required", "interaction_required", "access_denied"] {
        for (site, tab) in [Site::with_visitor(), Site::with_member(), Site::with_tab()] {
            let stored = site.world.stored();
            *site.wix.frame.borrow_mut() = Frame::Says(json!({"error": error}));
            assert_eq!(
                tab.does(async move { login_silently(&tab).await }),
                Ok(false)
            );
            assert_eq!(site.wix.presented(), 0);
            assert_eq!(site.world.stored(), stored);
        }
    }
}

#[test]
fn a_frame_that_does_not_respond_is_an_error() {
    let (site, tab) = Site::with_visitor();
    *site.wix.frame.borrow_mut() = Frame::NoResponse;
    let ended = tab.does(async move { login_silently(&tab).await });
    assert_eq!(refusal(ended), ErrorCode::FrameSilent);
    assert_eq!(site.wix.presented(), 0);
}

#[test]
fn an_origin_that_is_not_allowed_is_an_error() {
    let (site, tab) = Site::with_visitor();
    let origin = "https://shop.example";
    *site.wix.frame.borrow_mut() =
        Frame::Says(json!({"error": "invalid_request", "rejectedOrigin": origin}));
    let ended = tab.does(async move { login_silently(&tab).await });
    assert_eq!(refusal(ended), ErrorCode::OriginNotAllowed);
}

#[test]
fn a_wix_api_that_is_unavailable_is_an_error() {
    let (site, tab) = Site::with_visitor();
    site.wix.responds(503, json!(null));
    let ended = tab.does(async move { login_silently(&tab).await });
    assert_eq!(refusal(ended), ErrorCode::ApiUnavailable);
    assert_eq!(site.world.log(), ["post redirect-session as visitor"]);
}
