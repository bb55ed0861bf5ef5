use axum::Router;
use axum::routing::MethodRouter;

use crate::state::State;

/// Routes each call at its path, and below `/_api` as well, as on a site's own domain.
pub fn below_api_too<'a>(
    calls: impl IntoIterator<Item = (&'a str, MethodRouter<State>)>,
) -> Router<State> {
    calls
        .into_iter()
        .fold(Router::new(), |router, (path, call)| {
            router
                .route(path, call.clone())
                .route(&format!("/_api{path}"), call)
        })
}
