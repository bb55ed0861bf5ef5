use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::response::{bad, unknown};
use crate::http::query::Query;
use crate::model::client_id::ClientId;
use crate::model::settings::Settings;
use crate::model::subject::Subject;
use crate::oauth::issue;
use crate::oauth::token_response::token_response;
use crate::state::{Database, State};

pub fn routes() -> Router<State> {
    Router::new()
        .route("/_control/clients", post(register))
        .route("/_control/clients/{id}", get(report).patch(change))
        .route("/_control/clients/{id}/{action}", post(run_action))
}

async fn register(Extract(state): Extract<State>, body: Bytes) -> Response {
    match settings(state.defaults(), &body) {
        Ok(settings) => {
            let id = state.database().register(settings);
            Json(json!({ "clientId": id })).into_response()
        }
        Err(message) => bad(&message),
    }
}

async fn change(Extract(state): Extract<State>, Path(id): Path<String>, body: Bytes) -> Response {
    let mut database = state.database();
    let id = database.client_id(&id);
    let Some(client) = id.and_then(|id| database.clients.get_mut(&id)) else {
        return unknown();
    };
    match settings(&client.settings, &body) {
        Ok(settings) => {
            client.set(settings);
            Json(&client.settings).into_response()
        }
        Err(message) => bad(&message),
    }
}

/// `?last=N`: only so many of the newest requests.
async fn report(Extract(state): Extract<State>, Path(id): Path<String>, uri: Uri) -> Response {
    let last = Query::of(&uri).number("last").unwrap_or(usize::MAX);
    let database = state.database();
    let Some(id) = database.client_id(&id) else {
        return unknown();
    };
    let Some(client) = database.clients.get(&id) else {
        return unknown();
    };
    let requests = &client.log.requests;
    let older = requests.len().saturating_sub(last);
    Json(json!({
        "tokenRequests": client.token_requests,
        "tokenInfoRequests": client.token_info_requests,
        "visitors": client.visitors,
        "reuseDetected": client.reuse_detected,
        "liveRefreshTokens": database.tokens.live_refresh_tokens(id),
        "requests": requests.iter().skip(older).collect::<Vec<_>>(),
        "tokenRequestLog": client.log.token_requests,
        "redirectSessions": client.log.redirect_sessions,
        "codes": client.codes,
        "members": client.members.len(),
        "inventoryChanges": client.log.inventory_changes,
    }))
    .into_response()
}

async fn run_action(
    Extract(state): Extract<State>,
    Path((id, action)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let mut database = state.database();
    let Some(id) = database.client_id(&id) else {
        return unknown();
    };
    match action.as_str() {
        "revoke-access" => database.tokens.revoke_access(id),
        "revoke-all" => database.tokens.revoke_all(id),
        "end-wix-sessions" => database.wix_sessions.close_all(id),
        "visitor" => return minted(mint_visitor(&mut database, id), "visitorId"),
        "member" => {
            let body: Value = serde_json::from_slice(&body).unwrap_or_default();
            return match mint_member(&mut database, id, body["email"].as_str()) {
                Some(member) => minted(member, "memberId"),
                None => unknown(),
            };
        }
        "user" => return minted(mint_user(&mut database, id), "userId"),
        "app" => return minted(mint_app(&mut database, id), "appId"),
        _ => return unknown(),
    }
    Json(json!({})).into_response()
}

type Minted = (Subject, Map<String, Value>);

fn mint_visitor(database: &mut Database, client: ClientId) -> Minted {
    let settings = database.settings(client);
    let (visitor, tokens) = issue::visitor(database, client, &settings);
    (visitor, token_response(tokens, &settings))
}

/// The member with this e-mail, or one with a new account.
fn mint_member(database: &mut Database, client: ClientId, email: Option<&str>) -> Option<Minted> {
    let settings = database.settings(client);
    let members = &mut database.clients.get_mut(&client)?.members;
    let member = match email {
        Some(email) => members.find_by_email(email)?.id,
        None => members.find_or_add(
            &format!("{}@members.example", Uuid::new_v4().simple()),
            None,
        ),
    };
    let member = Subject::Member(member);
    let tokens = database.tokens.issue(client, member, &settings);
    Some((member, token_response(tokens, &settings)))
}

fn mint_user(database: &mut Database, client: ClientId) -> Minted {
    let settings = database.settings(client);
    let user = Subject::User(Uuid::new_v4());
    let tokens = database.tokens.issue(client, user, &settings);
    (user, token_response(tokens, &settings))
}

fn mint_app(database: &mut Database, client: ClientId) -> Minted {
    let settings = database.settings(client);
    let (app, tokens) = issue::app(database, client, &settings);
    (app, token_response(tokens, &settings))
}

fn minted((subject, mut tokens): Minted, name: &str) -> Response {
    tokens.insert(name.to_owned(), json!(subject.id()));
    Json(tokens).into_response()
}

/// An empty body changes nothing.
fn settings(now: &Settings, body: &[u8]) -> Result<Settings, String> {
    if body.is_empty() {
        return Ok(now.clone());
    }
    let changes: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    now.merged(&changes)
}
