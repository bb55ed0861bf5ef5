use std::sync::Arc;

use axum::response::Response;
use tokio::sync::Notify;

/// The connection of a request, among the extensions of the request.
#[derive(Clone, Default)]
pub struct Connection {
    cut: Arc<Notify>,
}

impl Connection {
    /// Drops the connection: the request that asks for it gets no response.
    pub async fn cut(&self) -> Response {
        self.cut.notify_one();
        std::future::pending().await
    }

    /// Done when a request has asked for that.
    pub async fn is_cut(&self) {
        self.cut.notified().await;
    }
}
