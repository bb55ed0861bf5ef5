use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::auth::principal::Principal;
use crate::clock;
use crate::error::wix::WixError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::http::url::with_query;
use crate::model::allow_list::AllowList;
use crate::model::client::Client;
use crate::model::client_id::ClientId;
use crate::model::client_log::RedirectSessionEntry;
use crate::model::session_tokens::SessionTokens;
use crate::model::subject::Subject;
use crate::origin::Origins;
use crate::state::{Database, State};
use crate::wix_api::intent::Intent;

/// The calls that return the address of a page of the Wix site.
pub fn routes() -> Router<State> {
    let paths = PATHS.into_iter();
    paths.fold(Router::new(), |router, path| {
        router.route(path, post(create))
    })
}

async fn create(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Response {
    let origins = state.origins();
    with_faults(
        &state,
        &connection,
        caller.client,
        "redirect-session",
        |database| {
            redirect_session(database, origins, caller, &body)
                .map(Json)
                .into_response()
        },
    )
    .await
}

fn redirect_session(
    database: &mut Database,
    origins: &Origins,
    caller: Caller,
    body: &[u8],
) -> Result<Value, WixError> {
    let principal = caller.principal();
    let Principal { client, subject } = principal.ok_or_else(WixError::unauthenticated)?;
    let body: Value =
        serde_json::from_slice(body).map_err(|_| WixError::unreadable("the body is not JSON"))?;
    let (intent, content) = Intent::of(&body)
        .ok_or_else(|| WixError::unreadable("a redirect session has exactly one intent"))?;
    check_client(&intent, content, client)?;
    let site = database.clients.get_mut(&client);
    let site = site.ok_or_else(WixError::unauthenticated)?;
    let allowed = AllowList::of(&site.settings, origins);
    check_callbacks(&body["callbacks"], &allowed)?;

    log(site, subject, &intent, content, &body["callbacks"]);
    let session_token = session_token(&mut site.session_tokens, subject, content);
    let parameters = parameters(&body, &intent, content, client, &session_token);
    let endpoint = format!("{}{}", origins.wix, intent.path);
    let id = Uuid::new_v4();
    let full_url = with_query(&endpoint, &parameters);
    database.short_urls.insert(id, full_url.clone());
    Ok(json!({ "redirectSession": {
        "id": id,
        "fullUrl": full_url,
        "urlDetails": {
            "endpoint": endpoint,
            "searchParams": parameters.into_iter().map(|(k, v)| (k, v.into())).collect::<Map<_, _>>(),
        },
        "sessionToken": session_token,
        "shortUrl": format!("{}/r/{id}", origins.wix),
    } }))
}

/// A redirect session is for the client whose token created it.
fn check_client(intent: &Intent, content: &Value, client: ClientId) -> Result<(), WixError> {
    let (field, named) = match intent.name {
        "auth" => (
            "auth.authRequest.clientId",
            &content["authRequest"]["clientId"],
        ),
        "logout" => ("logout.clientId", &content["clientId"]),
        _ => return Ok(()),
    };
    let named = named.as_str().and_then(|id| Uuid::parse_str(id).ok());
    if named == Some(client) {
        return Ok(());
    }
    let description = "is not the client of the token";
    Err(WixError::field(field, "OTHER", description, json!({})))
}

fn check_callbacks(callbacks: &Value, allowed: &AllowList) -> Result<(), WixError> {
    let Some(callbacks) = callbacks.as_object() else {
        return Ok(());
    };
    let urls = callbacks.iter().filter(|(name, _)| *name != "state");
    for (name, url) in urls.filter(|(_, url)| !url.is_null()) {
        let field = format!("callbacks.{name}");
        let url = url.as_str().unwrap_or_default();
        if url.len() > MAX_CALLBACK_LENGTH {
            let description = "is too long";
            let data = json!({ "threshold": MAX_CALLBACK_LENGTH });
            return Err(WixError::field(&field, "MAX_LENGTH", description, data));
        }
        if !allowed.has_origin_of(url) {
            let description = "is not on an allowed domain";
            return Err(WixError::field(&field, "OTHER", description, json!({})));
        }
    }
    Ok(())
}

/// The token of a direct login if there is one, else one for the subject.
fn session_token(tokens: &mut SessionTokens, subject: Subject, content: &Value) -> String {
    match content["authRequest"]["sessionToken"].as_str() {
        Some(login) if !login.is_empty() => {
            tokens.present(login, subject);
            login.to_owned()
        }
        _ => tokens.issue_for_subject(subject),
    }
}

fn parameters(
    body: &Value,
    intent: &Intent,
    content: &Value,
    client: ClientId,
    session_token: &str,
) -> Vec<(String, String)> {
    let preferences = &body["preferences"];
    let mut parameters = intent.parameters(content);
    let mut add = |name: &str, value: &str| parameters.push((name.to_owned(), value.to_owned()));
    if !intent.is("auth") {
        add("clientId", &client.to_string());
    }
    let nobody = intent.is("logout") || preferences["maintainIdentity"] == false;
    if intent.is("auth") || !nobody {
        add("sessionToken", session_token);
    }
    for (name, value) in body["callbacks"].as_object().into_iter().flatten() {
        if let Some(value) = value.as_str() {
            add(name, value);
        }
    }
    let further = preferences["additionalQueryParameters"].as_object();
    for (name, value) in further.into_iter().flatten() {
        if let Some(value) = value.as_str() {
            add(name, value);
        }
    }
    parameters
}

fn log(site: &mut Client, subject: Subject, intent: &Intent, content: &Value, callbacks: &Value) {
    let request = &content["authRequest"];
    let entry = RedirectSessionEntry {
        intent: intent.name,
        subject: subject.kind(),
        prompt: content["prompt"].clone(),
        response_mode: request["responseMode"].clone(),
        redirect_uri: request["redirectUri"].clone(),
        has_session_token: request["sessionToken"].is_string(),
        idp: request["idp"].clone(),
        callbacks: callbacks.clone(),
        at: clock::now(),
    };
    site.log.redirect_session(entry);
}

/// As documented, and as seen; on the Wix site too.
const PATHS: [&str; 4] = [
    "/_api/redirects-api/v1/redirect-session",
    "/redirects-api/v1/redirect-session",
    "/headless/v1/redirect-session",
    "/redirect-session/v1/redirect-session",
];
/// Characters of a callback.
const MAX_CALLBACK_LENGTH: usize = 2048;
