//! A small web server on loopback: it serves folders to a page and receives what the page reports.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// Listens until the end of xtask; its threads hold nothing that needs an end.
pub struct Listener {
    pub origin: String,
    reports: Receiver<String>,
}

/// What is served: each folder under its prefix ("" for the root), and headers for every response.
/// `/echo` says in JSON whether it was authorized. The paths of `api` respond with this JSON, to
/// pages of any origin.
#[derive(Default)]
pub struct Site {
    pub folders: Vec<(&'static str, PathBuf)>,
    pub headers: Vec<(&'static str, String)>,
    pub api: Vec<(&'static str, String)>,
}

impl Listener {
    pub fn start(site: Site) -> Result<Self, String> {
        let failed = |why| format!("no port to listen on: {why}");
        let socket = TcpListener::bind(("127.0.0.1", 0)).map_err(failed)?;
        let port = socket.local_addr().map_err(failed)?.port();
        let (sender, reports) = mpsc::channel();
        let site = Arc::new(site);
        thread::spawn(move || {
            for stream in socket.incoming().flatten() {
                let (site, sender) = (Arc::clone(&site), sender.clone());
                thread::spawn(move || site.converse(stream, &sender));
            }
        });
        Ok(Self {
            origin: format!("http://127.0.0.1:{port}"),
            reports,
        })
    }

    /// The next JSON that a page posts to `/report`.
    pub fn report(&self, timeout: Duration) -> Result<Value, String> {
        let report = self
            .reports
            .recv_timeout(timeout)
            .map_err(|_| format!("no report within {} s", timeout.as_secs()))?;
        serde_json::from_str(&report).map_err(|why| format!("no JSON ({why}): {report}"))
    }
}

struct Request {
    method: String,
    path: String,
    has_authorization: bool,
    body: Vec<u8>,
}

impl Site {
    /// Responds to one request after the other, as long as the browser keeps the connection.
    fn converse(&self, stream: TcpStream, reports: &Sender<String>) {
        let _ = stream.set_nodelay(true);
        let Ok(mut writer) = stream.try_clone() else {
            return;
        };
        let mut reader = BufReader::new(stream);
        while let Some(request) = read(&mut reader) {
            if writer.write_all(&self.respond(&request, reports)).is_err() {
                return;
            }
        }
    }

    fn respond(&self, request: &Request, reports: &Sender<String>) -> Vec<u8> {
        if request.path == "/report" {
            let _ = reports.send(String::from_utf8_lossy(&request.body).into_owned());
            return self.response(204, "text/plain", b"");
        }
        if let Some((_, json)) = self.api.iter().find(|(path, _)| *path == request.path) {
            return self.response(200, "application/json", json.as_bytes());
        }
        if request.path == "/echo" {
            let json = format!("{{\"authorization\":{}}}", request.has_authorization);
            return self.response(200, "application/json", json.as_bytes());
        }
        match self.file(&request.path) {
            Some((kind, bytes)) if request.method == "GET" => self.response(200, kind, &bytes),
            _ => self.response(404, "text/plain", b"not here"),
        }
    }

    fn file(&self, path: &str) -> Option<(&'static str, Vec<u8>)> {
        if path.split('/').any(|part| part == "..") {
            return None;
        }
        let index = path.ends_with('/').then(|| format!("{path}index.html"));
        let path = index.as_deref().unwrap_or(path);
        let bytes = self.folders.iter().find_map(|(prefix, folder)| {
            let rest = path.strip_prefix(prefix)?.strip_prefix('/')?;
            fs::read(folder.join(rest)).ok()
        })?;
        let ending = path.rsplit('.').next().unwrap_or_default();
        let kind = KINDS.iter().find(|(known, _)| *known == ending);
        Some((
            kind.map_or("application/octet-stream", |kind| kind.1),
            bytes,
        ))
    }

    fn response(&self, status: u16, kind: &str, body: &[u8]) -> Vec<u8> {
        let mut head = format!(
            "HTTP/1.1 {status} \r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n",
            body.len()
        );
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.api.is_empty() {
            head.push_str(CORS);
        }
        head.push_str("\r\n");
        [head.as_bytes(), body].concat()
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    let path = target.split('?').next()?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers
        .get("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request {
        method,
        path,
        has_authorization: headers.contains_key("authorization"),
        body,
    })
}

const CORS: &str = "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: *\r\n\
    Access-Control-Allow-Headers: authorization, *\r\n";

const KINDS: [(&str, &str); 9] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("css", "text/css"),
    ("json", "application/json"),
    ("wasm", "application/wasm"),
    ("svg", "image/svg+xml"),
    ("md", "text/markdown; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
];
