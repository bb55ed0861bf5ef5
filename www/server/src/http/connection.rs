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

use crate::http::header_names::{Heard, Spelling};

/// Serves one connection until the client leaves or the wire is cut.
pub async fn serve(stream: TcpStream, router: Router) {
    // An answer is one small packet: waiting to fill it only slows the tests.
    let _ = stream.set_nodelay(true);
    let wire = Wire::new();
    let spelling = Spelling::default();
    let service = router.layer(middleware::from_fn({
        let (wire, spelling) = (wire.clone(), spelling.clone());
        move |request, next| carry(wire.clone(), spelling.clone(), request, next)
    }));
    let heard = Heard { stream, spelling };
    let mut connection = http1::Builder::new()
        .serve_connection(TokioIo::new(heard), TowerToHyperService::new(service));
    tokio::select! {
        _ = &mut connection => return,
        () = wire.0.cut.notified() => {}
    }
    if wire.0.kept.load(Ordering::Relaxed) {
        let mut stream = connection.into_parts().io.into_inner();
        let _ = stream.write_all(NOT_HTTP).await;
    }
}

/// What a request knows of the connection that it came on.
#[derive(Clone)]
pub struct Wire(Arc<Ends>);

struct Ends {
    opened: Instant,
    used: AtomicBool,
    /// The client had kept the connection open for the request that it carries now.
    kept: AtomicBool,
    cut: Notify,
}

impl Wire {
    fn new() -> Self {
        Self(Arc::new(Ends {
            opened: Instant::now(),
            used: AtomicBool::new(false),
            kept: AtomicBool::new(false),
            cut: Notify::new(),
        }))
    }

    /// Drops the connection: the request that asks for it is never answered.
    pub async fn cut(&self) -> Response {
        self.0.cut.notify_one();
        std::future::pending().await
    }
}

async fn carry(wire: Wire, spelling: Spelling, mut request: Request, next: Next) -> Response {
    let used = wire.0.used.swap(true, Ordering::Relaxed);
    let kept = used || wire.0.opened.elapsed() > AT_ONCE;
    wire.0.kept.store(kept, Ordering::Relaxed);
    let names = spelling.take(request.method(), request.uri());
    request.extensions_mut().insert(names);
    request.extensions_mut().insert(wire);
    next.run(request).await
}

/// A client sends its request this soon after connecting, unless it had connected in advance.
const AT_ONCE: Duration = Duration::from_millis(50);

/// Browsers silently repeat a request, a POST too, when a connection that they had kept open ends
/// without a byte: a test would count two requests. After bytes that are no HTTP they do not.
const NOT_HTTP: &[u8] = b"\0cut\r\n";
