use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::request::{get, post, request};
use crate::shop::{Shop, plain};

#[tokio::test]
async fn echo_returns_the_request() {
    let shop = Shop::open(plain()).await;
    let origins = [
        ("site", &shop.running.site),
        ("api", &shop.running.api),
        ("app", &shop.running.app),
        ("foreign", &shop.running.foreign),
    ];
    for (name, origin) in origins {
        let url = format!("{origin}/echo/some/where?a=b%20c");
        let echoed = request("PROPFIND", &url)
            .header("X-Twice", "one")
            .header("X-Twice", "two")
            .body("abc")
            .send()
            .await
            .json();
        assert_eq!(echoed["method"], "PROPFIND");
        assert_eq!(echoed["url"], url.as_str());
        assert_eq!(echoed["origin"], name);
        assert_eq!(echoed["headers"]["x-twice"], "one, two");
        let raw = echoed["rawHeaders"].as_array().unwrap();
        assert!(raw.contains(&json!(["x-twice", "one"])));
        assert!(raw.contains(&json!(["x-twice", "two"])));
        assert_eq!(echoed["bodyBase64"], "YWJj");
        assert_eq!(echoed["bodyLength"], 3);
        let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(echoed["bodySha256"], sha);
    }
}

#[tokio::test]
async fn echo_returns_the_names_of_headers_in_the_case_in_which_they_were_sent() {
    let shop = Shop::open(plain()).await;
    let host = shop.running.api.trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&host).await.unwrap();
    // Two on one connection, and a body that looks like a head.
    let requests = [
        format!(
            "POST /echo/1 HTTP/1.1\r\nHost: {host}\r\nX-One: 1\r\nContent-Length: 34\r\n\r\n\
             GET /echo/2 HTTP/1.1\r\nX-Odd: 1\r\n\r\n"
        ),
        format!("GET /echo/2 HTTP/1.1\r\nHost: {host}\r\nx-TWO: 2\r\n\r\n"),
    ];
    let mut responses = String::new();
    for request in requests {
        stream.write_all(request.as_bytes()).await.unwrap();
        let before = responses.matches("\"url\"").count();
        while responses.matches("\"url\"").count() == before {
            let mut piece = [0; 4096];
            let length = stream.read(&mut piece).await.unwrap();
            assert!(length > 0, "{responses}");
            responses.push_str(std::str::from_utf8(&piece[..length]).unwrap());
        }
    }
    for names in [
        r#""headerNames":["Host","X-One","Content-Length"]"#,
        r#""headerNames":["Host","x-TWO"]"#,
    ] {
        assert!(responses.contains(names), "{responses}");
    }
}

#[tokio::test]
async fn echo_takes_bodies_larger_than_a_framework_likes() {
    let shop = Shop::open(plain()).await;
    let url = format!("{}/echo", shop.running.api);
    let echoed = post(url).body(vec![7; 5 << 20]).send().await.json();
    assert_eq!(echoed["bodyLength"], 5 << 20);
}

#[tokio::test]
async fn the_query_determines_the_response() {
    let shop = Shop::open(plain()).await;
    let table = [
        ("status=418", 418, None, None),
        ("status=204", 204, None, None),
        (
            "challenge=Bearer%20realm%3Dx",
            401,
            Some("Bearer realm=x"),
            None,
        ),
        ("challenge=Basic&status=403", 403, Some("Basic"), None),
        ("redirect=/echo/two", 307, None, Some("/echo/two")),
        (
            "redirect=http://x.test/&code=303",
            303,
            None,
            Some("http://x.test/"),
        ),
        ("status=101", 400, None, None),
        ("status=many", 400, None, None),
    ];
    for (query, status, challenge, location) in table {
        let response = get(format!("{}/echo?{query}", shop.running.app))
            .send()
            .await;
        assert_eq!(response.status, status, "{query}");
        assert_eq!(response.header("www-authenticate"), challenge, "{query}");
        assert_eq!(response.header("location"), location, "{query}");
    }
}

#[tokio::test]
async fn a_response_can_be_delayed() {
    let shop = Shop::open(plain()).await;
    let began = Instant::now();
    get(format!("{}/echo?delay=200", shop.running.api))
        .send()
        .await;
    assert!(began.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_response_can_arrive_in_chunks() {
    let shop = Shop::open(plain()).await;
    let began = Instant::now();
    let response = get(format!("{}/echo?stream=chunks", shop.running.api))
        .send()
        .await;
    assert!(began.elapsed() >= Duration::from_millis(300));
    assert_eq!(response.header("content-length"), None);
    assert_eq!(response.json()["method"], "GET");
}

#[tokio::test]
async fn auth_required_wants_a_live_access_token_raw_or_with_a_scheme() {
    let shop = Shop::open(plain()).await;
    let tokens = shop.visitor().await;
    let url = format!("{}/echo?auth=required", shop.running.api);
    let bearer = format!("Bearer {}", tokens.access);
    let lower = format!("bearer {}", tokens.access);
    let basic = format!("Basic {}", tokens.access);
    let joined = format!("mine, {}", tokens.access);
    for good in [&tokens.access, &bearer, &lower] {
        assert_eq!(get(&url).token(good).send().await.status, 200, "{good}");
    }
    let invalid = Some(r#"Bearer error="invalid_token""#);
    for bad in [&tokens.refresh, &basic, &joined] {
        let response = get(&url).token(bad).send().await;
        assert_eq!(response.status, 401, "{bad}");
        assert_eq!(response.header("www-authenticate"), invalid, "{bad}");
    }
    let twice = get(&url).token(&tokens.access).token(&tokens.access);
    assert_eq!(twice.send().await.status, 401);

    let nobody = get(&url).send().await;
    assert_eq!(nobody.header("www-authenticate"), Some("Bearer"));
    let silent = get(format!("{url}&silent")).send().await;
    assert_eq!(silent.status, 401);
    assert_eq!(silent.header("www-authenticate"), None);
    let then = get(format!("{url}&status=402"))
        .token(&tokens.access)
        .send()
        .await;
    assert_eq!(then.status, 402);
}
