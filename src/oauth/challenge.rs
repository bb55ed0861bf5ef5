//! Does this response refuse the token? RFC 6750 §3, RFC 9110 §11.6.1.

/// Whether a response says that the token itself is invalid, so that another
/// one may help.
///
/// `challenge` is `WWW-Authenticate`, empty if there is none, and None where a
/// page could not read it: across origins, unless the server exposes it. Then
/// any 401 counts. On the page's own origin a 401 without a Bearer challenge
/// concerns something else (a wrong password, say) and must not be sent twice.
pub fn refuses_token(status: u32, challenge: Option<&str>) -> bool {
    status == 401 && challenge.is_none_or(refuses_bearer)
}

/// A Bearer challenge with `invalid_token`, or without an error: RFC 6750 §3.1
/// leaves it out where the server saw no token that it understood.
///
/// Parsed word by word, up to the character that ends each. A name ends with an
/// equals sign and its value follows; whatever else is no value is a scheme. A
/// quoted text is one word and keeps its opening quote.
fn refuses_bearer(challenge: &str) -> bool {
    let bytes = challenge.as_bytes();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    let (mut bearer, mut error, mut value, mut refuses) = (false, false, false, false);
    for at in 0..=bytes.len() {
        let end = bytes.get(at).copied();
        let quote = end == Some(b'"') && !escaped;
        let ends = quoted && quote || !quoted && matches!(end, Some(b' ' | b'\t' | b',' | b'='));
        quoted ^= quote;
        escaped = end == Some(b'\\') && !escaped;
        if !ends && end.is_some() {
            continue;
        }
        let word = bytes.get(start..at).unwrap_or_default();
        start = at.saturating_add(1);
        if word.is_empty() {
            value &= end != Some(b',');
            continue;
        }
        let name = end == Some(b'=');
        if value {
            refuses |= error && matches!(word, b"\"invalid_token" | b"invalid_token");
        } else if name {
            error |= bearer && word.eq_ignore_ascii_case(b"error");
        } else {
            refuses |= bearer && !error;
            bearer = word.eq_ignore_ascii_case(b"bearer");
            error = false;
        }
        value = name;
    }
    refuses || bearer && !error
}
