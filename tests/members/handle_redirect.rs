//! A login by redirect comes back.

use fetch_with_auth::members::{ErrorCode, StoredState, handle_redirect, login_with_redirect};
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::wix::redirect_session::RedirectSession;
use fetch_with_auth::{Error, members::Refusal};
use proptest::prelude::*;

use crate::example::cases;
use crate::login_with_redirect::{CART, REDIRECT};
use crate::site::Site;
use crate::tab::{Tab, refusal};
use crate::wix::callback;

/// A tab that is about to leave for the login page.
pub fn redirecting() -> (Site, Tab, RedirectSession) {
    let (site, tab) = Site::with_visitor();
    let target = redirects(tab);
    (site, tab, target)
}

fn redirects(tab: Tab) -> RedirectSession {
    let target = tab.does(async move { login_with_redirect(&tab, &REDIRECT, None).await });
    tab.site.world.log();
    target.unwrap()
}

/// The callback page of this tab gets these parameters.
pub fn comes_back(tab: Tab, parameters: &[(&str, String)]) -> Result<String, Refusal> {
    let callback = callback(parameters);
    tab.does(async move { handle_redirect(&tab, callback).await })
}

fn is_member(site: Site) -> bool {
    matches!(site.session(), Session::Member { .. })
}

#[test]
fn the_state_is_used_up_then_the_code_redeemed_then_the_member_stored() {
    let (site, tab, target) = redirecting();
    let ended = comes_back(tab, &site.wix.logs_in(&target));
    assert_eq!(ended.unwrap(), CART);
    assert_eq!(
        site.world.log(),
        [
            "load logins",
            "exchange 0 logins",
            "redeem C1",
            "lock",
            "load",
            "store member A2 R2",
            "notify 2",
            "unlock"
        ]
    );
    assert!(matches!(
        site.session(),
        Session::Member {
            visitor: Some(_),
            ..
        }
    ));
    assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(1));
}

#[test]
fn a_state_is_valid_once() {
    let (site, tab, target) = redirecting();
    let parameters = site.wix.logs_in(&target);
    comes_back(tab, &parameters).unwrap();
    let session = site.session();
    site.world.log();
    let again = comes_back(tab, &parameters);
    assert_eq!(refusal(again), ErrorCode::StateMismatch);
    assert_eq!(site.world.log(), ["load logins", "exchange 0 logins"]);
    assert_eq!(site.session(), session);
}

#[test]
fn a_refusal_uses_the_state_up_too() {
    let (site, tab, target) = redirecting();
    let [code, state] = site.wix.logs_in(&target);
    let refused = [("error", "access_denied".to_owned()), state.clone()];
    assert_eq!(refusal(comes_back(tab, &refused)), ErrorCode::LoginRefused);
    let late = comes_back(tab, &[code, state]);
    assert_eq!(refusal(late), ErrorCode::StateMismatch);
    assert_eq!(site.wix.presented(), 0);
    assert!(!is_member(site));
}

#[test]
fn a_failed_token_request_uses_the_state_up_too() {
    use fetch_with_auth::oauth::grant::TokenResponse;
    let (site, tab, target) = redirecting();
    let parameters = site.wix.logs_in(&target);
    let error = Error::InvalidTokenResponse;
    site.wix.redemptions([TokenResponse::Failed(error)]);
    let ended = comes_back(tab, &parameters);
    assert_eq!(refusal(ended), ErrorCode::Tokens(error));
    let again = comes_back(tab, &parameters);
    assert_eq!(refusal(again), ErrorCode::StateMismatch);
    assert_eq!(site.wix.presented(), 1);
}

#[test]
fn the_state_is_used_up_before_the_code_is_redeemed() {
    let (site, tab, target) = redirecting();
    let callback = callback(&site.wix.logs_in(&target));
    site.world.delay("exchange");
    let login = tab.starts(async move { handle_redirect(&tab, callback).await });
    site.world.run();
    assert!(!login.is_over());
    assert_eq!(site.wix.presented(), 0);
    site.world.release();
    site.world.run();
    assert!(login.end().is_ok());
}

