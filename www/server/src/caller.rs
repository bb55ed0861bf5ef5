use axum::http::{HeaderMap, Uri, header};
use serde::Serialize;

use crate::client::ClientId;
use crate::query::Query;
use crate::state::World;
use crate::subject::Subject;

/// Who sends a request, as far as its Authorization header tells. Every handler finds it among
/// the request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    pub authorization: Authorization,
    /// Known from the token, else from `?client=`, else not at all.
    pub client: Option<ClientId>,
    /// Only for a live token.
    pub subject: Option<Subject>,
}

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

impl Caller {
    pub fn of(world: &World, headers: &HeaderMap, uri: &Uri) -> Self {
        let named = || {
            let query = Query::of(uri);
            query.value("client").and_then(|name| world.client_id(name))
        };
        let Some(value) = headers.get(header::AUTHORIZATION) else {
            return Self::without(Authorization::None, named());
        };
        let Some(token) = value
            .to_str()
            .ok()
            .and_then(|v| world.tokens.access(bare(v)))
        else {
            return Self::without(Authorization::Other, named());
        };
        if headers.get_all(header::AUTHORIZATION).iter().count() > 1 {
            return Self::without(Authorization::Other, Some(token.client));
        }
        if !token.is_live() {
            return Self::without(Authorization::Dead, Some(token.client));
        }
        Self {
            authorization: Authorization::Live,
            client: Some(token.client),
            subject: Some(token.subject),
        }
    }

    fn without(authorization: Authorization, client: Option<ClientId>) -> Self {
        Self {
            authorization,
            client,
            subject: None,
        }
    }
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
fn bare(value: &str) -> &str {
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => value,
    }
}
