use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::Session;
use proptest::prelude::*;

use crate::example::{any_record, any_session, cases, expired, member, set, visitor};

fn record(generation: u64, session: Session) -> Record {
    Record {
        generation,
        session,
    }
}

/// Every stored form, to the letter: pages of another build read it.
#[test]
fn a_record_is_stored_as_these_lines() {
    let times = "1700000000\n1700014400";
    let beside = format!("visitor-a\nvisitor-r\n{times}");
    for (session, lines) in [
        (Session::Empty, "empty".to_owned()),
        (visitor(), format!("visitor\n{beside}")),
        (
            Session::Visitor(set("visitor-a", "")),
            format!("visitor\nvisitor-a\n\n{times}"),
        ),
        (
            member(),
            format!("member\nmember-a\nmember-r\n{times}\n{beside}"),
        ),
        (
            Session::Member {
                tokens: set("member-a", ""),
                visitor: None,
            },
            format!("member\nmember-a\n\n{times}"),
        ),
        (expired(), format!("expired\n{beside}")),
        (Session::Expired { visitor: None }, "expired".to_owned()),
    ] {
        let text = format!("fetch-with-auth 1\n42\n{lines}");
        let record = record(42, session);
        assert_eq!(record.write(), text);
        assert_eq!(Record::read(&text), record);
    }
}

#[test]
fn what_is_no_record_reads_as_empty() {
    for text in [
        "",
        "\n",
        "null",
        "undefined",
        "[object Object]",
        r#"{"accessToken":{"value":"OauthNG.JWS.a","expiresAt":1700000000}}"#,
        // Older, newer, nearly.
        "fetch-with-auth 0\n1\nempty",
        "fetch-with-auth 2\n1\nvisitor\nA\nR\n1\n2",
        "fetch-with-auth 10\n1\nvisitor\nA\nR\n1\n2",
        "fetch-with-auth\n1\nvisitor\nA\nR\n1\n2",
        " fetch-with-auth 1\n1\nvisitor\nA\nR\n1\n2",
        "FETCH-WITH-AUTH 1\n1\nvisitor\nA\nR\n1\n2",
        "fetch-with-auth 1\r\n1\r\nvisitor\r\nA\r\nR\r\n1\r\n2",
        // Too short.
        "fetch-with-auth 1",
        "fetch-with-auth 1\n1",
        "fetch-with-auth 1\n1\nvisitor",
        "fetch-with-auth 1\n1\nvisitor\nA",
        "fetch-with-auth 1\n1\nvisitor\nA\nR\n1",
        "fetch-with-auth 1\n1\nmember",
        "fetch-with-auth 1\n1\nmember\nA\nR\n1\n2\nV",
        "fetch-with-auth 1\n1\nexpired\nV\n\n1",
        // Too long.
        "fetch-with-auth 1\n1\nempty\n",
        "fetch-with-auth 1\n1\nempty\nA\nR\n1\n2",
        "fetch-with-auth 1\n1\nvisitor\nA\nR\n1\n2\n",
        "fetch-with-auth 1\n1\nvisitor\nA\nR\n1\n2\nB\nS\n1\n2",
        "fetch-with-auth 1\n1\nmember\nA\nR\n1\n2\nV\n\n1\n2\nmore",
        "fetch-with-auth 1\n1\nexpired\n",
        // Not what belongs there.
        "fetch-with-auth 1\n\nempty",
        "fetch-with-auth 1\n-1\nempty",
        "fetch-with-auth 1\n1.5\nempty",
        "fetch-with-auth 1\n99999999999999999999\nempty",
        "fetch-with-auth 1\n1\nstranger",
        "fetch-with-auth 1\n1\nVISITOR\nA\nR\n1\n2",
        "fetch-with-auth 1\n1\nvisitor\n\nR\n1\n2",
        "fetch-with-auth 1\n1\nvisitor\nA B\nR\n1\n2",
        "fetch-with-auth 1\n1\nvisitor\nA\nR S\n1\n2",
        "fetch-with-auth 1\n1\nvisitor\nA\nR\nsoon\n2",
        "fetch-with-auth 1\n1\nvisitor\nA\nR\n1\n",
        "fetch-with-auth 1\n1\nvisitor\nA\u{e9}\nR\n1\n2",
    ] {
        assert_eq!(Record::read(text), Record::default(), "{text:?}");
    }
}