#[test]
fn a_forged_state_sends_no_token_request_and_harms_no_login() {
    let (site, tab, target) = redirecting();
    let [code, state] = site.wix.logs_in(&target);
    let mut near = state.1.clone();
    near.pop();
    for forged in ["forged", "x y", &near, &format!("{}A", state.1)] {
        for response in [code.clone(), ("error", "access_denied".to_owned())] {
            let ended = comes_back(tab, &[response, ("state", forged.to_owned())]);
            assert_eq!(refusal(ended), ErrorCode::StateMismatch, "{forged}");
        }
    }
    assert_eq!(site.wix.presented(), 0);
    assert!(comes_back(tab, &[code, state]).is_ok());
}

#[test]
fn a_response_in_another_browser_sends_no_token_request() {
    let (site, _, target) = redirecting();
    let (other, tab) = Site::with_visitor();
    let session = other.session();
    let ended = comes_back(tab, &site.wix.logs_in(&target));
    assert_eq!(refusal(ended), ErrorCode::StateMismatch);
    assert_eq!(
        (site.wix.presented(), other.wix.presented()),
        (0, 0),
        "no token request"
    );
    assert_eq!(other.session(), session);
}

#[test]
fn a_response_after_more_than_an_hour_is_refused() {
    for (seconds, is_in_time) in [(3600, true), (3601, false)] {
        let (site, tab, target) = redirecting();
        site.world.clock.pass(seconds);
        let ended = comes_back(tab, &site.wix.logs_in(&target));
        assert_eq!(ended.is_ok(), is_in_time);
        assert_eq!(site.wix.presented(), usize::from(is_in_time));
        assert_eq!(
            site.stored(StoredState::PendingLogins)
                .borrow()
                .lines()
                .count(),
            1
        );
    }
}

#[test]
fn another_login_s_code_is_not_redeemed_by_this_login_s_verifier() {
    let (site, tab, target) = redirecting();
    let other = redirects(tab);
    let [_, state] = site.wix.logs_in(&target);
    let [code, _] = site.wix.logs_in(&other);
    let session = site.session();
    let ended = comes_back(tab, &[code, state]);
    assert_eq!(
        refusal(ended),
        ErrorCode::Tokens(Error::TokenRequestRefused),
        "the challenge is of another verifier"
    );
    assert_eq!(site.session(), session);
}

#[test]
fn an_error_response_is_reported_as_the_cause() {
    let (_, tab, target) = redirecting();
    let [_, state] = tab.site.wix.logs_in(&target);
    let description = "they said no".to_owned();
    let refused = [
        ("error", "access_denied".to_owned()),
        ("error_description", description),
        state,
    ];
    let refusal = comes_back(tab, &refused).unwrap_err();
    assert_eq!(refusal.cause.get("error").text(), Some("access_denied"));
    assert_eq!(
        refusal.cause.get("errorDescription").text(),
        Some("they said no")
    );
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_response_that_two_tabs_receive_at_once_is_redeemed_once(choices in prop::collection::vec(any::<u8>(), 0..40)) {
        let (site, tab, target) = redirecting();
        let tabs = [tab, site.tab()];
        let parameters = site.wix.logs_in(&target);
        let flows = tabs.map(|tab| {
            let callback = callback(&parameters);
            tab.starts(async move { handle_redirect(&tab, callback).await })
        });
        site.world.run_by(&choices);
        let ended = flows.map(|flow| flow.end().map_err(|refusal| refusal.code));
        prop_assert!(ended.contains(&Ok(CART.to_owned())), "{:?}", ended);
        prop_assert!(ended.contains(&Err(ErrorCode::StateMismatch)), "{:?}", ended);
        prop_assert_eq!(site.wix.presented(), 1);
        prop_assert!(is_member(site));
    }

    #[test]
    fn logins_of_many_tabs_at_once_all_come_back(choices in prop::collection::vec(any::<u8>(), 0..60)) {
        let site = Site::new();
        let tabs = [site.tab(), site.tab(), site.tab()];
        let flows = tabs.map(|tab| tab.starts(async move { login_with_redirect(&tab, &REDIRECT, None).await }));
        site.world.run_by(&choices);
        let targets = flows.map(|flow| flow.end().unwrap());
        for (tab, target) in tabs.iter().zip(&targets) {
            prop_assert!(comes_back(*tab, &site.wix.logs_in(target)).is_ok());
        }
    }
}
