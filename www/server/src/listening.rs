//! Listeners and connections.

mod recorded_stream;

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
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::http::connection::Connection;
use recorded_stream::{ReceivedBytes, RecordedStream};

/// The connections belong to the listener: when it ends, they end.
pub async fn listen(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, router.clone()));
                }
                // Out of file descriptors, say: others may free some.
                Err(_) => tokio::time::sleep(ACCEPT_RETRY_PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Serves one connection until the client closes it or it is cut.
async fn serve(stream: TcpStream, router: Router) {
    // A response is one small packet: waiting to fill it only slows the tests.
    let _ = stream.set_nodelay(true);
    let served = Arc::new(Served {
        connection: Connection::default(),
        received: ReceivedBytes::default(),
        opened: Instant::now(),
        used: AtomicBool::new(false),
        kept: AtomicBool::new(false),
    });
    let service = router.layer(middleware::from_fn({
        let served = served.clone();
        move |request, next| add_extensions(served.clone(), request, next)
    }));
    let received = served.received.clone();
    let stream = RecordedStream { stream, received };
    let mut serving = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    tokio::select! {
        _ = &mut serving => return,
        () = served.connection.is_cut() => {}
    }
    if served.kept.load(Ordering::Relaxed) {
        let mut stream = serving.into_parts().io.into_inner();
        let _ = stream.write_all(NOT_HTTP).await;
    }
}

struct Served {
    connection: Connection,
    received: ReceivedBytes,
    opened: Instant,
    used: AtomicBool,
    /// The client had kept the connection open for the request that it carries now.
    kept: AtomicBool,
}

async fn add_extensions(served: Arc<Served>, mut request: Request, next: Next) -> Response {
    let used = served.used.swap(true, Ordering::Relaxed);
    let kept = used || served.opened.elapsed() > PROMPT_REQUEST;
    served.kept.store(kept, Ordering::Relaxed);
    let names = served.received.take(request.method(), request.uri());
    request.extensions_mut().insert(names);
    request.extensions_mut().insert(served.connection.clone());
    next.run(request).await
}

/// The pause before accepting connections again after an error.
const ACCEPT_RETRY_PAUSE: Duration = Duration::from_millis(50);

/// A client sends its request this soon after connecting, unless it had connected in advance.
const PROMPT_REQUEST: Duration = Duration::from_millis(50);

/// Browsers silently repeat a request, a POST too, when a connection that they had kept open ends
/// without a byte: a test would count two requests. After bytes that are no HTTP they do not.
const NOT_HTTP: &[u8] = b"\0cut\r\n";
