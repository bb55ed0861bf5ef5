use fetch_with_auth::oauth::token::{
    AccessToken, Age, LEEWAY, RefreshToken, Subject, TokenSet, UnixTime, lifetime,
};
use proptest::prelude::*;

use crate::example::{NOW, access, any_token, cases, set};

/// A token issued at 1,000,000 that lives this long.
fn lives(seconds: u64) -> TokenSet {
    TokenSet {
        issued_at: UnixTime(1_000_000),
        expires_at: UnixTime(1_000_000 + seconds),
        ..(*set("a", "")).clone()
    }
}

#[test]
fn a_token_ages_within_the_leeway_and_ends_at_its_end() {
    #[rustfmt::skip]
    let table = [
        // life, leeway, age in seconds, age
        (14_400, 60,     0, Age::Fresh),
        (14_400, 60, 14_339, Age::Fresh),
        (14_400, 60, 14_340, Age::Expiring),
        (14_400, 60, 14_399, Age::Expiring),
        (14_400, 60, 14_400, Age::Expired),
        (14_400, 60, 99_999, Age::Expired),
        // No leeway: fresh to the last second.
        (14_400,  0, 14_399, Age::Fresh),
        (14_400,  0, 14_400, Age::Expired),
        // A large one.
        (14_400, 300, 14_099, Age::Fresh),
        (14_400, 300, 14_100, Age::Expiring),
        // At most half of the life counts.
        (100,  60, 49, Age::Fresh),
        (100,  60, 50, Age::Expiring),
        (100,  60, 99, Age::Expiring),
        (100,  60, 100, Age::Expired),
        (14_400, u64::MAX / 2, 7_199, Age::Fresh),
        (14_400, u64::MAX / 2, 7_200, Age::Expiring),
        (11,  60, 5, Age::Fresh),
        (11,  60, 6, Age::Expiring),
        // No life at all.
        (0,   60, 0, Age::Expired),
    ];
    for (life, leeway, seconds, age) in table {
        let now = UnixTime(1_000_000 + seconds);
        assert_eq!(
            lives(life).age(now, leeway),
            age,
            "life {life}, leeway {leeway}, {seconds} s old"
        );
    }
}

#[test]
fn a_token_from_the_future_is_ageing() {
    let token = lives(14_400);
    assert_eq!(token.age(UnixTime(1_000_000 - LEEWAY), 60), Age::Fresh);
    assert_eq!(
        token.age(UnixTime(1_000_000 - LEEWAY - 1), 60),
        Age::Expiring
    );
    assert_eq!(token.age(UnixTime(1_000_000 - 86_400), 60), Age::Expiring);
    assert_eq!(token.age(UnixTime(0), 60), Age::Expiring);
}

#[test]
fn a_token_that_ends_before_it_was_issued_has_ended_or_is_ageing() {
    let token = TokenSet {
        issued_at: UnixTime(1_000_000),
        expires_at: UnixTime(900_000),
        ..(*set("a", "")).clone()
    };
    assert_eq!(token.age(UnixTime(900_000), 60), Age::Expired);
    assert_eq!(token.age(UnixTime(800_000), 60), Age::Expiring);
}

#[test]
fn a_lifetime_is_brought_within_bounds() {
    #[rustfmt::skip]
    let table = [
        (None, 600),
        (Some(0), 10),
        (Some(9), 10),
        (Some(10), 10),
        (Some(11), 11),
        (Some(3_600), 3_600),
        (Some(14_400), 14_400),
        (Some(2_592_000), 2_592_000),
        (Some(2_592_001), 2_592_000),
        (Some(1_000_000_000_000), 2_592_000),
        (Some(u64::MAX), 2_592_000),
    ];
    for (expires_in, seconds) in table {
        assert_eq!(lifetime(expires_in), seconds, "{expires_in:?}");
    }
}

#[test]
fn a_token_has_visible_characters_only() {
    for refused in [
        "", " ", "a b", " a", "a ", "a\tb", "a\nb", "a\r\nb", "a\0", "\u{7f}", "é", "a\u{a0}b",
        "😀",
    ] {
        assert_eq!(AccessToken::new(refused), None, "{refused:?}");
        assert_eq!(RefreshToken::new(refused), None, "{refused:?}");
    }
    let every = ('!'..='~').collect::<String>();
    assert_eq!(AccessToken::new(&every).unwrap().expose(), every);
    assert_eq!(RefreshToken::new(&every).unwrap().expose(), every);
}

#[test]
fn a_clone_is_the_same_copy_and_an_equal_token_is_not() {
    let token = access("abc");
    assert!(token.is_same_copy(&token.clone()));
    assert!(!token.is_same_copy(&access("abc")));
    assert_eq!(token, access("abc"));
    assert_ne!(token, access("abd"));
}

#[test]
fn the_subject_after_another_is_somebody_else() {
    for number in [0, 1, 41, 9_007_199_254_740_991] {
        let subject = Subject(number);
        assert_eq!(subject.next(), Subject(number + 1));
        assert_ne!(subject.next(), Subject::NOBODY);
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_no_token_is_refused(text in ".*") {
        let visible = !text.is_empty() && text.chars().all(|c| ('!'..='~').contains(&c));
        prop_assert_eq!(AccessToken::new(&text).is_some(), visible);
        prop_assert_eq!(RefreshToken::new(&text).is_some(), visible);
    }

    #[test]
    fn a_token_is_kept_to_the_letter(text in any_token()) {
        let token = access(&text);
        prop_assert_eq!(token.expose(), text);
    }

    #[test]
    fn a_token_just_received_is_fresh_for_five_seconds(
        expires_in in prop::option::of(any::<u64>()),
        leeway in any::<u32>(),
        later in 0..5u64,
    ) {
        let token = TokenSet {
            expires_at: NOW.plus(lifetime(expires_in)),
            ..(*set("a", "")).clone()
        };
        prop_assert_eq!(token.age(NOW.plus(later), leeway.into()), Age::Fresh);
    }

    #[test]
    fn a_token_never_gets_younger(life in 0..100_000u64, leeway in 0..100_000u64, earlier in 0..100_000u64, later in 0..100_000u64) {
        let rank = |seconds: u64| match lives(life).age(UnixTime(1_000_000 + seconds), leeway) {
            Age::Fresh => 0,
            Age::Expiring => 1,
            Age::Expired => 2,
        };
        prop_assert!(rank(earlier) <= rank(earlier + later));
    }
}
