//! Whether a request is a person's navigation to a page. Only then is a visitor worth
//! creating: a prefetch, an image and a bot would be a visitor each, and none comes back.

use alloc::string::String;

/// Whether a person navigates with this request, as far as it tells. `header` returns the
/// value of the header of a name, which is in lower case.
///
/// A browser sends `Sec-Fetch-Dest: document` (Fetch Metadata, §2.1) with what it opens as a
/// page. It sends the same for a prefetch of a page, with `Sec-Purpose: prefetch` (Fetch,
/// §3.8), and a prerendered page may never be shown.
pub fn is_navigation_of_a_person(method: &str, header: impl Fn(&str) -> Option<String>) -> bool {
    method == "GET"
        && header("sec-fetch-dest").as_deref() == Some("document")
        && !is_prefetch(&header)
        && header("user-agent").is_some_and(|agent| !contains_any(&agent, &BOTS))
}

/// Whether a login is begun for this request: not for a prefetch, which no person has asked
/// for yet, nor for what is loaded into a page, by `fetch` either. A framework fetches pages
/// in advance, and none follows a redirect to Wix.
pub fn may_log_in(header: impl Fn(&str) -> Option<String>) -> bool {
    !is_prefetch(&header)
        && header("sec-fetch-dest").as_deref() != Some("empty")
        && may_renew(header)
}

/// Whether this is a prefetch, by a browser or a framework.
fn is_prefetch(header: impl Fn(&str) -> Option<String>) -> bool {
    PREFETCH_HEADERS.iter().any(|name| header(name).is_some())
        || PURPOSE_HEADERS
            .iter()
            .any(|name| header(name).is_some_and(|purpose| contains_any(&purpose, &PURPOSES)))
}

/// Whether a session is renewed for this request: not for what is loaded into a page as an
/// image or a script, which is answered out of caches and renders nothing. Whether a browser
/// sends `Sec-Fetch-Dest` or not, `fetch` and pages count.
pub fn may_renew(header: impl Fn(&str) -> Option<String>) -> bool {
    let destination = header("sec-fetch-dest");
    destination.is_none_or(|destination| RENDERED.contains(&&*destination))
}

/// Whether a request comes from a page of this origin, whose host this is: by
/// `Sec-Fetch-Site` (Fetch Metadata, §2.3), or by `Origin` of browsers that do not send that.
pub fn is_of_same_origin(header: impl Fn(&str) -> Option<String>, host: &str) -> bool {
    match header("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => header("origin")
            .is_some_and(|origin| origin.split_once("://").is_some_and(|(_, own)| own == host)),
    }
}

fn contains_any(text: &str, parts: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    parts.iter().any(|part| text.contains(part))
}

/// Destinations of what a server renders, and of `fetch`.
const RENDERED: [&str; 6] = ["document", "empty", "iframe", "frame", "embed", "object"];

/// Headers that say what a request is for: of Fetch, of older Chromium and Safari, and of
/// Firefox.
const PURPOSE_HEADERS: [&str; 4] = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
const PURPOSES: [&str; 3] = ["prefetch", "prerender", "preview"];

/// Headers that only a framework's prefetch or fetch of data has.
const PREFETCH_HEADERS: [&str; 4] = [
    "next-router-prefetch",
    "x-middleware-prefetch",
    "x-nextjs-data",
    "rsc",
];

/// What user agents of bots have in their names. A bot that says nothing of itself counts as
/// a person, which costs one visitor.
const BOTS: [&str; 24] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "facebookexternalhit",
    "facebookcatalog",
    "meta-externalagent",
    "whatsapp",
    "embedly",
    "preview",
    "mediapartners",
    "google-inspectiontool",
    "googleother",
    "bingpreview",
    "yandex.com/",
    "baidu.com/",
    "archiver",
    "lighthouse",
    "pagespeed",
    "gtmetrix",
    "pingdom",
    "uptime",
    "headlesschrome",
    "monitoring",
];
