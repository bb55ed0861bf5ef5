use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::oauth::OAuthError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::model::client_id::ClientId;
use crate::oauth::token_request::Fields;
use crate::state::{Database, State};

/// `POST /oauth2/token-info`: the subject of an access token, and its expiry.
pub async fn token_info(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields = match Fields::parse(&headers, &body) {
        Ok(fields) => fields,
        Err(error) => return error.into_response(),
    };
    let Some(token) = fields.first("token") else {
        return OAuthError::InvalidRequest("token is missing").into_response();
    };
    let client = count(&mut state.database(), token);
    with_faults(&state, &connection, client, "token-info", |database| {
        Json(describe(database, token)).into_response()
    })
    .await
}

/// Counts the request for the client of the token, valid or not, whether it is responded to or not.
fn count(database: &mut Database, token: &str) -> Option<ClientId> {
    let id = database.tokens.access(token)?.client;
    let client = database.clients.get_mut(&id)?;
    client.token_info_requests = client.token_info_requests.saturating_add(1);
    Some(id)
}

/// For an expired, revoked or unknown token only `active: false`: inferred from RFC 7662, Wix publishes
/// no response.
fn describe(database: &Database, token: &str) -> Value {
    let Some(token) = database.tokens.access(token) else {
        return json!({ "active": false });
    };
    let (active, exp) = (token.is_live(), token.expires_at / 1000);
    let settings = database.settings(token.client);
    let (active, exp) = match settings.info_as_strings {
        true => (json!(active.to_string()), json!(exp.to_string())),
        false => (json!(active), json!(exp)),
    };
    if !token.is_live() {
        return json!({ "active": active });
    }
    json!({
        "active": active,
        "subjectType": token.subject.kind(),
        "subjectId": token.subject.id(),
        "exp": exp,
        "iat": token.issued_at / 1000,
        "clientId": token.client,
        "accountId": ACCOUNT,
        "siteId": settings.site_id,
        "instanceId": settings.instance_id,
    })
}

/// The account that owns the sites: it only has to be a GUID.
const ACCOUNT: Uuid = Uuid::from_u128(0xacc0_0000_0000_4000_8000_0000_0000_0001);
