//! A login by redirect begins.

use fetch_with_auth::members::{ErrorCode, RedirectOptions, StoredState, login_with_redirect};
use fetch_with_auth::oauth::pkce::{State, Verifier};
use fetch_with_auth::wix::authorization_request::{Prompt, ResponseMode};
use fetch_with_auth::wix::redirect_session::PATH;
use serde_json::json;

use crate::site::Site;
use crate::tab::refusal;
use crate::wix::challenge_of;

pub const CALLBACK: &str = "https://shop.example/callback";
pub const CART: &str = "https://shop.example/cart";
pub const REDIRECT: RedirectOptions<'static> = RedirectOptions {
    redirect_uri: CALLBACK,
    return_to: CART,
    response_mode: ResponseMode::Fragment,
    prompt: Prompt::Login,
    idp: None,
};

#[test]
fn the_visitor_requests_a_code_and_the_verifier_is_not_sent() {
    let (site, tab) = Site::with_visitor();
    let target = tab.does(async move { login_with_redirect(&tab, &REDIRECT, None).await });
    assert_eq!(target.unwrap().full_url, "https://wix.example/1");
    assert_eq!(
        site.world.log(),
        [
            "post redirect-session as visitor",
            "load logins",
            "exchange 1 logins"
        ]
    );
    let [request] = &site.wix.requests()[..] else {
        panic!("one question");
    };
    let (state, verifier) = (State::new([1; 32]), Verifier::new([2; 32]));
    assert_eq!((&*request.signer, &*request.path), ("visitor", PATH));
    assert_eq!(
        request.body,
        json!({"auth": {"prompt": "login", "authRequest": {
            "redirectUri": CALLBACK,
            "clientId": "CLIENT",
            "codeChallenge": challenge_of(&verifier),
            "codeChallengeMethod": "S256",
            "responseMode": "fragment",
            "responseType": "code",
            "scope": "offline_access",
            "state": state.expose(),
        }}})
    );
    let stored = site.stored(StoredState::PendingLogins).borrow();
    for known in [state.expose(), verifier.expose(), CALLBACK, CART] {
        assert!(stored.lines().any(|line| line == known));
    }
}

#[test]
fn a_member_who_logs_in_again_is_signed_by_the_visitor() {
    let (site, tab) = Site::with_member();
    tab.does(async move { login_with_redirect(&tab, &REDIRECT, None).await })
        .unwrap();
    assert_eq!(site.wix.requests()[0].signer, "visitor");
}

#[test]
fn state_and_verifier_are_stored_before_the_page_navigates() {
    let (site, tab) = Site::with_visitor();
    site.world.delay("exchange");
    let login = tab.starts(async move { login_with_redirect(&tab, &REDIRECT, None).await });
    site.world.run();
    assert!(!login.is_over());
    site.world.release();
    site.world.run();
    assert!(login.end().is_ok());
}

#[test]
fn nothing_is_stored_without_a_url_to_navigate_to() {
    for (status, body, code) in [
        (400, json!({}), ErrorCode::ApiRefused),
        (401, json!({}), ErrorCode::ApiRefused),
        (403, json!({"message": "no"}), ErrorCode::ApiRefused),
        (200, json!({}), ErrorCode::ApiRefused),
        (
            200,
            json!({"redirectSession": {"fullUrl": "javascript:1"}}),
            ErrorCode::ApiRefused,
        ),
        (429, json!({}), ErrorCode::ApiUnavailable),
        (503, json!(null), ErrorCode::ApiUnavailable),
        (0, json!(null), ErrorCode::ApiUnavailable),
    ] {
        let (site, tab) = Site::with_visitor();
        let session = site.session();
        site.wix.responds(status, body);
        let ended = tab.does(async move { login_with_redirect(&tab, &REDIRECT, None).await });
        assert_eq!(refusal(ended), code, "{status}");
        assert_eq!(site.world.log(), ["post redirect-session as visitor"]);
        assert_eq!(*site.stored(StoredState::PendingLogins).borrow(), "");
        assert_eq!(site.session(), session);
    }
}

#[test]
fn a_url_that_cannot_be_stored_is_refused_before_anything_is_sent() {
    let redirect = |redirect_uri, return_to| RedirectOptions {
        redirect_uri,
        return_to,
        ..REDIRECT
    };
    for redirect in [
        redirect("", CART),
        redirect("https://shop.example/\ncallback", CART),
        redirect(CALLBACK, "https://shop.example/\ncart"),
    ] {
        let (site, tab) = Site::with_visitor();
        let ended = tab.does(async move { login_with_redirect(&tab, &redirect, None).await });
        assert_eq!(refusal(ended), ErrorCode::InvalidOptions);
        assert!(site.world.log().is_empty());
    }
}

#[test]
fn every_login_has_a_state_and_a_verifier_of_its_own() {
    let (site, tab) = Site::with_visitor();
    for _ in 0..2 {
        tab.does(async move { login_with_redirect(&tab, &REDIRECT, None).await })
            .unwrap();
    }
    let requests = site.wix.requests();
    let [first, second] = [0, 1].map(|at| &requests[at].body["auth"]["authRequest"]);
    assert_ne!(first["state"], second["state"]);
    assert_ne!(first["codeChallenge"], second["codeChallenge"]);
    assert_ne!(first["state"], first["codeChallenge"]);
}
