pub mod files;
mod proxy;

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

use crate::app;
use crate::echo;
use crate::http::request_id;
use crate::identity::lookups::IdentityLookups;
use crate::model::client_id::DEMO_CLIENT;
use crate::origin::{Origin, Origins};
use crate::request_log;
use crate::site::files::Files;
use crate::state::State;

/// The origin of the page: its files, its configuration, and the calls of the app's backend.
pub fn router(state: &State, files: Files, lookups: &IdentityLookups) -> Router {
    let log_state = (state.clone(), Origin::Site);
    let dynamic = app::shop(state, lookups)
        .merge(echo::routes(Origin::Site))
        .layer(middleware::from_fn_with_state(
            log_state.clone(),
            request_log::record,
        ))
        .layer(middleware::map_response(request_id::stamp));
    let backend = proxy::routes().layer(middleware::from_fn_with_state(
        log_state,
        request_log::record,
    ));
    Router::new()
        .route("/config.json", get(config))
        .merge(dynamic)
        .fallback(move |request: Request| async move { files.serve(request).await })
        .layer(middleware::map_response_with_state(state.clone(), guard))
        // Behind the guard: the backend's responses are its own.
        .merge(backend)
        .with_state(state.clone())
}

async fn config(Extract(state): Extract<State>) -> Json<Value> {
    let origins = state.origins();
    Json(json!({
        "clientId": DEMO_CLIENT,
        "api": origins.api,
        "app": origins.app,
        "foreign": origins.foreign,
        "wix": origins.wix,
        "idp": origins.idp,
        "control": state.control().clients,
    }))
}

/// For development: no response is cached, and every page has a strict policy.
async fn guard(Extract(state): Extract<State>, mut response: Response) -> Response {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let is = |kind: &[u8]| content_type.is_some_and(|value| value.as_bytes().starts_with(kind));
    let (html, script) = (is(b"text/html"), is(b"application/javascript"));
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        set(&mut response, header::CACHE_CONTROL, "no-store");
    }
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // RFC 9239 has one name for scripts, whatever their extension.
    if script {
        set(&mut response, header::CONTENT_TYPE, "text/javascript");
    }
    if html {
        set(
            &mut response,
            header::CONTENT_TYPE,
            "text/html; charset=utf-8",
        );
        let policy = policy(state.origins());
        set(&mut response, header::CONTENT_SECURITY_POLICY, &policy);
    }
    response
}

fn policy(origins: &Origins) -> String {
    let Origins {
        api,
        app,
        foreign,
        wix,
        ..
    } = origins;
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
         connect-src 'self' {api} {app} {foreign}; style-src 'self'; img-src 'self' data:; \
         frame-src 'self' {wix}; \
         object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'"
    )
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}
