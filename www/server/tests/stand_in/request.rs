use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use http_body_util::BodyExt;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// One request on a connection of its own.
pub struct TestRequest {
    url: String,
    request: axum::http::request::Builder,
    body: Vec<u8>,
}

pub struct TestResponse {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

pub fn request(method: &str, url: impl Into<String>) -> TestRequest {
    let url = url.into();
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = if path.is_empty() { "/" } else { path };
    let request = Request::builder()
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .uri(path)
        .header("host", host);
    TestRequest {
        url: host.to_owned(),
        request,
        body: Vec::new(),
    }
}

pub fn get(url: impl Into<String>) -> TestRequest {
    request("GET", url)
}

pub fn post(url: impl Into<String>) -> TestRequest {
    request("POST", url)
}

impl TestRequest {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn token(self, token: &str) -> Self {
        self.header("authorization", token)
    }

    /// As a page of this origin sends it.
    pub fn from(self, origin: &str) -> Self {
        self.header("origin", origin)
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn json(self, body: Value) -> Self {
        self.header("content-type", "application/json")
            .body(body.to_string())
    }

    pub fn form(self, body: &str) -> Self {
        self.header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    }

    pub async fn send(self) -> TestResponse {
        self.try_send().await.unwrap()
    }

    pub async fn try_send(self) -> Result<TestResponse, hyper::Error> {
        let stream = TcpStream::connect(&self.url).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let request = self.request.body(Body::from(self.body)).unwrap();
        let response = sender.send_request(request).await?;
        let (head, body) = response.into_parts();
        Ok(TestResponse {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.collect().await?.to_bytes().to_vec(),
        })
    }
}

impl TestResponse {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Whether a page of another origin may read this header.
    pub fn exposes(&self, name: &str) -> bool {
        let exposed = self.header("access-control-expose-headers");
        exposed.is_some_and(|names| names.split(", ").any(|exposed| exposed == name))
    }
}
