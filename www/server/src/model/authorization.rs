use serde::Serialize;

/// The content of the Authorization header of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Authorization {
    None,
    /// An access token that is valid now.
    Live,
    /// An access token that expired or was revoked.
    Dead,
    /// Anything else, refresh tokens included.
    Other,
}

impl Authorization {
    /// The challenge of a refusal: RFC 6750 section 3.1 names no error if no token was sent.
    pub fn challenge(self) -> &'static str {
        match self {
            Self::None => "Bearer",
            Self::Live | Self::Dead | Self::Other => r#"Bearer error="invalid_token""#,
        }
    }
}

/// Wix expects a token without a scheme; public code sends it with one as well, which is accepted.
pub fn bare(value: &str) -> &str {
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => value,
    }
}
