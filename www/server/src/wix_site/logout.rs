use axum::extract::State as Extract;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use crate::http::page::{Page, redirect};
use crate::http::query::Query;
use crate::http::url::with_query;
use crate::model::allow_list::AllowList;
use crate::state::State;

/// Ends the session of this browser at the Wix site, and redirects to the app.
pub async fn logout(Extract(state): Extract<State>, uri: Uri, cookies: CookieJar) -> Response {
    let query = Query::of(&uri);
    let database = &mut *state.database();
    let named = query.value("clientId").or(query.value("client_id"));
    let Some(client) = named.and_then(|id| database.client_id(id)) else {
        return Page::refusal("There is no such client.").into_response();
    };
    let back = query.value("postFlowUrl");
    let back = back.or(query.value("postLogoutRedirectUri"));
    let allowed = AllowList::of(&database.settings(client), state.origins());
    if back.is_some_and(|url| !allowed.has_origin_of(url)) {
        return Page::refusal("The way back is not on an allowed domain.").into_response();
    }
    let cookies = database.wix_sessions.close(cookies, client);
    let response = match back {
        Some(url) => redirect(&with_query(url, &[logged_in(false)])),
        None => Page::new("You are signed out", String::new()).into_response(),
    };
    (cookies, response).into_response()
}

/// The parameter that Wix adds to every address of the app.
pub fn logged_in(member: bool) -> (String, String) {
    ("wixMemberLoggedIn".to_owned(), member.to_string())
}
