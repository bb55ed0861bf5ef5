use axum::{Router, middleware};

use crate::echo;
use crate::forged_message;
use crate::http::cors;
use crate::origin::Origin;
use crate::request_log;
use crate::state::State;

/// The server of a third party: it only echoes, and counts the tokens that it should never receive.
pub fn router(state: &State) -> Router {
    let log_state = (state.clone(), Origin::Foreign);
    let mut router = echo::routes(Origin::Foreign);
    if state.control().tests {
        router = router.merge(forged_message::routes());
    }
    router
        .layer(middleware::from_fn_with_state(
            log_state,
            request_log::record,
        ))
        .layer(middleware::from_fn(cors::anything))
        .with_state(state.clone())
}
