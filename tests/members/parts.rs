//! The parts of a login, for a caller that stores `state`, code verifier and tokens
//! itself, as `OAuthStrategy` of @wix/sdk asks it to.

use fetch_with_auth::Error;
use fetch_with_auth::members::{
    ErrorCode, authorization_url, login_with_session_token, redeem_code, submit_step,
};
use fetch_with_auth::oauth::callback::Code;
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::pkce::{State, Verifier};
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::wix::authorization_request::{
    AuthorizationParameters, AuthorizationRequest, Prompt, ResponseMode,
};
use fetch_with_auth::wix::direct_login::Step;
use fetch_with_auth::wix::login_response::LoginResponse;
use fetch_with_auth::wix::login_tokens::{SessionToken, StateToken};
use fetch_with_auth::wix::redirect_session::PATH;
use serde_json::json;

use crate::example::LOGINS;
use crate::login_step::form;
use crate::login_with_redirect::CALLBACK;
use crate::site::Site;
use crate::tab::{Tab, refusal};
use crate::wix::{Frame, SESSION, challenge_of};

fn session_token() -> SessionToken {
    SessionToken::parse(SESSION).unwrap()
}

/// The verifier of the caller.
fn verifier() -> Verifier {
    Verifier::new([7; 32])
}

/// Requests the URL of an authorization request of the caller's: the code of it.
fn requests_url(tab: Tab, redirect_uri: Option<&'static str>) -> Code {
    let session = tab.does(async move {
        let request = AuthorizationRequest {
            client_id: "CLIENT",
            state: &State::read("the caller's state").unwrap(),
            challenge: &challenge_of(&verifier()),
            parameters: AuthorizationParameters {
                redirect_uri,
                response_mode: ResponseMode::Query,
                prompt: Prompt::Login,
                session_token: Some(&session_token()),
                idp: Some("GUID"),
            },
        };
        authorization_url(&tab, &request).await
    });
    let [(_, code), _] = tab.site.wix.logs_in(&session.unwrap());
    Code::read(&code).unwrap()
}

#[test]
fn an_authorization_url_is_requested_with_what_the_caller_gives_and_stores_nothing() {
    let (site, tab) = Site::with_visitor();
    requests_url(tab, Some(CALLBACK));
    assert_eq!(site.world.log(), ["post redirect-session as visitor"]);
    assert_eq!(site.wix.requests()[0].path, PATH);
    assert_eq!(
        site.wix.last_body(),
        json!({"auth": {"prompt": "login", "authRequest": {
            "redirectUri": CALLBACK,
            "clientId": "CLIENT",
            "codeChallenge": challenge_of(&verifier()),
            "codeChallengeMethod": "S256",
            "responseMode": "query",
            "responseType": "code",
            "scope": "offline_access",
            "state": "the caller's state",
            "sessionToken": SESSION,
            "idp": "GUID",
        }}})
    );
}

#[test]
fn a_redeemed_code_is_a_token_set_and_signs_nobody_in() {
    for redirect_uri in [Some(CALLBACK), None] {
        let (site, tab) = Site::with_visitor();
        let code = requests_url(tab, redirect_uri);
        let session = site.session();
        site.world.log();
        let tokens =
            tab.does(async move { redeem_code(&tab, &code, &verifier(), redirect_uri).await });
        assert_eq!(tokens.unwrap().access.expose(), "A2");
        assert_eq!(site.world.log(), ["redeem C1"]);
        assert_eq!(site.session(), session);
    }
}

#[test]
fn a_code_is_not_redeemed_with_another_verifier_or_another_redirect_uri() {
    for (verifier, redirect_uri) in [
        (Verifier::new([8; 32]), Some(CALLBACK)),
        (verifier(), Some("https://shop.example/other")),
        (verifier(), None),
    ] {
        let (_, tab) = Site::with_visitor();
        let code = requests_url(tab, Some(CALLBACK));
        let tokens =
            tab.does(async move { redeem_code(&tab, &code, &verifier, redirect_uri).await });
        let expected = ErrorCode::Tokens(Error::TokenRequestRefused);
        assert_eq!(refusal(tokens), expected);
    }
}