#[test]
fn the_generation_grows_with_every_change() {
    let first = Record::default();
    assert_eq!((first.generation, &first.session), (0, &Session::Empty));
    let second = first.followed_by(visitor());
    assert_eq!(second, record(1, visitor()));
    assert_eq!(second.followed_by(visitor()), record(2, visitor()));
    // No clock comes near it, and it must not fail all the same.
    assert_eq!(
        record(u64::MAX, Session::Empty)
            .followed_by(visitor())
            .generation,
        0
    );
}

#[test]
fn a_record_leaves_another_if_somebody_signed_out_between() {
    let sessions = [Session::Empty, visitor(), member(), expired()];
    #[rustfmt::skip]
    let table = [
        // from, then to each of empty, visitor, member, expired
        (5, 6, [
            [true, false, false, false],
            [true, false, false, false],
            [true, true,  false, false],
            [true, true,  false, false],
        ]),
        // Nothing happened between.
        (5, 5, [[false; 4]; 4]),
        // Storage was cleared: a visitor is not missed.
        (5, 1, [
            [false; 4],
            [false; 4],
            [true, true, false, false],
            [true, true, false, false],
        ]),
    ];
    for (before, after, rows) in table {
        for (from, row) in sessions.iter().zip(rows) {
            for (to, leaves) in sessions.iter().zip(row) {
                let from = record(before, from.clone());
                let to = record(after, to.clone());
                assert_eq!(to.leaves(&from), leaves, "{from:?} to {to:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_written_is_read(record in any_record()) {
        prop_assert_eq!(Record::read(&record.write()), record);
    }

    #[test]
    fn two_records_have_two_texts(one in any_record(), other in any_record()) {
        prop_assert_eq!(one == other, one.write() == other.write());
    }

    #[test]
    fn a_change_changes_the_text(record in any_record(), session in any_session()) {
        prop_assert_ne!(record.followed_by(session).write(), record.write());
        prop_assert_ne!(record.followed_by(record.session.clone()).write(), record.write());
    }

    #[test]
    fn a_text_cut_anywhere_is_empty_or_has_only_tokens_that_were_there(record in any_record()) {
        let text = record.write();
        let lines = text.split('\n').collect::<Vec<_>>();
        for end in 0..text.len() {
            let cut = Record::read(text.get(..end).unwrap());
            for line in cut.write().split('\n').skip(3) {
                let is_time = line.bytes().all(|byte| byte.is_ascii_digit());
                prop_assert!(is_time || lines.contains(&line), "{:?}", line);
            }
        }
    }

    #[test]
    fn any_text_reads_as_something_that_can_be_written(text in any::<String>()) {
        let record = Record::read(&text);
        prop_assert_eq!(Record::read(&record.write()), record);
    }

    #[test]
    fn lines_of_any_kind_read_as_something_that_can_be_written(
        lines in prop::collection::vec(prop_oneof![Just("visitor".to_owned()), Just("member".to_owned()), Just("expired".to_owned()), Just("empty".to_owned()), Just(String::new()), "[0-9]{1,21}", "[ -~]{0,6}", any::<String>()], 0..14),
    ) {
        let record = Record::read(&format!("fetch-with-auth 1\n{}", lines.join("\n")));
        prop_assert_eq!(Record::read(&record.write()), record);
    }

    #[test]
    fn one_letter_changed_reads_as_a_record_or_as_empty(record in any_record(), at in any::<prop::sample::Index>(), letter in any::<char>()) {
        let mut text = record.write().chars().collect::<Vec<_>>();
        let at = at.index(text.len());
        text[at] = letter;
        let read = Record::read(&text.into_iter().collect::<String>());
        prop_assert_eq!(Record::read(&read.write()), read);
    }
}
