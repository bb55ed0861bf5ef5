//! The code of a mail, and what it belongs to.

use fetch_with_auth::members::{ContinueWith, ErrorCode, Outcome, StoredState, login_step};
use fetch_with_auth::wix::direct_login::Step;
use serde_json::json;

use crate::login_step::{asks_for_a_code, form, result, takes_step, verifying};
use crate::site::Site;
use crate::tab::refusal;

#[test]
fn a_state_token_is_stored_until_a_login_succeeds() {
    let (site, tab) = Site::with_visitor();
    asks_for_a_code(tab, "STATE");
    assert_eq!(
        site.world.log(),
        [
            "load verifications",
            "post login as visitor",
            "load verifications",
            "exchange 1 verifications"
        ]
    );
    // Another tab, for mail programs open one.
    let tab = site.tab();
    assert!(matches!(
        takes_step(tab, Step::Resend),
        Ok(Outcome::MailSent)
    ));
    assert_eq!(site.wix.last_body(), json!({"stateToken": "STATE"}));
    site.wix.responds(400, json!({}));
    let wrong = result(takes_step(tab, Step::Verify));
    assert_eq!(wrong["errorCode"], "verificationFailed");
    assert_eq!(
        site.wix.last_body(),
        json!({"stateToken": "STATE", "code": "123456"})
    );
    assert_eq!(
        result(takes_step(tab, Step::Verify))["loginState"],
        "SUCCESS"
    );
    assert_eq!(*site.stored(StoredState::Verification).borrow(), "");
    assert_eq!(
        refusal(takes_step(tab, Step::Verify)),
        ErrorCode::InvalidOptions
    );
}

#[test]
fn a_code_without_a_verification_in_progress_is_not_sent() {
    for taken in [Step::Verify, Step::Resend] {
        let (site, tab) = Site::with_visitor();
        let Err(refusal) = takes_step(tab, taken) else {
            panic!("it was not refused");
        };
        assert_eq!(
            (refusal.code, &*refusal.detail),
            (ErrorCode::InvalidOptions, "stateToken")
        );
        assert!(site.wix.requests().is_empty());
    }
}

#[test]
fn a_verification_of_yesterday_is_none_whichever_way_the_clock_went() {
    const DAY: i64 = 86_400;
    for (seconds, counts) in [
        (DAY, true),
        (DAY + 1, false),
        (-DAY, true),
        (-DAY - 1, false),
    ] {
        let (site, tab) = verifying();
        site.world.clock.jump(seconds);
        let ended = takes_step(tab, Step::Verify);
        assert_eq!(ended.is_ok(), counts, "{seconds}");
        assert_eq!(site.wix.requests().len() > 1, counts, "{seconds}");
    }
}

#[test]
fn the_last_verification_counts() {
    let (site, tab) = verifying();
    asks_for_a_code(tab, "ANOTHER");
    takes_step(tab, Step::Resend).unwrap_or_else(|refusal| panic!("{:?}", refusal.code));
    assert_eq!(site.wix.last_body(), json!({"stateToken": "ANOTHER"}));
}

#[test]
fn a_code_without_a_state_token_changes_nothing_that_is_stored() {
    let (site, tab) = Site::with_visitor();
    site.wix
        .responds(200, json!({"state": "REQUIRE_EMAIL_VERIFICATION"}));
    let result = result(takes_step(tab, Step::Login));
    assert_eq!(result["loginState"], "EMAIL_VERIFICATION_REQUIRED");
    assert_eq!(*site.stored(StoredState::Verification).borrow(), "");
}

#[test]
fn of_two_verifications_at_once_one_is_stored() {
    let site = Site::new();
    let tabs = [site.tab(), site.tab()];
    site.world.delay("exchange");
    let flows = tabs.map(|tab| {
        let token = format!("STATE{}", tab.page.number());
        let response = json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": token});
        site.wix.responds(200, response);
        let next = ContinueWith {
            in_frame: true,
            redirect: None,
        };
        tab.starts(async move { login_step(&tab, Step::Login, &mut form(), &next).await })
    });
    site.world.run();
    site.world.release();
    site.world.run();
    for flow in flows {
        assert_eq!(
            result(flow.end())["loginState"],
            "EMAIL_VERIFICATION_REQUIRED"
        );
    }
    assert!(matches!(
        takes_step(tabs[0], Step::Resend),
        Ok(Outcome::MailSent)
    ));
    assert_eq!(site.wix.last_body(), json!({"stateToken": "STATE1"}));
}
