//! How a grant is written for the Wix token endpoint.

use alloc::string::String;

use crate::oauth::grant::Grant;

/// The body of a token request, form encoded as RFC 6749 §4 and appendix B
/// ask. Wix takes JSON as well, but a form needs no CORS preflight: one round
/// trip less before a visitor's first call.
pub fn body(client_id: &str, grant: Grant<'_>) -> String {
    let mut body = String::from("client_id=");
    push_encoded(&mut body, client_id);
    match grant {
        Grant::Visitor => body.push_str("&grant_type=anonymous"),
        Grant::Refresh(token) => {
            body.push_str("&grant_type=refresh_token&refresh_token=");
            push_encoded(&mut body, token.expose());
        }
    }
    body
}

fn push_encoded(body: &mut String, value: &str) {
    for (at, byte) in value.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            body.push_str(value.get(at..=at).unwrap_or_default());
        } else {
            body.push_str("%");
            for nibble in [byte >> 4, byte & 15].map(usize::from) {
                body.push_str(NIBBLES.get(nibble..=nibble).unwrap_or_default());
            }
        }
    }
}

const NIBBLES: &str = "0123456789ABCDEF";
