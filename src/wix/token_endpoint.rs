//! The token requests of the Wix token endpoint.

use crate::oauth::grant::Grant;

/// The parameters of a token request beside `client_id`: the `grant_type`, and the name
/// and value of what is presented, empty if nothing is.
///
/// They are sent form-encoded, as RFC 6749 §4 and appendix B require. Wix accepts JSON as
/// well, but a form needs no CORS preflight: one round trip less before a visitor's first
/// call.
pub fn fields(grant: Grant<'_>) -> (&'static str, &'static str, &str) {
    match grant {
        Grant::Visitor => ("anonymous", "", ""),
        Grant::Refresh(token) => ("refresh_token", "refresh_token", token.expose()),
    }
}
