use axum::extract::State as Extract;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use super::logout::logged_in;
use crate::http::page::{Framed, Page, escape};
use crate::http::query::Query;
use crate::http::url::with_query;
use crate::model::allow_list::AllowList;
use crate::model::client_id::ClientId;
use crate::model::session_tokens::IssuedFor;
use crate::model::subject::Subject;
use crate::model::wix_sessions::WixSession;
use crate::origin::Origins;
use crate::state::{Database, State};

/// A page of the Wix site, for example a checkout: it shows the current user, and links back.
pub async fn show(Extract(state): Extract<State>, uri: Uri, cookies: CookieJar) -> Response {
    let query = Query::of(&uri);
    let database = &mut *state.database();
    let client = client(database, &query);
    let sender = match sender(database, client, &query) {
        Err(message) => return Page::refusal(message).into_response(),
        Ok(sender) => sender,
    };
    let session = match client {
        Some(client) => database.wix_sessions.of(&cookies, client),
        None => database.wix_sessions.any(&cookies),
    };
    let session = sender.or(session);
    let body = body(database, state.origins(), client, session, &query);
    let title = uri.path().trim_start_matches('/').replace('-', " ");
    let cookies = sender.map(|session| database.wix_sessions.open(session));
    (cookies.unwrap_or_default(), Page::new(&title, body)).into_response()
}

/// The page that only sets the cookie, for later pages. It can be framed.
pub async fn set_session_cookie(Extract(state): Extract<State>, uri: Uri) -> Response {
    let query = Query::of(&uri);
    let database = &mut *state.database();
    let client = client(database, &query);
    let fails = client.is_some_and(|client| database.settings(client).login_session_fails);
    let sender = match sender(database, client, &query) {
        Ok(Some(sender)) if !fails => sender,
        Err(message) => return Page::refusal(message).into_response(),
        Ok(_) => return Page::refusal("This page fails.").into_response(),
    };
    let body = body(database, state.origins(), client, Some(sender), &query);
    let mut page = Page::new("You are known here", body);
    page.framed = Framed::Anywhere;
    (database.wix_sessions.open(sender), page).into_response()
}

fn client(database: &Database, query: &Query) -> Option<ClientId> {
    let named = query.value("clientId").or(query.value("client"));
    database.client_id(named?)
}

/// The subject that created the redirect session that led here; none without one.
fn sender(
    database: &Database,
    client: Option<ClientId>,
    query: &Query,
) -> Result<Option<WixSession>, &'static str> {
    let (Some(client), Some(token)) = (client, query.value("sessionToken")) else {
        return Ok(None);
    };
    let site = database.clients.get(&client);
    match site.and_then(|site| site.session_tokens.validate(token)) {
        Some(IssuedFor::Subject(subject)) => Ok(Some(WixSession { client, subject })),
        _ => Err("This session token is not valid."),
    }
}

fn body(
    database: &Database,
    origins: &Origins,
    client: Option<ClientId>,
    session: Option<WixSession>,
    query: &Query,
) -> String {
    let mut body = identity(database, session);
    let Some(client) = client else {
        return body;
    };
    let allowed = AllowList::of(&database.settings(client), origins);
    let member = session.is_some_and(|session| session.subject.member().is_some());
    let order = ("orderId".to_owned(), "order-1".to_owned());
    let links = [
        ("thankYouPageUrl", "thank-you", "Pay", Some(order)),
        ("postFlowUrl", "back", "Back to the shop", None),
    ];
    for (callback, id, text, further) in links {
        let url = query
            .value(callback)
            .filter(|url| allowed.has_origin_of(url));
        let Some(url) = url else { continue };
        let mut parameters = vec![logged_in(member)];
        parameters.extend(further);
        let url = escape(&with_query(url, &parameters));
        body.push_str(&format!(
            "\n<p><a id=\"{id}\" href=\"{url}\">{text}</a></p>"
        ));
    }
    body
}

fn identity(database: &Database, session: Option<WixSession>) -> String {
    let Some(WixSession { client, subject }) = session else {
        return "<p id=\"who\" data-kind=\"nobody\">We do not know you.</p>".to_owned();
    };
    let member = subject
        .member()
        .and_then(|id| database.clients.get(&client)?.members.get(id));
    let name = match (subject, member) {
        (Subject::Member(_), Some(member)) => format!("You are {}.", escape(&member.email)),
        _ => format!("You are visitor {}.", subject.short_id()),
    };
    let (kind, id) = (subject.kind().to_lowercase(), subject.id());
    format!("<p id=\"who\" data-kind=\"{kind}\" data-id=\"{id}\">{name}</p>")
}
