use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get as on_get};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::request::{TestRequest, get, post, request};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn what_is_below_backend_arrives_there_as_it_was_sent() {
    let (shop, origin) = with_backend().await;
    let token = shop.visitor().await.access;
    let url = format!("{}/backend/echo/%41//b?x=%20&y", shop.running.site);
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "GET"] {
        let response = request(method, &url)
            .token(&token)
            .header("cookie", "a=b")
            .header("x-mine", "one")
            .header("x-mine", "two")
            .header("x-hop", "this hop")
            .header("connection", "close, x-hop")
            .header("te", "trailers")
            .body("a body")
            .send()
            .await;
        assert_eq!(response.status, 200, "{method}");
        let echoed = response.json();
        assert_eq!(echoed["method"], method);
        assert_eq!(echoed["path"], "/backend/echo/%41//b?x=%20&y");
        assert_eq!(echoed["body"], "a body");
        assert_eq!(
            echoed["headers"],
            json!({
                "authorization": [token],
                "content-length": ["6"],
                "cookie": ["a=b"],
                "host": [origin.replace("http://", "")],
                "x-mine": ["one", "two"],
            })
        );
    }
    let report = shop.report().await;
    let seen = &report["requests"][0];
    assert_eq!(
        (&seen["origin"], &seen["authorization"]),
        (&json!("site"), &json!("live"))
    );
}

#[tokio::test]
async fn its_responses_are_returned_unchanged() {
    let (shop, _) = with_backend().await;
    let teapot = backend(&shop, get, "/teapot").send().await;
    assert_eq!(
        (teapot.status, teapot.text().as_str()),
        (418, "<h1>short</h1>")
    );
    let cookies: Vec<_> = teapot.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
    let mut names: Vec<_> = teapot.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "content-length",
            "content-type",
            "date",
            "set-cookie",
            "www-authenticate"
        ],
        "no policy, no x-wix-request-id, nothing of the hop"
    );
    let nothing = backend(&shop, get, "/nothing").send().await;
    assert_eq!((nothing.status, nothing.body.len()), (204, 0));
    assert_eq!(nothing.header("content-length"), None);
    let head = backend(&shop, |url| request("HEAD", url), "/teapot")
        .send()
        .await;
    assert_eq!(head.header("content-length"), Some("14"));
    let missing = backend(&shop, get, "/").send().await;
    assert_eq!((missing.status, missing.text().as_str()), (404, "mine"));
}

#[tokio::test]
async fn bodies_stream_both_ways() {
    let (shop, _) = with_backend().await;
    let mut page = connect(&shop).await;
    let head = "POST /backend/mirror HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    page.write_all(head.as_bytes()).await.unwrap();
    for word in ["first", "other"] {
        page.write_all(format!("5\r\n{word}\r\n").as_bytes())
            .await
            .unwrap();
        until(&mut page, word).await;
    }
    page.write_all(b"0\r\n\r\n").await.unwrap();
    until(&mut page, "0\r\n\r\n").await;
}

#[tokio::test]
async fn a_response_that_breaks_off_breaks_off_for_the_page_too() {
    let (shop, _) = with_backend().await;
    let broken = backend(&shop, get, "/broken").try_send().await;
    assert!(broken.is_err());
}

#[tokio::test]
async fn without_a_backend_there_is_a_bad_gateway() {
    let shop = Shop::open(plain()).await;
    refused(backend(&shop, get, "/x"), "no_backend").await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    shop.running.set_backend(&origin).unwrap();
    refused(backend(&shop, post, "/x"), "backend_failed").await;
    let besides = get(format!("{}/backend", shop.running.site)).send().await;
    assert_eq!(besides.status, 404, "a file that is not there");
    let app = get(format!("{}/backend/x", shop.running.app)).send().await;
    assert_eq!(app.status, 404, "only the site has it");
}

#[tokio::test]
async fn the_control_sets_the_origin_of_the_backend() {
    let (shop, origin) = with_backend().await;
    let url = format!("{}/_control/backend", shop.running.api);
    let put = |body: Value| request("PUT", &url).json(body).send();
    let gone = put(json!({ "origin": null })).await;
    assert_eq!((gone.status, gone.json()), (200, json!({ "origin": null })));
    refused(backend(&shop, get, "/teapot"), "no_backend").await;
    let there = put(json!({ "origin": origin })).await;
    assert_eq!(
        (there.status, there.json()),
        (200, json!({ "origin": origin }))
    );
    for body in [
        json!({ "origin": "http://a.test:81" }),
        json!({ "origin": "https://127.0.0.1:81" }),
        json!({ "origin": 81 }),
        json!({ "orign": null }),
        json!(null),
    ] {
        assert_eq!(put(body.clone()).await.status, 400, "{body}");
    }
    assert_eq!(backend(&shop, get, "/teapot").send().await.status, 418);
    assert!(shop.running.set_backend("http://a.test:81").is_err());
}

