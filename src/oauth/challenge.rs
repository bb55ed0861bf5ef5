//! Does this answer refuse the token? RFC 6750 §3, RFC 9110 §11.6.1.

/// Whether an answer says that the token itself is no good, so that another
/// one may help.
///
/// `challenge` is `WWW-Authenticate`, empty if there is none, and None where a
/// page could not read it: across origins, unless the server exposes it. Then
/// any 401 counts. On the page's own origin a 401 without a Bearer challenge
/// speaks of something else (a wrong password, say) and must not be sent twice.
pub fn refuses_token(status: u32, challenge: Option<&str>) -> bool {
    status == 401 && challenge.is_none_or(refuses_bearer)
}

/// A Bearer challenge with `invalid_token`, or without an error: RFC 6750 §3.1
/// leaves it out where the server saw no token that it understood.
///
/// Read by its words, wherever they stand and whatever quotes them. The whole
/// grammar would cost a page 450 bytes, and differs only for a header that has
/// these very words as prose.
fn refuses_bearer(challenge: &str) -> bool {
    let (mut bearer, mut error, mut invalid) = (false, false, false);
    for word in challenge
        .as_bytes()
        .split(|byte| matches!(byte, b' ' | b'\t' | b',' | b'=' | b'"'))
    {
        bearer |= word.eq_ignore_ascii_case(b"bearer");
        error |= bearer && word.eq_ignore_ascii_case(b"error");
        invalid |= bearer && word == b"invalid_token";
    }
    bearer && (invalid || !error)
}
