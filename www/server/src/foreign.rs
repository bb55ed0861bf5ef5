use axum::{Router, middleware};

use crate::origin::Origin;
use crate::state::State;
use crate::{cors, echo, witness};

/// Somebody else's server: it only echoes, and counts the tokens that it should never hear.
pub fn router(state: &State) -> Router {
    let seen = (state.clone(), Origin::Foreign);
    echo::routes(Origin::Foreign)
        .layer(middleware::from_fn_with_state(seen, witness::witness))
        .layer(middleware::from_fn(cors::anything))
        .with_state(state.clone())
}
