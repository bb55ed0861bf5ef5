//! The calls with which tests configure and inspect a client. Everything belongs to
//! one client, so tests run side by side.

mod backend;
mod clients;
mod members;
mod response;

use axum::Router;

use crate::state::State;

pub fn routes() -> Router<State> {
    clients::routes().merge(members::routes())
}

/// The calls that only tests and the demo need.
pub fn of_tests() -> Router<State> {
    backend::routes()
}
