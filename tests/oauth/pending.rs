use fetch_with_auth::oauth::pending::{Logins, Pending};
use fetch_with_auth::oauth::pkce::{State, Verifier};
use fetch_with_auth::oauth::token::UnixTime;
use proptest::prelude::*;

use crate::example::{NOW, cases};

const HOUR: u64 = 3_600;
const CALLBACK: &str = "https://shop.example/callback";

fn state(name: &str) -> State {
    State::read(name).unwrap()
}

fn verifier() -> Verifier {
    Verifier::new([3; 32])
}

fn login(name: &str, begun: UnixTime) -> Pending {
    Pending::new(
        state(name),
        verifier(),
        CALLBACK,
        "https://shop.example/cart?a=b#c",
        begun,
    )
    .unwrap()
}

fn under_way(names: &[&str]) -> Logins {
    let mut logins = Logins::default();
    for name in names {
        logins.begin(login(name, NOW), NOW);
    }
    logins
}

#[test]
fn where_a_login_goes_afterwards_is_known_by_its_state() {
    let mut logins = under_way(&["one"]);
    let other = Pending::new(state("two"), verifier(), CALLBACK, "/b", NOW).unwrap();
    logins.begin(other, NOW);
    assert_eq!(logins.return_to(&state("two")), Some("/b"));
    assert_eq!(logins.return_to(&state("three")), None);
}

/// To the letter: pages of another build read it.
#[test]
fn logins_are_stored_as_these_lines() {
    let mut logins = Logins::default();
    assert_eq!(logins.write(), "fetch-with-auth logins 1");
    logins.begin(login("one", NOW), NOW);
    logins.begin(
        Pending::new(state("two"), verifier(), CALLBACK, "", NOW.plus(5)).unwrap(),
        NOW.plus(5),
    );
    let verifier = verifier();
    let text = format!(
        "fetch-with-auth logins 1\n\
        one\n{}\n{CALLBACK}\nhttps://shop.example/cart?a=b#c\n1700000000\n\
        two\n{}\n{CALLBACK}\n\n1700000005",
        verifier.expose(),
        verifier.expose(),
    );
    assert_eq!(logins.write(), text);
    assert_eq!(Logins::read(&text), logins);
}

#[test]
fn a_login_is_taken_once_and_whole() {
    let mut logins = under_way(&["one", "two", "three"]);
    assert_eq!(logins.take(&state("two"), NOW), Some(login("two", NOW)));
    assert_eq!(logins.take(&state("two"), NOW), None);
    assert_eq!(logins, under_way(&["one", "three"]));
    assert!(logins.take(&state("three"), NOW).is_some());
    assert_ne!(logins, Logins::default());
    assert!(logins.take(&state("one"), NOW).is_some());
    assert_eq!(logins, Logins::default());
}

#[test]
fn another_state_takes_nothing() {
    let mut logins = under_way(&["state"]);
    for other in ["stat", "states", "State", "state ", "tate", "x"] {
        assert_eq!(logins.take(&state(other), NOW), None, "{other}");
    }
    assert_eq!(logins, under_way(&["state"]));
}

#[test]
fn a_state_that_was_stored_twice_is_taken_once_all_the_same() {
    let mut logins = under_way(&["one", "one"]);
    assert!(logins.take(&state("one"), NOW).is_some());
    assert_eq!(logins.take(&state("one"), NOW), None);
}

#[test]
fn a_login_comes_back_within_an_hour() {
    for (after, comes_back) in [
        (0, true),
        (HOUR, true),
        (HOUR + 1, false),
        (30 * HOUR, false),
    ] {
        let mut logins = under_way(&["one"]);
        let taken = logins.take(&state("one"), NOW.plus(after));
        assert_eq!(taken.is_some(), comes_back, "after {after}");
        assert_eq!(logins, Logins::default());
    }
}

#[test]
fn where_the_clock_was_set_back_the_distance_counts() {
    for (before, comes_back) in [(1, true), (HOUR, true), (HOUR + 1, false)] {
        let mut logins = under_way(&["one"]);
        let taken = logins.take(&state("one"), UnixTime(NOW.0 - before));
        assert_eq!(taken.is_some(), comes_back, "before {before}");
    }
}

#[test]
fn what_is_too_old_is_forgotten_with_the_next_login_or_response() {
    let later = NOW.plus(HOUR + 1);
    let mut logins = under_way(&["one", "two"]);
    logins.begin(login("three", later), later);
    let mut only = Logins::default();
    only.begin(login("three", later), later);
    assert_eq!(logins, only);

    let mut logins = under_way(&["one", "two"]);
    assert_eq!(logins.take(&state("other"), later), None);
    assert_eq!(logins, Logins::default());
}

#[test]
fn of_more_than_eight_the_newest_stay() {
    let names = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    let logins = under_way(&names);
    assert_eq!(logins, under_way(&names[2..]));
    let mut left = logins.clone();
    let taken = names.map(|name| left.take(&state(name), NOW).is_some());
    assert_eq!(taken, names.map(|name| !["1", "2"].contains(&name)));
    // So it is where a page of another build kept more.
    let lines: String = names
        .iter()
        .map(|name| {
            format!(
                "\n{name}\n{}\n{CALLBACK}\nhttps://shop.example/cart?a=b#c\n{}",
                verifier().expose(),
                NOW.0
            )
        })
        .collect();
    assert_eq!(
        Logins::read(&format!("fetch-with-auth logins 1{lines}")),
        logins
    );
}

