//! The redemption of a code is retried, and no result of it ends a session.

use fetch_with_auth::Error;
use fetch_with_auth::members::ErrorCode;
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::session::Session;

use crate::handle_redirect::{comes_back, redirecting};
use crate::tab::refusal;

#[test]
fn a_transient_failure_is_retried_after_growing_pauses() {
    let (site, tab, target) = redirecting();
    let began = site.world.clock.real();
    site.wix
        .redemptions([TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)]);
    comes_back(tab, &site.wix.logs_in(&target)).unwrap();
    let log = site.world.log();
    assert_eq!(
        log[2..8],
        [
            "redeem C1",
            "pause 500",
            "redeem C1",
            "pause 1500",
            "redeem C1",
            "lock"
        ]
    );
    assert_eq!(site.world.clock.real() - began, 2000);
}

#[test]
fn the_third_attempt_is_the_last() {
    let (site, tab, target) = redirecting();
    let session = site.session();
    site.wix.redemptions([0; 4].map(TokenResponse::Unavailable));
    let ended = comes_back(tab, &site.wix.logs_in(&target));
    let code = refusal(ended);
    assert_eq!(code, ErrorCode::Tokens(Error::TokenEndpointUnavailable));
    assert_eq!(code.name(), "token_endpoint_unavailable");
    assert_eq!(site.wix.presented(), 3);
    assert_eq!(site.session(), session);
}

#[test]
fn what_a_retry_cannot_mend_is_not_retried() {
    for error in [
        Error::TokenRequestRefused,
        Error::InvalidTokenResponse,
        // It did not respond in time, and may have used the code.
        Error::TokenEndpointUnavailable,
    ] {
        let (site, tab, target) = redirecting();
        site.wix.redemptions([TokenResponse::Failed(error)]);
        let code = refusal(comes_back(tab, &site.wix.logs_in(&target)));
        assert_eq!(code, ErrorCode::Tokens(error));
        assert_eq!(code.name(), error.code());
        assert_eq!(
            site.world.log(),
            ["load logins", "exchange 0 logins", "redeem C1"]
        );
    }
}

#[test]
fn invalid_grant_for_a_code_ends_no_session_and_creates_no_visitor() {
    let (site, ..) = redirecting();
    let visitor = site.session();
    let member = visitor.signed_in(site.somebody().into());
    for session in [Session::Empty, visitor, member.clone(), member.denied()] {
        let (site, tab, target) = redirecting();
        site.world.store(session.clone());
        let stored = site.world.stored();
        let families = site.world.endpoint.families();
        site.wix.redemptions([TokenResponse::InvalidGrant]);
        let code = refusal(comes_back(tab, &site.wix.logs_in(&target)));
        assert_eq!(code, ErrorCode::Tokens(Error::TokenRequestRefused));
        assert_eq!(
            site.world.log(),
            ["load logins", "exchange 0 logins", "redeem C1"]
        );
        assert_eq!(site.world.stored(), stored);
        assert_eq!(site.world.endpoint.families(), families);
    }
}
