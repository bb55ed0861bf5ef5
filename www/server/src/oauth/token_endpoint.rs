use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::futures::OwnedNotified;

use crate::auth::server_signature::ServerSignature;
use crate::clock;
use crate::error::oauth::OAuthError;
use crate::http::connection::Connection;
use crate::http::cors::Sharing;
use crate::http::media_type::media_type;
use crate::http::preflight;
use crate::model::client_log::TokenRequestEntry;
use crate::model::fault::Fault;
use crate::oauth::grant::Grant;
use crate::oauth::token_request::{Fields, TokenRequest};
use crate::oauth::token_response::token_response;
use crate::state::{Database, State};
use crate::timer;

/// `POST /oauth2/token`. The grant is processed at arrival, delayed, paused, responded to or not: once a
/// request has been sent, nobody can take it back.
pub async fn token(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let decided = decide(&mut state.database(), &uri, &headers, &body);
    let mut response = match decided {
        Ok(outcome) => outcome.respond(&connection).await,
        Err(error) => error.into_response(),
    };
    set(&mut response, header::CACHE_CONTROL, "no-store");
    set(&mut response, header::PRAGMA, "no-cache");
    response
}

/// The result of a well-formed request.
struct Outcome {
    /// The token response; none if a fault happened before the grant.
    result: Option<Result<(u16, String), OAuthError>>,
    fault: Option<Fault>,
    delay: Duration,
    /// Done when the response is resumed.
    paused: Option<OwnedNotified>,
    expose: Vec<String>,
}

fn decide(
    database: &mut Database,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Outcome, OAuthError> {
    let fields = Fields::parse(headers, body)?;
    let request = TokenRequest::read(&fields);
    log(database, fields, uri, headers);
    let grant = Grant::read(database, request?, headers)?;

    let client = database.clients.get_mut(&grant.client);
    let client = client.ok_or(OAuthError::InvalidClient)?;
    let fault = client.next_fault(&grant.name);
    let paused = client.pause_grant();
    let settings = client.settings.clone();
    let processed = fault.as_ref().is_none_or(|fault| fault.after);
    let result = processed.then(|| {
        let tokens = grant.process(database, &settings)?;
        let body = serde_json::Value::Object(token_response(tokens, &settings));
        Ok((settings.token_status, body.to_string()))
    });
    Ok(Outcome {
        result,
        fault,
        delay: Duration::from_millis(settings.grant_delay),
        paused,
        expose: settings.exposed(),
    })
}

/// Counts the request for the client that it names, well-formed or not.
fn log(database: &mut Database, fields: Fields, uri: &Uri, headers: &HeaderMap) {
    let named = fields.first("client_id");
    let named = named.and_then(|name| database.client_id(name));
    let refresh = || {
        database
            .tokens
            .refresh_client(fields.first("refresh_token")?)
    };
    let code = || database.authorization_codes.client(fields.first("code")?);
    let bearer = || Some(ServerSignature::read(database, headers)?.client);
    let client = named.or_else(refresh).or_else(code).or_else(bearer);
    let Some(client) = client.and_then(|id| database.clients.get_mut(&id)) else {
        return;
    };
    let grant = fields.first("grant_type").unwrap_or_default().to_owned();
    let count = client.token_requests.entry(grant.clone()).or_default();
    *count = count.saturating_add(1);
    client.log.token_request(TokenRequestEntry {
        grant,
        content_type: media_type(headers),
        body: fields.into_object(),
        authorization: headers.contains_key(header::AUTHORIZATION),
        query: uri.query().is_some(),
        preflighted: preflight::needed(headers),
        at: clock::now(),
    });
}

impl Outcome {
    async fn respond(self, connection: &Connection) -> Response {
        timer::sleep(self.delay).await;
        if let Some(resumed) = self.paused {
            resumed.await;
        }
        let mut response = match (self.fault, self.result) {
            (None, None) => OAuthError::InvalidRequest("nothing was asked").into_response(),
            (None, Some(result)) => response(result),
            // An error response is never lost or truncated by a fault.
            (Some(fault), result) => {
                let granted = result.filter(Result::is_ok).map(response);
                fault.respond(granted, connection).await
            }
        };
        let sharing = response.extensions_mut().get_or_insert_default::<Sharing>();
        sharing.expose.extend(self.expose);
        response
    }
}

fn response(result: Result<(u16, String), OAuthError>) -> Response {
    match result {
        Ok((status, body)) => json(status, body),
        Err(error) => error.into_response(),
    }
}

fn json(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body).into_response();
    set(&mut response, header::CONTENT_TYPE, "application/json");
    response
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}
