use serde::Serialize;

/// What the Authorization header of a request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Authorization {
    None,
    /// An access token that is good now.
    Live,
    /// An access token that expired or was revoked.
    Dead,
    /// Anything else, refresh tokens included.
    Other,
}

impl Authorization {
    /// What a refusal says: RFC 6750 section 3.1 names no error to who showed no token.
    pub fn challenge(self) -> &'static str {
        match self {
            Self::None => "Bearer",
            Self::Live | Self::Dead | Self::Other => r#"Bearer error="invalid_token""#,
        }
    }
}

/// Wix takes a token raw; public code sends it with a scheme as well, and is understood.
pub fn bare(value: &str) -> &str {
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => value,
    }
}
