use std::collections::HashMap;

use fetch_with_auth::server::{
    is_navigation_of_a_person, is_of_same_origin, may_log_in, may_renew,
};

const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const FIREFOX: &str =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

fn is_person(method: &str, changes: &[(&'static str, &str)]) -> bool {
    let mut headers = HashMap::from([("sec-fetch-dest", "document"), ("user-agent", CHROME)]);
    headers.extend(changes.iter().copied());
    is_navigation_of_a_person(method, |name| {
        let value = headers.get(name).filter(|value| !value.is_empty());
        value.map(|value| (*value).to_owned())
    })
}

#[test]
fn a_person_opens_a_page_in_any_browser() {
    for browser in [CHROME, FIREFOX, SAFARI] {
        assert!(is_person("GET", &[("user-agent", browser)]), "{browser}");
    }
}

#[test]
fn only_get_opens_a_page() {
    for method in ["POST", "HEAD", "OPTIONS", "PUT", "get"] {
        assert!(!is_person(method, &[]), "{method}");
    }
}

#[test]
fn what_is_loaded_into_a_page_is_no_navigation() {
    for dest in ["", "empty", "image", "script", "iframe", "frame", "embed"] {
        assert!(!is_person("GET", &[("sec-fetch-dest", dest)]), "{dest}");
    }
}

#[test]
fn a_prefetch_is_no_navigation() {
    for header in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("sec-purpose", "prefetch;anonymous-client-ip"),
        ("purpose", "prefetch"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
        ("next-router-prefetch", "1"),
        ("x-middleware-prefetch", "1"),
        ("x-nextjs-data", "1"),
        ("rsc", "1"),
    ] {
        assert!(!is_person("GET", &[header]), "{header:?}");
        assert!(!may_log_in_with(header), "{header:?}");
    }
}

#[test]
fn a_login_is_begun_by_a_navigation_and_not_by_fetch() {
    for header in [
        ("sec-purpose", "other"),
        ("sec-fetch-dest", "document"),
        ("accept", "text/html"),
    ] {
        assert!(may_log_in_with(header), "{header:?}");
    }
    for dest in ["empty", "image", "script", "style"] {
        assert!(!may_log_in_with(("sec-fetch-dest", dest)), "{dest}");
    }
}

fn may_log_in_with(header: (&str, &str)) -> bool {
    may_log_in(|name| (name == header.0).then(|| header.1.to_owned()))
}

#[test]
fn a_bot_is_no_person() {
    for agent in [
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/156.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
        "WhatsApp/2.23.20.0",
        "GPTBot/1.2",
        "",
    ] {
        assert!(!is_person("GET", &[("user-agent", agent)]), "{agent}");
    }
}

#[test]
fn a_session_is_renewed_for_pages_and_fetch_and_not_for_what_pages_load() {
    let renews = |dest: Option<&str>| may_renew(|_| dest.map(str::to_owned));
    for dest in [None, Some("document"), Some("empty"), Some("iframe")] {
        assert!(renews(dest), "{dest:?}");
    }
    for dest in ["image", "script", "style", "font", "manifest", "worker"] {
        assert!(!renews(Some(dest)), "{dest}");
    }
}

#[test]
fn only_a_page_of_the_same_origin_counts_as_such() {
    for (name, value, expected) in [
        ("sec-fetch-site", "same-origin", true),
        ("sec-fetch-site", "same-site", false),
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "none", false),
        ("origin", "https://shop.example:8443", true),
        ("origin", "https://shop.example", false),
        ("origin", "https://evil.example", false),
        ("origin", "null", false),
        ("referer", "https://shop.example:8443/", false),
    ] {
        let header = |wanted: &str| (wanted == name).then(|| value.to_owned());
        let is_same = is_of_same_origin(header, "shop.example:8443");
        assert_eq!(is_same, expected, "{name}: {value}");
    }
    let both = |name: &str| match name {
        "sec-fetch-site" => Some("cross-site".to_owned()),
        _ => Some("https://shop.example".to_owned()),
    };
    assert!(!is_of_same_origin(both, "shop.example"));
}
