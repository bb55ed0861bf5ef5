use fetch_with_auth::server::may_set_cookie;

fn may(status: u16, headers: &[(&str, &str)]) -> bool {
    may_set_cookie(status, |name| {
        let header = headers.iter().find(|(header, _)| *header == name);
        header.map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn a_response_for_one_person_may_set_the_cookie() {
    for headers in [
        &[][..],
        &[("cache-control", "")],
        &[("cache-control", "private")],
        &[("cache-control", "no-store")],
        &[("cache-control", "no-cache")],
        &[("cache-control", "max-age=0, must-revalidate")],
        &[("cache-control", "Private, max-age=600")],
        &[
            ("cache-control", "private"),
            ("cdn-cache-control", "no-store"),
        ],
        &[("x-accel-expires", "0")],
        &[("expires", "0")],
        &[
            ("cache-control", "no-cache"),
            ("expires", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ],
    ] {
        for status in [200, 206, 302, 303, 404, 500] {
            assert!(may(status, headers), "{status} {headers:?}");
        }
    }
}

#[test]
fn a_response_for_everybody_may_not() {
    for header in [
        ("cache-control", "public"),
        ("cache-control", "public, max-age=0, must-revalidate"),
        ("cache-control", "s-maxage=31536000"),
        ("cache-control", "s-maxage=31536000, stale-while-revalidate"),
        ("cache-control", "S-MaxAge=\"60\""),
        ("cache-control", "max-age=60"),
        ("cache-control", "max-age=0, stale-while-revalidate=60"),
        ("cache-control", "immutable"),
        ("expires", "Sun, 29 Nov 2099 00:00:00 GMT"),
        ("cdn-cache-control", "max-age=60"),
        ("surrogate-control", "max-age=60"),
        ("vercel-cdn-cache-control", "max-age=60"),
        ("cloudflare-cdn-cache-control", "max-age=60"),
        ("netlify-cdn-cache-control", "public, durable"),
        ("edge-control", "max-age=1h"),
        ("x-litespeed-cache-control", "public, max-age=60"),
        ("x-accel-expires", "60"),
        ("x-accel-expires", "@2000000000"),
        ("x-nextjs-cache", "HIT"),
        ("x-nextjs-prerender", "1"),
        ("age", "3"),
    ] {
        assert!(!may(200, &[header]), "{header:?}");
    }
    assert!(!may(
        200,
        &[
            ("cache-control", "private"),
            ("cdn-cache-control", "max-age=1")
        ]
    ));
}

#[test]
fn a_header_that_keeps_only_some_fields_private_is_for_everybody() {
    for name in ["cache-control", "cdn-cache-control"] {
        for control in [
            "private=\"x-field\", max-age=60",
            "no-store=\"x\", max-age=60",
        ] {
            assert!(!may(200, &[(name, control)]), "{name}: {control}");
        }
    }
}

#[test]
fn the_proxy_of_next_forbids_storing_to_each_cdn_whose_header_counts() {
    let next = include_str!("../../pkg/next.js");
    let mut forbidden = Vec::new();
    for line in between(next, "const CDN_HEADERS = {", "}").lines() {
        if let [_, name, _, value, _] = line.split('\'').collect::<Vec<_>>()[..] {
            assert!(may(200, &[(name, value)]), "{name}: {value}");
            assert!(!may(200, &[(name, "max-age=60")]), "{name}");
            forbidden.push(name);
        }
    }
    let rules = include_str!("../../src/server/cacheable.rs");
    let list = between(rules, "const CDN_HEADERS: ", "];");
    let mut counted: Vec<_> = list.split('"').skip(1).step_by(2).collect();
    forbidden.sort_unstable();
    counted.sort_unstable();
    assert_eq!(forbidden, counted);
}

fn between<'a>(text: &'a str, beginning: &str, end: &str) -> &'a str {
    let rest = text.split_once(beginning).expect("the beginning").1;
    rest.split_once(end).expect("the end").0
}

#[test]
fn a_304_a_switch_of_protocols_and_no_response_may_not() {
    for status in [0, 100, 101, 304, 600] {
        assert!(!may(status, &[]), "{status}");
    }
}