#[test]
fn what_is_no_url_is_refused_and_not_stored() {
    let new = |redirect_uri: &str, return_to: &str| {
        Pending::new(state("one"), verifier(), redirect_uri, return_to, NOW)
    };
    let longest = format!("https://shop.example/{}", "a".repeat(2048 - 21));
    assert!(new(CALLBACK, "").is_some());
    assert!(new(&longest, &longest).is_some());
    assert_eq!(new("", CALLBACK), None);
    for text in [
        "https://shop.example/\nvisitor",
        "https://shop.example/\r",
        "https://shop.example/a b",
        "https://shop.example/\u{e9}",
        "https://shop.example/\u{7f}",
        &format!("{longest}a"),
    ] {
        assert_eq!(new(text, ""), None, "{text:?}");
        assert_eq!(new(CALLBACK, text), None, "{text:?}");
    }
}

#[test]
fn what_is_no_list_of_logins_reads_as_none() {
    let verifier = verifier();
    let verifier = verifier.expose();
    for text in [
        "".to_owned(),
        "null".to_owned(),
        r#"{"state":"S","codeVerifier":"V"}"#.to_owned(),
        format!("fetch-with-auth logins 0\none\n{verifier}\n{CALLBACK}\n\n1"),
        format!("fetch-with-auth logins 10\none\n{verifier}\n{CALLBACK}\n\n1"),
        format!("fetch-with-auth 1\none\n{verifier}\n{CALLBACK}\n\n1"),
        format!("fetch-with-auth logins 1\r\none\n{verifier}\n{CALLBACK}\n\n1"),
        "fetch-with-auth logins 1\n".to_owned(),
        "fetch-with-auth logins 1\none".to_owned(),
        format!("fetch-with-auth logins 1\none\n{verifier}\n{CALLBACK}\n"),
        format!("fetch-with-auth logins 1\none\n{verifier}\n{CALLBACK}\n\n"),
        format!("fetch-with-auth logins 1\none\n{verifier}\n{CALLBACK}\n\nsoon"),
        format!("fetch-with-auth logins 1\none\n{verifier}\n{CALLBACK}\n\n1\n"),
        format!("fetch-with-auth logins 1\none\n{verifier}\n\n\n1"),
        format!("fetch-with-auth logins 1\n\n{verifier}\n{CALLBACK}\n\n1"),
        format!("fetch-with-auth logins 1\none\nshort\n{CALLBACK}\n\n1"),
        // One that is whole does not save one that is not.
        format!("fetch-with-auth logins 1\none\n{verifier}\n{CALLBACK}\n\n1\ntwo\nshort"),
    ] {
        assert_eq!(Logins::read(&text), Logins::default(), "{text:?}");
    }
}

#[test]
fn neither_state_nor_verifier_is_printed() {
    let printed = format!("{:?}", under_way(&["confidential"]));
    assert!(!printed.contains("conf"), "{printed}");
    assert!(!printed.contains(&verifier().expose()[..4]), "{printed}");
}

fn any_pending() -> impl Strategy<Value = Pending> {
    let url = || "[!-~]{1,40}";
    (
        "[ -~]{1,20}",
        any::<[u8; 32]>(),
        url(),
        "[!-~]{0,40}",
        0..2 * HOUR,
    )
        .prop_map(|(state, random, redirect_uri, return_to, begun)| {
            Pending::new(
                State::read(&state).unwrap(),
                Verifier::new(random),
                &redirect_uri,
                &return_to,
                NOW.plus(begun),
            )
            .unwrap()
        })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_is_written_is_read_and_no_more_than_eight(pendings in prop::collection::vec(any_pending(), 0..12)) {
        let mut logins = Logins::default();
        for pending in pendings {
            logins.begin(pending, NOW.plus(HOUR));
            prop_assert!(logins.write().split('\n').count() <= 1 + 8 * 5);
            prop_assert_eq!(Logins::read(&logins.write()), logins.clone());
        }
    }

    #[test]
    fn a_login_that_began_last_comes_back(pendings in prop::collection::vec(any_pending(), 1..12)) {
        let mut logins = Logins::default();
        for pending in &pendings {
            logins.begin(pending.clone(), NOW.plus(HOUR));
        }
        let last = pendings.last().unwrap();
        prop_assert_eq!(logins.take(&last.state, NOW.plus(HOUR)), Some(last.clone()));
        prop_assert_eq!(logins.take(&last.state, NOW.plus(HOUR)), None);
    }

    #[test]
    fn any_text_reads_as_something_that_can_be_written(lines in prop::collection::vec(prop_oneof![Just("A".repeat(43)), "[0-9]{1,20}", "[ -~]{0,6}", any::<String>()], 0..14)) {
        let logins = Logins::read(&format!("fetch-with-auth logins 1\n{}", lines.join("\n")));
        prop_assert_eq!(Logins::read(&logins.write()), logins);
    }
}
