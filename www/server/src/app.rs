use axum::body::Bytes;
use axum::extract::{Extension, FromRequestParts, Path, Request, State as Extract};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use fetch_with_auth::wix::identity::Identity;
use fetch_with_auth::wix::permission::Permission;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::caller::Caller;
use crate::auth::principal::Principal;
use crate::clock;
use crate::echo;
use crate::http::cors;
use crate::http::request_id;
use crate::identity::layer;
use crate::identity::lookups::IdentityLookups;
use crate::model::products::{PRODUCTS, product};
use crate::origin::Origin;
use crate::request_log;
use crate::state::State;

/// The app's own backend, on its own origin.
pub fn router(state: &State, lookups: &IdentityLookups) -> Router {
    let log_state = (state.clone(), Origin::App);
    shop(state, lookups)
        .merge(echo::routes(Origin::App))
        .layer(middleware::from_fn_with_state(
            log_state,
            request_log::record,
        ))
        .layer(middleware::from_fn(cors::listed))
        .layer(middleware::map_response(request_id::stamp))
        .with_state(state.clone())
}

/// The calls of the shop's backend; the site serves the same.
pub fn shop(state: &State, lookups: &IdentityLookups) -> Router<State> {
    let only = |permission: Permission| {
        let known = (state.clone(), lookups.clone(), permission);
        middleware::from_fn_with_state(known, identified)
    };
    Router::new()
        .route("/api/products", get(products))
        .route(
            "/api/cart",
            get(show_cart).post(add_to_cart).delete(empty_cart),
        )
        .route("/api/cart/{id}", delete(remove_from_cart))
        .route("/api/account", get(account))
        .route(
            "/api/whoami",
            get(whoami).route_layer(only(Permission::Anyone)),
        )
        .route(
            "/api/points",
            get(points).route_layer(only(Permission::SiteMember)),
        )
}

async fn products() -> Json<Value> {
    Json(json!(PRODUCTS))
}

async fn show_cart(Extract(state): Extract<State>, principal: Principal) -> Response {
    Json(state.database().carts.view(principal.subject)).into_response()
}

async fn add_to_cart(
    Extract(state): Extract<State>,
    principal: Principal,
    body: Bytes,
) -> Response {
    let Ok(line) = serde_json::from_slice::<CartLine>(&body) else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "send id and quantity",
        );
    };
    let Some(product) = product(&line.id) else {
        return refusal(StatusCode::NOT_FOUND, "not_found", "there is no such thing");
    };
    let mut database = state.database();
    database
        .carts
        .add(principal.subject, product, line.quantity);
    Json(database.carts.view(principal.subject)).into_response()
}

async fn remove_from_cart(
    Extract(state): Extract<State>,
    principal: Principal,
    Path(id): Path<String>,
) -> Response {
    let mut database = state.database();
    database.carts.remove(principal.subject, &id);
    Json(database.carts.view(principal.subject)).into_response()
}

async fn empty_cart(Extract(state): Extract<State>, principal: Principal) -> Response {
    let mut database = state.database();
    database.carts.empty(principal.subject);
    Json(database.carts.view(principal.subject)).into_response()
}

/// For members only.
async fn account(Extract(state): Extract<State>, principal: Principal) -> Response {
    let database = state.database();
    let site = database.clients.get(&principal.client);
    let member = principal
        .subject
        .member()
        .and_then(|id| site?.members.get(id));
    let Some(member) = member else {
        let description = "this is for members";
        return refusal(StatusCode::FORBIDDEN, "members_only", description);
    };
    let account = json!({
        "id": principal.subject.short_id(),
        "email": member.email,
        "nickname": member.nickname,
        "since": clock::iso(member.since),
    });
    Json(json!({ "member": account })).into_response()
}

/// The caller that the layer has identified.
async fn whoami(Extension(identity): Extension<Identity>) -> Response {
    Json(identity).into_response()
}

/// The points of a member: any number will do, if it is always the same.
async fn points(Extension(identity): Extension<Identity>) -> Json<Value> {
    let points: u32 = identity.id.bytes().map(u32::from).sum();
    Json(json!({ "memberId": identity.id, "points": points % 1000 }))
}

/// The layer, with the lookup of the client that the query names, or of the demo's.
async fn identified(
    Extract((state, lookups, permission)): Extract<(State, IdentityLookups, Permission)>,
    request: Request,
    next: Next,
) -> Response {
    let lookup = lookups.of(&state, request.uri());
    layer::identified(Extract((lookup, permission)), request, next).await
}

#[derive(Deserialize)]
struct CartLine {
    id: String,
    #[serde(default = "one")]
    quantity: i32,
}

fn one() -> i32 {
    1
}

/// A request without a live token is refused before its body is read.
impl FromRequestParts<State> for Principal {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let caller = Extension::<Caller>::from_request_parts(parts, state).await;
        let Extension(caller) = caller.map_err(IntoResponse::into_response)?;
        caller.principal().ok_or_else(|| {
            let challenge = [(header::WWW_AUTHENTICATE, caller.authorization.challenge())];
            let refusal = refusal(StatusCode::UNAUTHORIZED, "unauthorized", "no live token");
            (challenge, refusal).into_response()
        })
    }
}

fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "error": { "code": code, "message": message } });
    (status, Json(body)).into_response()
}
