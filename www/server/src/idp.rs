use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use uuid::Uuid;

use crate::http::page::{Page, css, escape, redirect};
use crate::http::query::Query;
use crate::http::request_id;
use crate::http::url::with_query;
use crate::model::idp_connections;
use crate::model::people::{PEOPLE, Person};
use crate::origin::{Origin, Origins};
use crate::request_log;
use crate::state::State;

/// The identity provider, where users log in with an account that they have elsewhere.
pub fn router(state: &State) -> Router {
    let log_state = (state.clone(), Origin::Idp);
    Router::new()
        .route("/authorize", get(show).post(choose))
        .route("/plain.css", get(css))
        .layer(middleware::from_fn_with_state(
            log_state,
            request_log::record,
        ))
        .layer(middleware::map_response(request_id::stamp))
        .with_state(state.clone())
}

async fn show(Extract(state): Extract<State>, uri: Uri) -> Response {
    match known(&uri, state.origins()) {
        Some(connection) => page(&uri, connection).into_response(),
        None => Page::refusal("Only the Wix site signs people in here.").into_response(),
    }
}

/// One button for each account, and one for going back.
async fn choose(Extract(state): Extract<State>, uri: Uri, body: Bytes) -> Response {
    if known(&uri, state.origins()).is_none() {
        return Page::refusal("Only the Wix site signs people in here.").into_response();
    }
    let query = Query::of(&uri);
    let chosen = form_urlencoded::parse(&body).find(|(name, _)| name == "person");
    let chosen = chosen
        .map(|(_, email)| email.into_owned())
        .unwrap_or_default();
    let person = PEOPLE.iter().find(|person| person.email == chosen);
    let parameter = match person {
        Some(person) => ("code", state.database().external_logins.issue_code(person)),
        None => ("error", "access_denied".to_owned()),
    };
    let state = query.value("state").unwrap_or_default().to_owned();
    let parameters = [parameter, ("state", state)].map(|(name, value)| (name.to_owned(), value));
    redirect(&with_query(
        query.value("redirect_uri").unwrap_or_default(),
        &parameters,
    ))
}

/// The connection in a request of the Wix site; none if another site sends it.
fn known(uri: &Uri, origins: &Origins) -> Option<Uuid> {
    let query = Query::of(uri);
    let ours = query.value("redirect_uri") == Some(&callback_url(origins));
    let connection = Uuid::parse_str(query.value("connection")?).ok();
    connection.filter(|_| ours)
}

fn page(uri: &Uri, connection: Uuid) -> Page {
    let here = uri.path_and_query().map_or("", |here| here.as_str());
    let person = |Person { name, email }: &Person| {
        format!(
            "<button name=\"person\" value=\"{email}\">{name}<br><small>{email}</small></button>\n"
        )
    };
    let people: String = PEOPLE.iter().map(person).collect();
    let body = format!(
        "<p>Who are you?</p>\n<form method=\"post\" action=\"{}\">\n{people}\
         <button name=\"person\" value=\"\">Nobody: go back</button>\n</form>",
        escape(here)
    );
    let name = idp_connections::name(connection);
    let mut page = Page::new(&format!("Sign in with \u{201c}{name}\u{201d}"), body);
    // The identity provider does not know where the Wix site redirects to.
    page.form_targets = vec!["http:".to_owned(), "https:".to_owned()];
    page
}

/// Where the Wix site receives the response.
pub fn callback_url(origins: &Origins) -> String {
    format!("{}/_api/idp/callback", origins.wix)
}
