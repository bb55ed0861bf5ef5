use axum::{Router, middleware};

use crate::origin::Origin;
use crate::state::State;
use crate::{cors, echo, forger, witness};

/// Somebody else's server: it only echoes, and counts the tokens that it should never hear.
pub fn router(state: &State) -> Router {
    let seen = (state.clone(), Origin::Foreign);
    let mut router = echo::routes(Origin::Foreign);
    if state.control() {
        router = router.merge(forger::routes());
    }
    router
        .layer(middleware::from_fn_with_state(seen, witness::witness))
        .layer(middleware::from_fn(cors::anything))
        .with_state(state.clone())
}