#[tokio::test]
async fn no_request_is_passed_twice() {
    // Keeps connections open, responses once on each, and ends at the next request.
    let arrived = Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let count = arrived.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let count = count.clone();
            tokio::spawn(async move {
                let mut echoed = [0; 4096];
                let _ = stream.read(&mut echoed).await;
                if count.fetch_add(1, Ordering::Relaxed) == 0 {
                    let _ = stream
                        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                        .await;
                    let _ = stream.read(&mut echoed).await;
                }
            });
        }
    });
    let shop = Shop::open(plain()).await;
    shop.running.set_backend(&origin).unwrap();
    assert_eq!(backend(&shop, post, "/order").send().await.status, 200);
    for times in 2..5 {
        refused(backend(&shop, post, "/order"), "backend_failed").await;
        assert_eq!(arrived.load(Ordering::Relaxed), times);
    }
}

async fn with_backend() -> (Shop, String) {
    let router = Router::new()
        .route("/backend/echo/{*rest}", any(echo))
        .route("/backend/teapot", on_get(teapot))
        .route("/backend/mirror", any(|body: Body| async { body }))
        .route("/backend/broken", on_get(broken))
        .route(
            "/backend/nothing",
            on_get(|| async { axum::http::StatusCode::NO_CONTENT }),
        )
        .fallback(|| async { (axum::http::StatusCode::NOT_FOUND, "mine") });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, router));
    let shop = Shop::open(plain()).await;
    shop.running.set_backend(&origin).unwrap();
    (shop, origin)
}

async fn serve(listener: TcpListener, router: Router) {
    while let Ok((stream, _)) = listener.accept().await {
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let stream = hyper_util::rt::TokioIo::new(stream);
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(stream, service));
    }
}

async fn echo(request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let echoed = json!({
        "method": head.method.as_str(),
        "path": head.uri.to_string(),
        "headers": lines(&head.headers),
        "body": String::from_utf8_lossy(&body),
    });
    axum::Json(echoed).into_response()
}

fn lines(headers: &HeaderMap) -> Value {
    let line = |name: &axum::http::HeaderName| {
        let values = headers.get_all(name).iter();
        let values = values.map(|value| Value::from(value.to_str().unwrap()));
        (name.as_str().to_owned(), values.collect::<Value>())
    };
    headers.keys().map(line).collect()
}

async fn teapot() -> Response {
    let headers = [
        ("content-type", "text/html"),
        ("set-cookie", "a=1"),
        ("www-authenticate", "Bearer"),
        ("connection", "close, x-hop"),
        ("x-hop", "this hop"),
        ("keep-alive", "timeout=5"),
    ];
    let status = axum::http::StatusCode::IM_A_TEAPOT;
    let mut response = (status, headers, "<h1>short</h1>").into_response();
    let other = "b=2".parse().unwrap();
    response.headers_mut().append("set-cookie", other);
    response
}

async fn broken() -> Body {
    let half = stream::once(async { Ok("half of ") });
    Body::from_stream(half.chain(stream::once(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Err(std::io::Error::other("gone"))
    })))
}

fn backend(shop: &Shop, request: impl Fn(String) -> TestRequest, path: &str) -> TestRequest {
    request(format!("{}/backend{path}", shop.running.site))
}

async fn refused(request: TestRequest, code: &str) {
    let response = request.send().await;
    assert_eq!(
        (response.status, &response.json()["error"]["code"]),
        (502, &json!(code))
    );
}

async fn connect(shop: &Shop) -> TcpStream {
    let host = shop.running.site.replace("http://", "");
    TcpStream::connect(host).await.unwrap()
}

async fn until(stream: &mut TcpStream, end: &str) {
    let mut echoed = String::new();
    while !echoed.contains(end) {
        let mut piece = [0; 1024];
        let read = timeout(Duration::from_secs(5), stream.read(&mut piece));
        let read = read.await.unwrap().unwrap();
        assert_ne!(read, 0, "{echoed}");
        echoed.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
}
