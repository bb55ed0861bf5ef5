mod cart;
mod data;
mod filter;
mod iam;
pub mod intent;
mod inventory;
mod members;
mod paths;
pub mod redirect_session;
mod site_caller;
mod stores;

use axum::routing::post;
use axum::{Router, middleware};

use crate::control;
use crate::echo;
use crate::http::cors;
use crate::http::request_id;
use crate::oauth::token_endpoint::token;
use crate::oauth::token_info::token_info;
use crate::origin::Origin;
use crate::request_log;
use crate::state::State;
use crate::wix_api::paths::below_api_too;

/// The Wix API.
pub fn router(state: &State) -> Router {
    let log_state = (state.clone(), Origin::Api);
    let oauth = [
        ("/oauth2/token", post(token)),
        ("/oauth2/token-info", post(token_info)),
    ];
    let mut router = below_api_too(oauth)
        .merge(redirect_session::routes())
        .merge(iam::routes())
        .merge(members::routes())
        .merge(inventory::routes())
        .merge(cart::routes())
        .merge(data::routes())
        .merge(stores::routes())
        .merge(echo::routes(Origin::Api));
    if state.control().clients {
        router = router.merge(control::routes());
    }
    if state.control().tests {
        router = router.merge(control::of_tests());
    }
    router
        .layer(middleware::from_fn_with_state(
            log_state,
            request_log::record,
        ))
        .layer(middleware::from_fn(cors::listed))
        .layer(middleware::map_response(request_id::stamp))
        .with_state(state.clone())
}
