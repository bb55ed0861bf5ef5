use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::http::connection::Connection;
use crate::model::client_id::ClientId;
use crate::state::{Database, State};

/// Processes a request, unless the client has a fault of this name. It is processed at arrival, as
/// grants are; a pause delays the response only.
pub async fn with_faults(
    state: &State,
    connection: &Connection,
    client: Option<ClientId>,
    name: &str,
    process: impl FnOnce(&mut Database) -> Response,
) -> Response {
    let (fault, paused, response) = {
        let mut database = state.database();
        let client = client.and_then(|id| database.clients.get_mut(&id));
        let (fault, paused) = client.map_or((None, None), |client| {
            (client.next_fault(name), client.pause(name))
        });
        let processed = fault.as_ref().is_none_or(|fault| fault.after);
        (fault, paused, processed.then(|| process(&mut database)))
    };
    if let Some(resumed) = paused {
        resumed.await;
    }
    match (fault, response) {
        (Some(fault), response) => fault.respond(response, connection).await,
        (None, response) => {
            response.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}
