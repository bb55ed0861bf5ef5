use axum::routing::post;
use axum::{Router, middleware};

use crate::api_paths::below_api_too;
use crate::origin::Origin;
use crate::state::State;
use crate::token_endpoint::token;
use crate::token_info::token_info;
use crate::{
    control, control_members, cors, echo, iam, inventory_api, members_api, redirect_session,
    request_id, witness,
};

/// The Wix API.
pub fn router(state: &State) -> Router {
    let seen = (state.clone(), Origin::Api);
    let oauth = [
        ("/oauth2/token", post(token)),
        ("/oauth2/token-info", post(token_info)),
    ];
    let mut router = below_api_too(oauth)
        .merge(redirect_session::routes())
        .merge(iam::routes())
        .merge(members_api::routes())
        .merge(inventory_api::routes())
        .merge(echo::routes(Origin::Api));
    if state.control() {
        router = router
            .merge(control::routes())
            .merge(control_members::routes());
    }
    router
        .layer(middleware::from_fn_with_state(seen, witness::witness))
        .layer(middleware::from_fn(cors::listed))
        .layer(middleware::map_response(request_id::stamp))
        .with_state(state.clone())
}
