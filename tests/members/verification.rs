//! The code of a mail, and what it belongs to.

use fetch_with_auth::members::{ContinueWith, ErrorCode, Outcome, StoredState, login_step};
use fetch_with_auth::wix::direct_login::Step;
use serde_json::json;

use crate::direct::{asks_for_a_code, form, takes, told, verifying};
use crate::site::Site;
use crate::tab::refusal;

#[test]
fn what_the_code_belongs_to_is_kept_until_a_login_succeeds() {
    let (site, tab) = Site::with_visitor();
    asks_for_a_code(tab, "STATE");
    assert_eq!(
        site.world.log(),
        [
            "look at verifications",
            "post login as visitor",
            "look at verifications",
            "keep 1 verifications"
        ]
    );
    // Another tab, for mail programs open one.
    let tab = site.tab();
    assert!(matches!(takes(tab, Step::Resend), Ok(Outcome::MailSent)));
    assert_eq!(site.wix.last_body(), json!({"stateToken": "STATE"}));
    site.wix.answers(400, json!({}));
    let wrong = told(takes(tab, Step::Verify));
    assert_eq!(wrong["errorCode"], "verificationFailed");
    assert_eq!(
        site.wix.last_body(),
        json!({"stateToken": "STATE", "code": "123456"})
    );
    assert_eq!(told(takes(tab, Step::Verify))["loginState"], "SUCCESS");
    assert_eq!(*site.kept(StoredState::Verification).borrow(), "");
    assert_eq!(refusal(takes(tab, Step::Verify)), ErrorCode::InvalidOptions);
}

#[test]
fn a_code_without_a_verification_under_way_is_not_sent() {
    for taken in [Step::Verify, Step::Resend] {
        let (site, tab) = Site::with_visitor();
        let Err(refusal) = takes(tab, taken) else {
            panic!("it was not refused");
        };
        assert_eq!(
            (refusal.code, &*refusal.detail),
            (ErrorCode::InvalidOptions, "stateToken")
        );
        assert!(site.wix.asked().is_empty());
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
        let ended = takes(tab, Step::Verify);
        assert_eq!(ended.is_ok(), counts, "{seconds}");
        assert_eq!(site.wix.asked().len() > 1, counts, "{seconds}");
    }
}

#[test]
fn the_last_verification_is_the_one_that_counts() {
    let (site, tab) = verifying();
    asks_for_a_code(tab, "ANOTHER");
    takes(tab, Step::Resend).unwrap_or_else(|refusal| panic!("{:?}", refusal.code));
    assert_eq!(site.wix.last_body(), json!({"stateToken": "ANOTHER"}));
}

#[test]
fn a_code_for_which_the_server_gave_no_token_changes_nothing_that_is_kept() {
    let (site, tab) = Site::with_visitor();
    site.wix
        .answers(200, json!({"state": "REQUIRE_EMAIL_VERIFICATION"}));
    let told = told(takes(tab, Step::Login));
    assert_eq!(told["loginState"], "EMAIL_VERIFICATION_REQUIRED");
    assert_eq!(*site.kept(StoredState::Verification).borrow(), "");
}

#[test]
fn a_verification_that_two_tabs_begin_at_once_is_one_of_theirs() {
    let site = Site::new();
    let tabs = [site.tab(), site.tab()];
    site.world.hold("keep");
    let flows = tabs.map(|tab| {
        let token = format!("STATE{}", tab.page.number());
        let answer = json!({"state": "REQUIRE_EMAIL_VERIFICATION", "stateToken": token});
        site.wix.answers(200, answer);
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
            told(flow.end())["loginState"],
            "EMAIL_VERIFICATION_REQUIRED"
        );
    }
    assert!(matches!(
        takes(tabs[0], Step::Resend),
        Ok(Outcome::MailSent)
    ));
    assert_eq!(site.wix.last_body(), json!({"stateToken": "STATE1"}));
}
