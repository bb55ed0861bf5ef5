//! A login with the page's own form, step by step.

use fetch_with_auth::json::Json;
use fetch_with_auth::members::{
    ContinueWith, ErrorCode, Outcome, Refusal, StoredState, login_step,
};
use fetch_with_auth::oauth::session::Session;
use fetch_with_auth::wix::direct_login::Step;
use serde_json::{Value, json};

use crate::example::{LOGINS, MAILS, tree, value};
use crate::site::Site;
use crate::tab::{Tab, refusal};

/// What every step needs.
pub fn form() -> Json {
    tree(&json!({
        "email": "ada@shop.example",
        "password": "correct horse",
        "code": "123456",
        "recoveryToken": "RECOVERY",
        "redirectUri": "https://shop.example/reset",
    }))
}

/// Takes this step, and goes on in a frame.
pub fn takes_step(tab: Tab, taken: Step) -> Result<Outcome, Refusal> {
    let next = ContinueWith {
        in_frame: true,
        redirect: None,
    };
    tab.does(async move { login_step(&tab, taken, &mut form(), &next).await })
}

/// What the caller is result, as JavaScript sees it.
#[track_caller]
pub fn result(ended: Result<Outcome, Refusal>) -> Value {
    match ended {
        Ok(Outcome::Result(result)) => value(&result.json()),
        Ok(Outcome::MailSent) => panic!("a mail was sent"),
        Ok(Outcome::Redirect(_)) => panic!("the page is to be left"),
        Err(refusal) => panic!("{:?}", refusal.code),
    }
}

/// A tab whose visitor has to enter the code of an e-mail.
pub fn verifying() -> (Site, Tab) {
    let (site, tab) = Site::with_visitor();
    asks_for_a_code(tab, "STATE");
    site.world.log();
    (site, tab)
}

pub fn asks_for_a_code(tab: Tab, state_token: &str) {
    let response = json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": state_token});
    tab.site.wix.responds(200, response);
    assert_eq!(
        result(takes_step(tab, Step::Login)),
        json!({"loginState": "EMAIL_VERIFICATION_REQUIRED"})
    );
}

#[test]
fn the_visitor_takes_every_step() {
    for taken in [LOGINS.as_slice(), &MAILS].concat() {
        for (site, tab) in [verifying(), with_member_verifying()] {
            takes_step(tab, taken).unwrap_or_else(|refusal| panic!("{:?}", refusal.code));
            let request = &site.wix.requests()[1];
            assert_eq!(
                (&*request.signer, &*request.path),
                ("visitor", taken.path())
            );
        }
    }
}

fn with_member_verifying() -> (Site, Tab) {
    let (site, tab) = Site::with_member();
    asks_for_a_code(tab, "STATE");
    (site, tab)
}

#[test]
fn success_becomes_a_member_beside_the_visitor() {
    for taken in LOGINS {
        let (site, tab) = verifying();
        assert_eq!(
            result(takes_step(tab, taken)),
            json!({"loginState": "SUCCESS"})
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
}

#[test]
fn a_login_without_a_verification_changes_nothing_that_is_stored() {
    let (site, tab) = Site::with_visitor();
    takes_step(tab, Step::Login).unwrap_or_else(|refusal| panic!("{:?}", refusal.code));
    assert_eq!(
        site.world.log(),
        [
            "load verifications",
            "post login as visitor",
            "load verifications",
            "post redirect-session as visitor",
            "frame https://wix.example/2",
            "redeem C2",
            "lock",
            "load",
            "store member A2 R2",
            "notify 2",
            "unlock"
        ]
    );
}

#[test]
fn whatever_else_the_server_says_is_reported_and_nobody_changes() {
    let wrong = json!({"details": {"applicationError": {"code": "-19976"}}});
    for (status, response, expected) in [
        (
            200,
            json!({"state": "REQUIRE_OWNER_APPROVAL"}),
            "OWNER_APPROVAL_REQUIRED",
        ),
        (200, json!({"state": "STATUS_CHECK"}), "STATUS_CHECK"),
        (200, json!({"state": "REQUIRE_MFA"}), "REQUIRE_MFA"),
        (200, json!({"state": "SOMETHING_NEW"}), "UNKNOWN"),
        (200, json!({"state": "SUCCESS"}), "FAILURE"),
        (401, wrong, "FAILURE"),
        (429, json!({}), "FAILURE"),
        (403, json!({}), "FAILURE"),
    ] {
        for taken in LOGINS {
            let (site, tab) = verifying();
            let session = site.session();
            site.wix.responds(status, response.clone());
            let result = result(takes_step(tab, taken));
            assert_eq!(result["loginState"], expected, "{taken:?}");
            assert_eq!(site.session(), session);
            assert_eq!(site.wix.presented(), 0);
            assert_ne!(*site.stored(StoredState::Verification).borrow(), "");
        }
    }
}

#[test]
fn a_mail_is_sent_and_that_is_all() {
    for taken in MAILS {
        let (site, tab) = verifying();
        let session = site.session();
        assert!(matches!(takes_step(tab, taken), Ok(Outcome::MailSent)));
        assert_eq!(site.world.log().len(), 2);
        assert_eq!(site.session(), session);
    }
}

#[test]
fn a_transient_failure_and_a_refused_token_change_nothing() {
    for (status, code) in [
        (503, ErrorCode::ApiUnavailable),
        (408, ErrorCode::ApiUnavailable),
        (0, ErrorCode::ApiUnavailable),
        (401, ErrorCode::ApiRefused),
    ] {
        for taken in [LOGINS.as_slice(), &MAILS].concat() {
            let (site, tab) = verifying();
            let session = site.session();
            site.wix.responds(status, json!(null));
            assert_eq!(refusal(takes_step(tab, taken)), code, "{taken:?}, {status}");
            assert_eq!(site.session(), session);
            assert_eq!(site.world.log().len(), 2);
            assert_eq!(
                result(takes_step(tab, Step::Verify))["loginState"],
                "SUCCESS"
            );
        }
    }
}

#[test]
fn a_step_without_what_it_needs_is_refused_before_anything_is_sent() {
    for (taken, missing) in [
        (Step::Register, "email"),
        (Step::Login, "email"),
        (Step::SendReset, "email"),
        (Step::Verify, "code"),
        (Step::Reset, "recoveryToken"),
    ] {
        let (site, tab) = verifying();
        let next = ContinueWith {
            in_frame: true,
            redirect: None,
        };
        let nothing = Json::object();
        let ended =
            tab.does(async move { login_step(&tab, taken, &mut nothing.clone(), &next).await });
        let Err(refusal) = ended else {
            panic!("it was not refused");
        };
        assert_eq!(
            (refusal.code, &*refusal.detail),
            (ErrorCode::InvalidOptions, missing)
        );
        assert_eq!(site.world.log(), ["load verifications"]);
    }
}
