use fetch_with_auth::oauth::record::{Record, read_set, write_set};
use fetch_with_auth::oauth::session::Session;
use proptest::prelude::*;

use crate::example::{
    any_record, any_session, cases, expired, expired_alone, member, set, subject, visitor,
};

fn record(generation: u64, session: Session) -> Record {
    Record {
        generation,
        session,
    }
}

/// What a page of another build, and `pkg/tokens.js`, read and write: its test has the same
/// file.
const RECORDS: &str = include_str!("../package/cookie/records.json");

/// Every stored form, to the letter: pages of another build read it.
#[test]
fn a_record_is_stored_as_these_lines() {
    let mut written = Vec::new();
    let member_a = subject("member-a").0;
    let of_visitor = format!("1700000000\n1700014400\n{}", subject("visitor-a").0);
    let of_member = format!("1700000000\n1700014400\n{member_a}");
    let beside = format!("visitor-a\nvisitor-r\n{of_visitor}");
    for (session, lines) in [
        (Session::Empty, "empty".to_owned()),
        (visitor(), format!("visitor\n{beside}")),
        (
            Session::Visitor(set("visitor-a", "")),
            format!("visitor\nvisitor-a\n\n{of_visitor}"),
        ),
        (
            member(),
            format!("member\nmember-a\nmember-r\n{of_member}\n{beside}"),
        ),
        (
            Session::Member {
                tokens: set("member-a", ""),
                visitor: None,
            },
            format!("member\nmember-a\n\n{of_member}"),
        ),
        (expired(), format!("expired\n{member_a}\n{beside}")),
        (expired_alone(), format!("expired\n{member_a}")),
    ] {
        let text = format!("fetch-with-auth 2\n42\n{lines}");
        let record = record(42, session);
        assert_eq!(record.write(), text);
        assert_eq!(Record::parse(&text), record);
        written.push(text);
    }
    let records: Vec<String> = serde_json::from_str(RECORDS).unwrap();
    assert_eq!(written, records);
}

#[test]
fn a_token_set_alone_is_written_as_these_lines() {
    for (refresh, line) in [("R", "R"), ("", "")] {
        let set = set("A", refresh);
        let text = format!("\nA\n{line}\n1700000000\n1700014400\n{}", set.subject.0);
        assert_eq!(write_set(&set), text);
        assert_eq!(read_set(&text).as_ref(), Some(&*set));
    }
    for text in [
        "",
        "\n",
        "\nA",
        "\nA\nR\n1\n2",
        "\nA\nR\n1\n2\n",
        "\nA\nR\n1\n2\n3\n",
        "\nA\nR\n1\n2\n3\n4",
        "\nA A\nR\n1\n2\n3",
        "A\nR\n1\n2\n3",
    ] {
        assert_eq!(read_set(text), None, "{text:?}");
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
        "fetch-with-auth 1\n1\nempty",
        "fetch-with-auth 3\n1\nvisitor\nA\nR\n1\n2\n3",
        "fetch-with-auth 10\n1\nvisitor\nA\nR\n1\n2\n3",
        "fetch-with-auth\n1\nvisitor\nA\nR\n1\n2\n3",
        " fetch-with-auth 2\n1\nvisitor\nA\nR\n1\n2\n3",
        "FETCH-WITH-AUTH 2\n1\nvisitor\nA\nR\n1\n2\n3",
        "fetch-with-auth 2\r\n1\r\nvisitor\r\nA\r\nR\r\n1\r\n2\r\n3",
        // Too short.
        "fetch-with-auth 2",
        "fetch-with-auth 2\n1",
        "fetch-with-auth 2\n1\nvisitor",
        "fetch-with-auth 2\n1\nvisitor\nA",
        "fetch-with-auth 2\n1\nvisitor\nA\nR\n1",
        "fetch-with-auth 2\n1\nmember",
        "fetch-with-auth 2\n1\nmember\nA\nR\n1\n2\n3\nV",
        "fetch-with-auth 2\n1\nexpired\n7\nV\n\n1",
        // Too long.
        "fetch-with-auth 2\n1\nempty\n",
        "fetch-with-auth 2\n1\nempty\nA\nR\n1\n2\n3",
        "fetch-with-auth 2\n1\nvisitor\nA\nR\n1\n2\n3\n",
        "fetch-with-auth 2\n1\nvisitor\nA\nR\n1\n2\n3\nB\nS\n1\n2\n3",
        "fetch-with-auth 2\n1\nmember\nA\nR\n1\n2\n3\nV\n\n1\n2\n3\nmore",
        "fetch-with-auth 2\n1\nexpired\n7\n",
        // Without a subject.
        "fetch-with-auth 2\n1\nexpired",
        "fetch-with-auth 2\n1\nvisitor\nA\nR\n1\n2",
        // Not what belongs there.
        "fetch-with-auth 2\n1\nexpired\nnobody",
        "fetch-with-auth 2\n\nempty",
        "fetch-with-auth 2\n-1\nempty",
        "fetch-with-auth 2\n1.5\nempty",
        "fetch-with-auth 2\n99999999999999999999\nempty",
        "fetch-with-auth 2\n1\nstranger",
        "fetch-with-auth 2\n1\nVISITOR\nA\nR\n1\n2\n3",
        "fetch-with-auth 2\n1\nvisitor\n\nR\n1\n2\n3",
        "fetch-with-auth 2\n1\nvisitor\nA B\nR\n1\n2\n3",
        "fetch-with-auth 2\n1\nvisitor\nA\nR S\n1\n2\n3",
        "fetch-with-auth 2\n1\nvisitor\nA\nR\nsoon\n2\n3",
        "fetch-with-auth 2\n1\nvisitor\nA\nR\n1\n\n3",
        "fetch-with-auth 2\n1\nvisitor\nA\u{e9}\nR\n1\n2\n3",
    ] {
        assert_eq!(Record::parse(text), Record::default(), "{text:?}");
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

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_written_is_read(record in any_record()) {
        prop_assert_eq!(Record::parse(&record.write()), record);
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
            let cut = Record::parse(text.get(..end).unwrap());
            for line in cut.write().split('\n').skip(3) {
                let is_time = line.bytes().all(|byte| byte.is_ascii_digit());
                prop_assert!(is_time || lines.contains(&line), "{:?}", line);
            }
        }
    }

    #[test]
    fn any_text_reads_as_something_that_can_be_written(text in any::<String>()) {
        let record = Record::parse(&text);
        prop_assert_eq!(Record::parse(&record.write()), record);
    }

    #[test]
    fn lines_of_any_kind_read_as_something_that_can_be_written(
        lines in prop::collection::vec(prop_oneof![Just("visitor".to_owned()), Just("member".to_owned()), Just("expired".to_owned()), Just("empty".to_owned()), Just(String::new()), "[0-9]{1,21}", "[ -~]{0,6}", any::<String>()], 0..14),
    ) {
        let record = Record::parse(&format!("fetch-with-auth 2\n{}", lines.join("\n")));
        prop_assert_eq!(Record::parse(&record.write()), record);
    }

    #[test]
    fn one_letter_changed_reads_as_a_record_or_as_empty(record in any_record(), at in any::<prop::sample::Index>(), letter in any::<char>()) {
        let mut text = record.write().chars().collect::<Vec<_>>();
        let at = at.index(text.len());
        text[at] = letter;
        let read = Record::parse(&text.into_iter().collect::<String>());
        prop_assert_eq!(Record::parse(&read.write()), read);
    }
}
