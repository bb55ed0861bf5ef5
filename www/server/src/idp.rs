use axum::routing::get;
use axum::{Router, middleware};

use crate::origin::Origin;
use crate::page::css;
use crate::state::State;
use crate::{request_id, witness};

/// A second authority: people who have an account elsewhere sign in there.
pub fn router(state: &State) -> Router {
    let seen = (state.clone(), Origin::Idp);
    Router::new()
        .route("/plain.css", get(css))
        .layer(middleware::from_fn_with_state(seen, witness::witness))
        .layer(middleware::map_response(request_id::stamp))
        .with_state(state.clone())
}
