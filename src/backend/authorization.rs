//! The token in the header `Authorization` of a request.

use super::refusal::Refusal;

/// The token that a request presents. `authorization` is empty if the request has no
/// such header.
pub fn presented_token(authorization: &str) -> Result<&str, Refusal> {
    let token = without_scheme(authorization);
    match token.len() {
        0 => Err(Refusal::TokenMissing),
        1..=MAX_TOKEN_BYTES => Ok(token),
        _ => Err(Refusal::TokenInvalid),
    }
}

/// The token without the scheme `Bearer` (RFC 6750 §2.1). Wix accepts a token without
/// a scheme, and public code sends it with one as well. A scheme alone is no token.
pub fn without_scheme(authorization: &str) -> &str {
    let presented = authorization.trim();
    let (scheme, token) = presented.split_once(' ').unwrap_or((presented, ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        token.trim()
    } else {
        presented
    }
}

/// Ten times the length of a token that Wix issues.
const MAX_TOKEN_BYTES: usize = 8192;
