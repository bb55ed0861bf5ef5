use axum::extract::{Request, State as Extract};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use crate::auth::caller::Caller;
use crate::clock;
use crate::http::cors::Sharing;
use crate::model::client_log::RequestEntry;
use crate::origin::Origin;
use crate::state::State;

/// Finds the caller, adds the request to the log of their client, and puts the caller among the
/// request's extensions.
pub async fn record(
    Extract((state, origin)): Extract<(State, Origin)>,
    mut request: Request,
    next: Next,
) -> Response {
    let (caller, expose) = log(&state, origin, &request);
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    let sharing = response.extensions_mut().get_or_insert_default::<Sharing>();
    sharing.expose.extend(expose);
    response
}

fn log(state: &State, origin: Origin, request: &Request) -> (Caller, Vec<String>) {
    let mut database = state.database();
    let headers = request.headers();
    let caller = Caller::of(&database, headers, request.uri());
    if origin == Origin::Foreign {
        let count = headers.get_all(header::AUTHORIZATION).iter().count();
        database.foreign_authorizations =
            database.foreign_authorizations.saturating_add(count as u64);
    }
    let Some(client) = caller.client.and_then(|id| database.clients.get_mut(&id)) else {
        return (caller, always(origin));
    };
    client.log.request(RequestEntry {
        origin,
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        authorization: caller.authorization,
        at: clock::now(),
    });
    let mut expose = always(origin);
    expose.extend(client.settings.exposed());
    (caller, expose)
}

/// The backend of an app is configured by its owner: there a page may read the challenge.
fn always(origin: Origin) -> Vec<String> {
    match origin {
        Origin::App => vec!["www-authenticate".to_owned()],
        Origin::Site | Origin::Api | Origin::Foreign | Origin::Wix | Origin::Idp => Vec::new(),
    }
}
