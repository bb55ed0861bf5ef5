use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

use crate::Stage;

/// The package and the test pages on an origin without a policy, which also lets every origin read
/// them, as a CDN does. Dropping it ends it.
pub struct PlainSite {
    pub port: u16,
    listening: JoinHandle<()>,
}

impl PlainSite {
    pub async fn start() -> Result<Self, String> {
        let failed = |why| format!("no plain site: {why}");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let files = Router::new()
            .nest_service("/fetch-with-auth", ServeDir::new(Stage::package()))
            .nest_service("/pages", ServeDir::new(root.join("tests/pages")))
            .layer(middleware::from_fn(headers));
        let listening = tokio::spawn(async move {
            let _ = axum::serve(listener, files).await;
        });
        Ok(Self { port, listening })
    }

    /// `localhost` is another site than `127.0.0.1`.
    pub fn origin(&self, host: &str) -> String {
        format!("http://{host}:{}", self.port)
    }
}

impl Drop for PlainSite {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// A page whose address says `csp=no-wasm` may run scripts, and compile nothing.
async fn headers(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let forbids = query.contains("csp=no-wasm");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(header::CACHE_CONTROL, "no-cache");
    if forbids {
        set(header::CONTENT_SECURITY_POLICY, "script-src 'self'");
    }
    response
}
