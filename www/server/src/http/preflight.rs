use axum::http::{HeaderMap, header};

use super::media_type::media_type;

/// Whether Fetch has a browser ask first before it sends a POST like this one across origins.
///
/// Derived from the request itself: a preflight does not name its client, and may have been cached.
pub fn needed(headers: &HeaderMap) -> bool {
    let simple = media_type(headers).is_empty() || SIMPLE.contains(&media_type(headers).as_str());
    let custom = headers.keys().any(|name| !is_safelisted(name.as_str()));
    headers.contains_key(header::ORIGIN) && (custom || !simple)
}

fn is_safelisted(name: &str) -> bool {
    SAFELISTED.contains(&name) || name.starts_with("sec-") || name.starts_with("proxy-")
}

const SIMPLE: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];

/// Safelisted headers, and those that only a browser itself can set.
const SAFELISTED: [&str; 20] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-language",
    "content-length",
    "content-type",
    "cookie",
    "dnt",
    "host",
    "keep-alive",
    "origin",
    "pragma",
    "priority",
    "referer",
    "te",
    "upgrade-insecure-requests",
    "user-agent",
];
