//! What the rules ask about a request.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{fetch_spy, fulfilled, member, object, response};
use crate::request::{Call, Headers, LOCATION, ReadableStream, Request, answering, call, to, with};

fn own_origin() -> String {
    let origin = LOCATION.with(|location| member(location, "origin"));
    origin.as_string().unwrap()
}

#[wasm_bindgen_test]
fn the_origin_is_what_the_browser_parsed() {
    for (url, origin) in [
        ("https://shop.example/a?b#c", "https://shop.example"),
        ("HTTPS://SHOP.example", "https://shop.example"),
        ("https://shop.example:443/", "https://shop.example"),
        ("https://shop.example:8443/", "https://shop.example:8443"),
        ("https://shop.example./", "https://shop.example."),
        ("https://user:word@shop.example/", "https://shop.example"),
        ("https://shop.example@evil.example/", "https://evil.example"),
        (
            "https://evil.example\\@shop.example/",
            "https://evil.example",
        ),
        (
            "https://shop.example.evil.example",
            "https://shop.example.evil.example",
        ),
        (
            "https://m\u{fc}nchen.example/",
            "https://xn--mnchen-3ya.example",
        ),
        ("http://2130706433/", "http://127.0.0.1"),
        ("blob:https://shop.example/1-2-3", "blob:"),
        ("data:text/plain,a", "data:"),
        ("about:blank", "about:"),
        ("file:///etc/hosts", "file:"),
        ("wss://shop.example/", "wss:"),
    ] {
        assert_eq!(to(url).origin(), origin, "{url}");
    }
    for relative in ["/a", "a", "", "?b", "#c"] {
        assert_eq!(to(relative).origin(), own_origin(), "{relative}");
    }
    let scheme = own_origin().split_once("//").unwrap().0.to_owned();
    assert_eq!(
        to("//shop.example/a").origin(),
        format!("{scheme}//shop.example")
    );
    let request = Request::new("https://shop.example/a", &JsValue::UNDEFINED);
    assert_eq!(to(request).origin(), "https://shop.example");
}

#[wasm_bindgen_test]
fn an_authorization_of_the_caller_is_seen_in_every_form() {
    let pairs = Array::of1(&Array::of2(&"AUTHORIZATION".into(), &"mine".into()));
    for headers in [
        object(&[("Authorization", "mine".into())]),
        object(&[("authorization", "mine".into())]),
        pairs.clone().into(),
        Headers::new(&pairs).into(),
    ] {
        assert!(with(&[("headers", headers.clone())]).has_authorization());
        let request = Request::new("/a", &object(&[("headers", headers)]));
        assert!(to(request.clone()).has_authorization());
        // Headers of the init replace a Request's.
        let init = object(&[("headers", object(&[]))]);
        assert!(!call(&answering(200), request, &init).has_authorization());
    }
    let other = object(&[("x-authorization", "a".into())]);
    assert!(!with(&[("headers", other)]).has_authorization());
    assert!(!with(&[]).has_authorization());
}

#[wasm_bindgen_test]
fn no_cors_is_seen_in_every_form() {
    let no_cors = || ("mode", JsValue::from_str("no-cors"));
    assert!(with(&[no_cors()]).is_no_cors());
    let request = Request::new("/a", &object(&[no_cors()]));
    assert!(to(request.clone()).is_no_cors());
    let cors = object(&[("mode", "cors".into())]);
    assert!(!call(&answering(200), request, &cors).is_no_cors());
}

#[wasm_bindgen_test]
fn a_stream_is_sent_once() {
    let call = with(&[
        ("method", "POST".into()),
        ("duplex", "half".into()),
        ("body", ReadableStream::new().into()),
    ]);
    assert!(!call.is_repeatable());
    assert!(with(&[("method", "POST".into()), ("body", "text".into())]).is_repeatable());
    assert!(with(&[]).is_repeatable());
}

#[wasm_bindgen_test]
fn an_input_that_fetch_would_refuse_is_refused() {
    for url in ["https://", "http://[", "http://a:b/"] {
        assert!(Call::new(&answering(200), &url.into(), &JsValue::UNDEFINED).is_err());
    }
    let bad = object(&[("headers", object(&[("a b", "c".into())]))]);
    assert!(Call::new(&answering(200), &"/a".into(), &bad).is_err());
    assert!(Call::new(&answering(200), &"/a".into(), &7.into()).is_err());
}

#[wasm_bindgen_test]
async fn a_challenge_is_read_where_the_page_can_read_it() {
    let challenge = r#"Bearer error="invalid_token""#;
    let headers = object(&[("www-authenticate", challenge.into())]);
    let readable = response(401, &JsValue::NULL, &headers);
    let call_of =
        |answer: &JsValue| call(&fetch_spy(&Array::of1(answer)), "/a", &JsValue::UNDEFINED);
    let call = call_of(&readable);
    fulfilled(call.send("T")).await;
    assert_eq!(call.challenge().as_deref(), Some(challenge));
    // A made answer is not "basic", as one from another origin is not.
    let call = call_of(&response(401, &JsValue::NULL, &JsValue::UNDEFINED));
    fulfilled(call.send("T")).await;
    assert_eq!(call.challenge(), None);
}
