use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::http::header_names::{ReceivedBytes, RecordedStream};

/// Serves one connection until the client closes it or it is cut.
pub async fn serve(stream: TcpStream, router: Router) {
    // A response is one small packet: waiting to fill it only slows the tests.
    let _ = stream.set_nodelay(true);
    let connection = Connection::new();
    let received = ReceivedBytes::default();
    let service = router.layer(middleware::from_fn({
        let (connection, received) = (connection.clone(), received.clone());
        move |request, next| add_extensions(connection.clone(), received.clone(), request, next)
    }));
    let stream = RecordedStream { stream, received };
    let mut serving = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    tokio::select! {
        _ = &mut serving => return,
        () = connection.0.cut.notified() => {}
    }
    if connection.0.kept.load(Ordering::Relaxed) {
        let mut stream = serving.into_parts().io.into_inner();
        let _ = stream.write_all(NOT_HTTP).await;
    }
}

/// The connection of a request, among the extensions of the request.
#[derive(Clone)]
pub struct Connection(Arc<Inner>);

struct Inner {
    opened: Instant,
    used: AtomicBool,
    /// The client had kept the connection open for the request that it carries now.
    kept: AtomicBool,
    cut: Notify,
}

impl Connection {
    fn new() -> Self {
        Self(Arc::new(Inner {
            opened: Instant::now(),
            used: AtomicBool::new(false),
            kept: AtomicBool::new(false),
            cut: Notify::new(),
        }))
    }

    /// Drops the connection: the request that asks for it gets no response.
    pub async fn cut(&self) -> Response {
        self.0.cut.notify_one();
        std::future::pending().await
    }
}

async fn add_extensions(
    connection: Connection,
    received: ReceivedBytes,
    mut request: Request,
    next: Next,
) -> Response {
    let used = connection.0.used.swap(true, Ordering::Relaxed);
    let kept = used || connection.0.opened.elapsed() > PROMPT_REQUEST;
    connection.0.kept.store(kept, Ordering::Relaxed);
    let names = received.take(request.method(), request.uri());
    request.extensions_mut().insert(names);
    request.extensions_mut().insert(connection);
    next.run(request).await
}

/// A client sends its request this soon after connecting, unless it had connected in advance.
const PROMPT_REQUEST: Duration = Duration::from_millis(50);

/// Browsers silently repeat a request, a POST too, when a connection that they had kept open ends
/// without a byte: a test would count two requests. After bytes that are no HTTP they do not.
const NOT_HTTP: &[u8] = b"\0cut\r\n";
