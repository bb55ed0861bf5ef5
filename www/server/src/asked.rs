use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::client::ClientId;
use crate::connection::Wire;
use crate::state::{State, World};

/// Does what was asked, unless the client's fault of this name comes between.
pub async fn asked(
    state: &State,
    wire: &Wire,
    client: Option<ClientId>,
    name: &str,
    work: impl FnOnce(&mut World) -> Response,
) -> Response {
    let (fault, answer) = {
        let mut world = state.world();
        let client = client.and_then(|id| world.clients.get_mut(&id));
        let fault = client.and_then(|client| client.strike(name));
        let done = fault.as_ref().is_none_or(|fault| fault.after);
        (fault, done.then(|| work(&mut world)))
    };
    match (fault, answer) {
        (Some(fault), answer) => fault.act(answer, wire).await,
        (None, answer) => {
            answer.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}
