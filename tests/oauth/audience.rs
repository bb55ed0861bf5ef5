use fetch_with_auth::Error;
use fetch_with_auth::oauth::audience::{Audience, Target};
use proptest::prelude::*;

use crate::example::cases;

#[derive(Clone, Debug)]
struct Request {
    origin: String,
    has_authorization: bool,
    is_no_cors: bool,
}

impl Target for Request {
    fn origin(&self) -> &str {
        &self.origin
    }
    fn has_authorization(&self) -> bool {
        self.has_authorization
    }
    fn is_no_cors(&self) -> bool {
        self.is_no_cors
    }
}

fn to(origin: &str) -> Request {
    Request {
        origin: origin.to_owned(),
        has_authorization: false,
        is_no_cors: false,
    }
}

const LISTED: [&str; 4] = [
    "https://shop.example",
    "https://www.wixapis.com",
    "http://127.0.0.1:8080",
    "https://xn--mnchen-3ya.example",
];

fn audience() -> Audience {
    Audience::new(LISTED.join("\n"))
}

fn refusal(origin: &str) -> Option<Error> {
    audience().admit(to(origin)).err()
}

#[test]
fn a_listed_origin_may_receive_a_token() {
    for origin in LISTED {
        assert_eq!(refusal(origin), None, "{origin}");
        let admitted = audience().admit(to(origin)).unwrap();
        assert_eq!(admitted.request().origin, origin);
    }
}

#[test]
fn no_other_origin_may() {
    for origin in [
        "",
        " ",
        "\n",
        "null",
        "undefined",
        "blob:",
        "data:",
        "file:",
        "about:",
        "javascript:",
        "http",
        "https",
        "https:",
        "https://",
        // Scheme, port, host: each by one letter.
        "http://shop.example",
        "https://shop.example:443",
        "https://shop.example:8443",
        "https://shop.example.",
        "https://shop.example/",
        "https://shop.example ",
        " https://shop.example",
        "https://shop.exampl",
        "https://shop.example2",
        "https://shop",
        "https://SHOP.example",
        "HTTPS://shop.example",
        "https://shop.example.evil.example",
        "https://evil.example/https://shop.example",
        "https://user@shop.example",
        "https://shop.example@evil.example",
        "https://shop.example\\@evil.example",
        "https://sub.shop.example",
        "//shop.example",
        "shop.example",
        "blob:https://shop.example",
        "wss://shop.example",
        "http://127.0.0.1",
        "http://127.0.0.1:8081",
        "https://127.0.0.1:8080",
        "http://localhost:8080",
        "http://[::1]:8080",
        "https://münchen.example",
        "https://wixapis.com",
        // Two lines of the list are no origin.
        "https://shop.example\nhttps://www.wixapis.com",
        "\nhttps://shop.example",
        "https://shop.example\n",
    ] {
        assert_eq!(refusal(origin), Some(Error::ForeignOrigin), "{origin:?}");
    }
}

#[test]
fn what_is_no_http_origin_is_refused_even_if_it_is_listed() {
    // What a page's own origin is in a sandbox, in a file, outside a page.
    for own in [
        "null",
        "",
        "undefined",
        "file://",
        "blob:",
        "data:",
        "capacitor://localhost",
    ] {
        let audience = Audience::new(format!("{own}\nhttps://shop.example"));
        assert_eq!(
            audience.admit(to(own)).err(),
            Some(Error::ForeignOrigin),
            "{own:?}"
        );
    }
}

#[test]
fn an_empty_audience_admits_nobody() {
    let audience = Audience::new(String::new());
    for origin in ["", "null", "https://shop.example"] {
        assert_eq!(audience.admit(to(origin)).err(), Some(Error::ForeignOrigin));
    }
}

#[test]
fn the_origin_is_checked_first_then_the_header_then_the_mode() {
    for (listed, has_authorization, is_no_cors, outcome) in [
        (true, false, false, None),
        (true, false, true, Some(Error::NoCors)),
        (true, true, false, Some(Error::AuthorizationPresent)),
        (true, true, true, Some(Error::AuthorizationPresent)),
        (false, false, false, Some(Error::ForeignOrigin)),
        (false, false, true, Some(Error::ForeignOrigin)),
        (false, true, false, Some(Error::ForeignOrigin)),
        (false, true, true, Some(Error::ForeignOrigin)),
    ] {
        let request = Request {
            origin: if listed {
                LISTED[0]
            } else {
                "https://evil.example"
            }
            .to_owned(),
            has_authorization,
            is_no_cors,
        };
        assert_eq!(audience().admit(request).err(), outcome);
    }
}

/// A listed origin with one letter changed, added or taken away.
fn nearly_listed() -> impl Strategy<Value = String> {
    (
        0..LISTED.len(),
        any::<prop::sample::Index>(),
        any::<char>(),
        0..3,
    )
        .prop_map(|(listed, at, letter, how)| {
            let mut letters = LISTED[listed].chars().collect::<Vec<_>>();
            let at = at.index(letters.len());
            match how {
                0 => letters[at] = letter,
                1 => letters.insert(at, letter),
                _ => drop(letters.remove(at)),
            }
            letters.into_iter().collect()
        })
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn what_is_not_listed_to_the_letter_is_refused(origin in prop_oneof![any::<String>(), nearly_listed()]) {
        prop_assert_eq!(refusal(&origin).is_none(), LISTED.contains(&origin.as_str()));
    }

    #[test]
    fn no_list_admits_what_it_does_not_hold(list in prop::collection::vec("[a-z:/.\n]{0,12}", 0..4), origin in "[a-z:/.\n]{0,12}") {
        let admitted = Audience::new(list.join("\n")).admit(to(&origin)).is_ok();
        let listed = list.join("\n").split('\n').any(|line| line == origin);
        prop_assert!(listed || !admitted);
    }
}
