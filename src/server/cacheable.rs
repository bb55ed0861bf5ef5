//! Whether a response may carry a session's cookie. A cache that stores such a response gives
//! the session to everybody who is served from it.

use alloc::string::String;

/// Whether a response of this status may set the cookie of a session. `header` returns the
/// value of the header of a name, which is in lower case.
///
/// The response must not be meant for a cache that serves others as well (RFC 9111 §3), nor
/// come out of one. Without `Cache-Control` it is not: one is added with the cookie.
pub fn may_set_cookie(status: u16, header: impl Fn(&str) -> Option<String>) -> bool {
    let control = header("cache-control").unwrap_or_default();
    let is_own = is_private(&control);
    let expires = header("expires").filter(|_| !is_own && !has(&control, &["no-cache"]));
    // A 304 updates a response that is stored already.
    (200..600).contains(&status)
        && status != 304
        && (is_own || !is_stored(&control))
        && expires.is_none_or(|time| matches!(time.trim(), "0" | "-1"))
        && CDN_HEADERS
            .iter()
            .all(|name| header(name).is_none_or(|control| is_kept_out(name, &control)))
        && !CACHED_HEADERS.iter().any(|name| header(name).is_some())
}

/// Whether a shared cache may store what has this header (RFC 9111 §5.2.2).
fn is_stored(control: &str) -> bool {
    has(control, &["public", "immutable"])
        || directives(control).any(|(name, value)| {
            LIFETIMES
                .iter()
                .any(|lifetime| name.eq_ignore_ascii_case(lifetime))
                && value.trim_matches('"').bytes().any(|digit| digit != b'0')
        })
}

/// Whether this header of a CDN keeps the response out of it.
fn is_kept_out(name: &str, control: &str) -> bool {
    match name {
        // Seconds.
        "x-accel-expires" => control.trim() == "0",
        _ => is_private(control),
    }
}

/// Whether no shared cache may store anything of what has this header. With an argument,
/// `private` is about the fields that it names only (RFC 9111 §5.2.2.7).
fn is_private(control: &str) -> bool {
    directives(control).any(|(name, fields)| {
        let is_private = ["private", "no-store"]
            .iter()
            .any(|wanted| name.eq_ignore_ascii_case(wanted));
        is_private && fields.is_empty()
    })
}

fn has(control: &str, names: &[&str]) -> bool {
    let mut directives = directives(control);
    directives.any(|(name, _)| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)))
}

fn directives(control: &str) -> impl Iterator<Item = (&str, &str)> {
    control.split(',').map(|directive| {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        (name.trim(), value.trim())
    })
}

/// Directives that say for how many seconds a response is stored.
const LIFETIMES: [&str; 4] = [
    "max-age",
    "s-maxage",
    "stale-while-revalidate",
    "stale-if-error",
];

/// What CDNs read instead of `Cache-Control` (RFC 9213).
const CDN_HEADERS: [&str; 8] = [
    "cdn-cache-control",
    "surrogate-control",
    "vercel-cdn-cache-control",
    "cloudflare-cdn-cache-control",
    "netlify-cdn-cache-control",
    "edge-control",
    "x-litespeed-cache-control",
    "x-accel-expires",
];

/// What only a response has that was stored: RFC 9111 §5.1, and pages that Next rendered
/// before they were requested.
const CACHED_HEADERS: [&str; 3] = ["age", "x-nextjs-cache", "x-nextjs-prerender"];
