use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::wix::synced::Synced;
use proptest::prelude::*;

use crate::example::cases;

const NOW: UnixTime = UnixTime(1_700_000_000);
const WEEK: u64 = 7 * 86_400;

#[test]
fn a_sync_is_stored_as_these_lines() {
    let synced = Synced {
        generation: 42,
        at: NOW,
    };
    let text = "fetch-with-auth synced 1\n42\n1700000000";
    assert_eq!(synced.write(), text);
    assert_eq!(Synced::read(text), Some(synced));
}

#[test]
fn what_is_no_sync_reads_as_none() {
    for text in [
        "",
        "1700000000000",
        "fetch-with-auth synced 1",
        "fetch-with-auth synced 1\n42",
        "fetch-with-auth synced 1\n42\n",
        "fetch-with-auth synced 1\n42\nsoon",
        "fetch-with-auth synced 1\n\n1700000000",
        "fetch-with-auth synced 1\n42\n1700000000\n",
        "fetch-with-auth synced 10\n42\n1700000000",
        "fetch-with-auth verification 1\n42\n1700000000",
    ] {
        assert_eq!(Synced::read(text), None, "{text:?}");
    }
}

#[test]
fn a_sync_holds_for_its_session_and_a_week() {
    let synced = Synced {
        generation: 42,
        at: NOW,
    };
    for (generation, now, holds) in [
        (42, NOW, true),
        (42, NOW.plus(WEEK - 1), true),
        (42, NOW.plus(WEEK), false),
        (42, NOW.plus(100 * WEEK), false),
        (41, NOW, false),
        (43, NOW, false),
        (0, NOW, false),
        // The clock was set back.
        (42, UnixTime(NOW.0 - WEEK + 1), true),
        (42, UnixTime(NOW.0 - WEEK), false),
    ] {
        assert_eq!(synced.holds(generation, now), holds, "{generation} {now:?}");
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_is_written_is_read(generation in 0..=9_999_999_999_999_999_999_u64, at in 0..=9_999_999_999_999_999_999_u64) {
        let synced = Synced { generation, at: UnixTime(at) };
        prop_assert_eq!(Synced::read(&synced.write()), Some(synced));
    }
}