#[test]
fn a_code_is_redeemed_again_while_the_token_endpoint_is_unavailable() {
    let (site, tab) = Site::with_visitor();
    let code = requests_url(tab, None);
    site.world.log();
    site.wix.redemptions([TokenResponse::Unavailable(0)]);
    let tokens = tab.does(async move { redeem_code(&tab, &code, &verifier(), None).await });
    assert!(tokens.is_ok());
    assert_eq!(site.world.log(), ["redeem C1", "pause 500", "redeem C1"]);
}

#[test]
fn a_submitted_step_returns_its_token_and_does_not_continue() {
    for step in LOGINS {
        let (site, tab) = Site::with_visitor();
        let session = site.session();
        let response = tab.does(async move {
            let state_token = StateToken::parse("STATE");
            submit_step(&tab, step, &mut form(), state_token.as_ref()).await
        });
        assert_eq!(response, Ok(LoginResponse::SignedIn(session_token())));
        let [post] = &site.world.log()[..] else {
            panic!("one effect");
        };
        assert!(post.starts_with("post "), "{post}");
        assert_eq!(site.session(), session);
    }
}

#[test]
fn a_submitted_step_that_needs_a_code_returns_the_state_token_and_stores_nothing() {
    let (site, tab) = Site::with_visitor();
    site.wix.responds(
        200,
        json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": "STATE"}),
    );
    let response = tab.does(async move { submit_step(&tab, Step::Login, &mut form(), None).await });
    let Ok(LoginResponse::VerifyEmail(Some(state_token))) = response else {
        panic!("{response:?}");
    };
    assert_eq!(site.world.log(), ["post login as visitor"]);
    tab.does(async move { submit_step(&tab, Step::Verify, &mut form(), Some(&state_token)).await })
        .unwrap();
    assert_eq!(
        site.wix.last_body(),
        json!({"code": "123456", "stateToken": "STATE"})
    );
}

#[test]
fn a_submitted_step_without_its_state_token_is_refused_before_anything_is_sent() {
    let (site, tab) = Site::with_visitor();
    let response =
        tab.does(async move { submit_step(&tab, Step::Verify, &mut form(), None).await });
    let refusal = response.unwrap_err();
    assert_eq!(
        (refusal.code, &*refusal.detail),
        (ErrorCode::InvalidOptions, "stateToken")
    );
    assert!(site.world.log().is_empty());
}

#[test]
fn a_submitted_step_that_the_server_cannot_decide_is_an_error() {
    for (status, code) in [
        (503, ErrorCode::ApiUnavailable),
        (0, ErrorCode::ApiUnavailable),
        (401, ErrorCode::ApiRefused),
    ] {
        let (site, tab) = Site::with_visitor();
        site.wix.responds(status, json!(null));
        let response =
            tab.does(async move { submit_step(&tab, Step::Login, &mut form(), None).await });
        assert_eq!(refusal(response), code, "{status}");
    }
}

#[test]
fn a_session_token_signs_its_member_in_without_a_step_before() {
    let (site, tab) = Site::with_visitor();
    let login = tab.does(async move { login_with_session_token(&tab, &session_token()).await });
    assert_eq!(login, Ok(()));
    assert!(matches!(site.session(), Session::Member { .. }));
    let request = &site.wix.last_body()["auth"]["authRequest"];
    assert_eq!(request["sessionToken"], SESSION);
    assert_eq!(request["responseMode"], "web_message");
}

#[test]
fn a_session_token_signs_nobody_in_if_the_frame_does_not_respond() {
    let (site, tab) = Site::with_visitor();
    *site.wix.frame.borrow_mut() = Frame::NoResponse;
    let session = site.session();
    let login = tab.does(async move { login_with_session_token(&tab, &session_token()).await });
    assert_eq!(refusal(login), ErrorCode::FrameSilent);
    assert_eq!(site.session(), session);
}
