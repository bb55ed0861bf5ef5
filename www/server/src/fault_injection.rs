use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::http::connection::Connection;
use crate::model::client_id::ClientId;
use crate::state::{Database, State};

/// Does what was asked, unless the client's fault of this name comes between. It is done at
/// arrival, as grants are; a hold delays the answer only.
pub async fn with_faults(
    state: &State,
    connection: &Connection,
    client: Option<ClientId>,
    name: &str,
    work: impl FnOnce(&mut Database) -> Response,
) -> Response {
    let (fault, held, answer) = {
        let mut database = state.database();
        let client = client.and_then(|id| database.clients.get_mut(&id));
        let (fault, held) = client.map_or((None, None), |client| {
            (client.strike(name), client.hold(name))
        });
        let done = fault.as_ref().is_none_or(|fault| fault.after);
        (fault, held, done.then(|| work(&mut database)))
    };
    if let Some(let_go) = held {
        let_go.await;
    }
    match (fault, answer) {
        (Some(fault), answer) => fault.act(answer, connection).await,
        (None, answer) => {
            answer.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}
