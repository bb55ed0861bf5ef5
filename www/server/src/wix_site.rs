//! The Wix site: the pages that a browser navigates to.

mod authorization_request;
mod authorization_response;
mod authorize;
mod external_login;
mod hosted_page;
mod login_page;
mod logout;

use axum::extract::{Path, State as Extract};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use uuid::Uuid;

use crate::forged_message;
use crate::http::cors;
use crate::http::page::{Page, css, redirect};
use crate::http::request_id;
use crate::origin::Origin;
use crate::request_log;
use crate::state::State;
use crate::wix_api::intent::Intent;
use crate::wix_api::redirect_session;

pub fn router(state: &State) -> Router {
    let log_state = (state.clone(), Origin::Wix);
    let log = middleware::from_fn_with_state(log_state, request_log::record);
    let hosted = Intent::hosted().map(|intent| intent.path);
    let hosted = hosted.fold(Router::new(), |router, path| {
        router.route(path, get(hosted_page::show))
    });
    let mut pages = hosted
        .route("/login-session", get(hosted_page::set_session_cookie))
        .route("/logout", get(logout::logout))
        .route("/_api/iam/authentication/v1/logout", get(logout::logout))
        .route(
            "/_api/oauth2/authorize",
            get(authorize::show).post(authorize::submit),
        )
        .route("/_api/idp/callback", get(external_login::callback))
        .route("/r/{id}", get(short))
        .route("/plain.css", get(css))
        .route("/web-message.js", get(web_message));
    if state.control().tests {
        pages = pages.merge(forged_message::routes());
    }
    let pages = pages.layer(log.clone());
    // Only these are for scripts of other origins: no page may read what a navigation receives.
    let shared = redirect_session::routes()
        .layer(log)
        .layer(middleware::from_fn(cors::listed));
    pages
        .merge(shared)
        .layer(middleware::map_response(request_id::stamp))
        .with_state(state.clone())
}

/// The short address of a redirect session.
async fn short(Extract(state): Extract<State>, Path(id): Path<Uuid>) -> Response {
    let url = state.database().short_urls.get(&id).cloned();
    match url {
        Some(url) => redirect(&url),
        None => Page::refusal("There is no such redirect session.").into_response(),
    }
}

async fn web_message() -> Response {
    let script = include_str!("wix_site/web_message.js");
    ([(header::CONTENT_TYPE, "text/javascript")], script).into_response()
}
