use fetch_with_auth::oauth::lines::{Lines, number};
use proptest::prelude::*;

use crate::example::cases;

#[test]
fn a_text_has_one_line_at_least() {
    let lines = |text| Lines::new(text).collect::<Vec<_>>();
    assert_eq!(lines(""), [""]);
    assert_eq!(lines("a"), ["a"]);
    assert_eq!(lines("a\n"), ["a", ""]);
    assert_eq!(lines("\na\n\nb"), ["", "a", "", "b"]);
    assert_eq!(lines("a\r\nb"), ["a\r", "b"]);
}

#[test]
fn a_number_is_digits_that_fit() {
    assert_eq!(number("0"), Some(0));
    assert_eq!(number("007"), Some(7));
    assert_eq!(number("1700000000"), Some(1_700_000_000));
    assert_eq!(
        number("9999999999999999999"),
        Some(9_999_999_999_999_999_999)
    );
    for refused in [
        "",
        " 1",
        "1 ",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "0x1",
        "NaN",
        "Infinity",
        "٣",
        "10000000000000000000",
    ] {
        assert_eq!(number(refused), None, "{refused:?}");
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn lines_are_what_lies_between_line_breaks(text in "(\\PC|[\n\r\t])*") {
        prop_assert_eq!(
            Lines::new(&text).collect::<Vec<_>>(),
            text.split('\n').collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_number_reads_as_the_standard_library_reads_it(text in "[0-9]{1,19}") {
        prop_assert_eq!(number(&text), text.parse().ok());
    }
}
