use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::wix::login_tokens::StateToken;
use fetch_with_auth::wix::verification::Verification;
use proptest::prelude::*;

use crate::example::cases;

const NOW: UnixTime = UnixTime(1_700_000_000);
const DAY: u64 = 86_400;

fn verification(state_token: &str) -> Verification {
    Verification {
        state_token: StateToken::parse(state_token).unwrap(),
        stored_at: NOW,
    }
}

#[test]
fn a_verification_is_stored_as_these_lines() {
    let text = "fetch-with-auth verification 1\nSTATE.TOKEN\n1700000000";
    assert_eq!(verification("STATE.TOKEN").write(), text);
    assert_eq!(Verification::parse(text), Some(verification("STATE.TOKEN")));
}

#[test]
fn what_is_no_verification_reads_as_none() {
    for text in [
        "",
        "null",
        "fetch-with-auth verification 1",
        "fetch-with-auth verification 1\n",
        "fetch-with-auth verification 1\nT",
        "fetch-with-auth verification 1\nT\n",
        "fetch-with-auth verification 1\nT\nsoon",
        "fetch-with-auth verification 1\n\n1",
        "fetch-with-auth verification 1\na b\n1",
        "fetch-with-auth verification 1\nT\n1\n",
        "fetch-with-auth verification 2\nT\n1",
        "fetch-with-auth synced 1\n1\n1",
    ] {
        assert_eq!(Verification::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_code_is_waited_for_for_a_day() {
    let verification = verification("T");
    for (now, current) in [
        (NOW, true),
        (NOW.plus(DAY), true),
        (NOW.plus(DAY + 1), false),
        // The clock was set back.
        (UnixTime(NOW.0 - DAY), true),
        (UnixTime(NOW.0 - DAY - 1), false),
    ] {
        assert_eq!(verification.is_current(now), current, "{now:?}");
    }
}

#[test]
fn what_could_not_be_stored_is_no_state_token() {
    for text in ["", "a b", "a\nb", "a\r", "\u{e9}"] {
        assert_eq!(StateToken::parse(text), None, "{text:?}");
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_is_written_is_read(token in "[!-~]{1,1000}", stored_at in 0..=9_999_999_999_999_999_999_u64) {
        let verification = Verification { stored_at: UnixTime(stored_at), ..verification(&token) };
        prop_assert_eq!(Verification::parse(&verification.write()), Some(verification));
    }

    #[test]
    fn any_lines_read_as_what_can_be_written_or_as_none(lines in prop::collection::vec(prop_oneof!["[0-9]{1,20}", "[!-~]{0,6}", any::<String>()], 0..4)) {
        if let Some(read) = Verification::parse(&format!("fetch-with-auth verification 1\n{}", lines.join("\n"))) {
            prop_assert_eq!(Verification::parse(&read.write()), Some(read));
        }
    }
}
