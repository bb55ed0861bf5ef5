use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{came, fetch_spy, member, object, response, seen, thrown};
use crate::wait::WAITING;

#[wasm_bindgen(module = "/src/browser/call.js")]
extern "C" {
    type Call;
    #[wasm_bindgen(constructor, catch)]
    fn new(fetch: &Function, input: &JsValue, init: &JsValue) -> Result<Call, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn origin(this: &Call) -> String;
    #[wasm_bindgen(method, getter)]
    fn flags(this: &Call) -> u32;
    #[wasm_bindgen(method)]
    fn park(this: &Call);
    #[wasm_bindgen(method)]
    fn hold(this: &Call);
    #[wasm_bindgen(method)]
    fn send(this: &Call, token: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn repeats(this: &Call) -> bool;
    #[wasm_bindgen(method)]
    fn status(this: &Call) -> u32;
    #[wasm_bindgen(method)]
    fn challenge(this: &Call) -> bool;
    #[wasm_bindgen(method)]
    fn discard(this: &Call);
}

#[wasm_bindgen]
extern "C" {
    type Request;
    #[wasm_bindgen(constructor)]
    fn new(input: &str, init: &JsValue) -> Request;
    type Headers;
    #[wasm_bindgen(constructor)]
    fn new(from: &JsValue) -> Headers;
    #[wasm_bindgen(js_name = URLSearchParams)]
    type Form;
    #[wasm_bindgen(constructor, js_class = "URLSearchParams")]
    fn new(from: &str) -> Form;
    #[wasm_bindgen(method)]
    fn set(this: &Form, name: &str, value: &str);
    #[wasm_bindgen(js_name = FormData)]
    type Parts;
    #[wasm_bindgen(constructor, js_class = "FormData")]
    fn new() -> Parts;
    #[wasm_bindgen(method)]
    fn set(this: &Parts, name: &str, value: &str);
    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController, reason: &JsValue);
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    static LOCATION: JsValue;
    type ReadableStream;
    #[wasm_bindgen(constructor)]
    fn new() -> ReadableStream;
}

fn answering(status: u16) -> Function {
    fetch_spy(&Array::of1(&response(
        status,
        &JsValue::NULL,
        &JsValue::UNDEFINED,
    )))
}

fn call(fetch: &Function, input: impl Into<JsValue>, init: &JsValue) -> Call {
    Call::new(fetch, &input.into(), init).expect("a call")
}

fn to(input: impl Into<JsValue>) -> Call {
    call(&answering(200), input, &JsValue::UNDEFINED)
}

fn with(init: &[(&str, JsValue)]) -> Call {
    call(&answering(200), "https://shop.example/", &object(init))
}

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
        assert_eq!(with(&[("headers", headers.clone())]).flags(), 1);
        let request = Request::new("/a", &object(&[("headers", headers)]));
        assert_eq!(to(request.clone()).flags(), 1);
        // Headers of the init replace a Request's.
        let init = object(&[("headers", object(&[]))]);
        assert_eq!(call(&answering(200), request, &init).flags(), 0);
    }
    assert_eq!(
        with(&[("headers", object(&[("x-authorization", "a".into())]))]).flags(),
        0
    );
    assert_eq!(with(&[]).flags(), 0);
}

#[wasm_bindgen_test]
fn no_cors_is_seen_in_every_form() {
    let no_cors = || ("mode", JsValue::from_str("no-cors"));
    assert_eq!(with(&[no_cors()]).flags(), 2);
    let request = Request::new("/a", &object(&[no_cors()]));
    assert_eq!(to(request.clone()).flags(), 2);
    let cors = object(&[("mode", "cors".into())]);
    assert_eq!(call(&answering(200), request, &cors).flags(), 0);
}

#[wasm_bindgen_test]
async fn a_url_and_an_init_stay_a_url_and_an_init() {
    let spy = answering(200);
    let headers = object(&[("x-a", "1".into())]);
    let init = object(&[
        ("method", "POST".into()),
        ("body", "text".into()),
        ("headers", headers.clone()),
    ]);
    let call = call(&spy, "/a", &init);
    let answer = came(call.send("T")).await;
    assert!(answer.is_truthy());
    assert_eq!(seen(&spy).await, ["URL POST /a T text"]);
    assert_eq!(call.status(), 200);
    // The caller's init is as it was.
    assert_eq!(member(&init, "headers"), headers);
    assert!(member(&headers, "authorization").is_undefined());
}

#[wasm_bindgen_test]
async fn a_call_without_an_init_is_sent_with_a_token() {
    let spy = answering(200);
    came(call(&spy, "/a", &JsValue::UNDEFINED).send("T")).await;
    came(call(&spy, "/b", &JsValue::NULL).send("T")).await;
    assert_eq!(seen(&spy).await, ["URL GET /a T", "URL GET /b T"]);
}

#[wasm_bindgen_test]
async fn a_request_is_sent_as_one_and_the_caller_s_is_used_up_but_not_changed() {
    let spy = answering(401);
    let request = Request::new(
        "/a",
        &object(&[("method", "PUT".into()), ("body", "text".into())]),
    );
    let call = call(&spy, request.clone(), &JsValue::UNDEFINED);
    assert!(!member(&request, "bodyUsed").is_truthy());
    came(call.send("T1")).await;
    assert!(member(&request, "bodyUsed").is_truthy());
    assert!(call.repeats());
    came(call.send("T2")).await;
    assert_eq!(
        seen(&spy).await,
        ["Request PUT /a T1 text", "Request PUT /a T2 text"]
    );
    let headers = member(&request, "headers");
    let get = member(&headers, "get").unchecked_into::<Function>();
    assert!(
        get.call1(&headers, &"authorization".into())
            .unwrap()
            .is_null()
    );
}

/// A body of the caller's own is changed after the call, as while a token is on
/// its way.
async fn is_taken_at_the_call(body: &JsValue, change: impl Fn()) {
    let spy = answering(401);
    let init = object(&[("method", "POST".into()), ("body", body.clone())]);
    let call = call(&spy, "/a", &init);
    change();
    came(call.send("T1")).await;
    came(call.send("T2")).await;
    let texts = seen(&spy).await;
    assert_eq!(texts.len(), 2);
    for text in texts {
        assert!(text.contains("before") && !text.contains("after"), "{text}");
    }
}

#[wasm_bindgen_test]
async fn a_form_s_fields_are_taken_at_the_call() {
    let form = Form::new("a=before");
    is_taken_at_the_call(form.as_ref(), || form.set("a", "after")).await;
}

#[wasm_bindgen_test]
async fn a_form_with_parts_is_taken_at_the_call() {
    let form = Parts::new();
    form.set("a", "before");
    is_taken_at_the_call(form.as_ref(), || form.set("a", "after")).await;
}

#[wasm_bindgen_test]
async fn bytes_are_taken_at_the_call() {
    let bytes = js_sys::Uint8Array::from(b"before".as_slice());
    let change = || bytes.set(&js_sys::Uint8Array::from(b"after ".as_slice()), 0);
    is_taken_at_the_call(&bytes, change).await;
    bytes.copy_from(b"before");
    is_taken_at_the_call(&bytes.buffer(), change).await;
}

#[wasm_bindgen_test]
fn a_stream_is_sent_once() {
    let call = with(&[
        ("method", "POST".into()),
        ("duplex", "half".into()),
        ("body", ReadableStream::new().into()),
    ]);
    assert!(!call.repeats());
    assert!(with(&[("method", "POST".into()), ("body", "text".into())]).repeats());
    assert!(with(&[]).repeats());
}

#[wasm_bindgen_test]
async fn a_parked_request_is_taken_before_anybody_can_change_it() {
    let spy = answering(200);
    let init = object(&[("method", "POST".into()), ("body", "text".into())]);
    let request = Request::new("/a", &init);
    let call = call(&spy, request.clone(), &JsValue::UNDEFINED);
    call.park();
    // Not used up: it may yet be refused.
    assert!(!member(&request, "bodyUsed").is_truthy());
    came(call.send("T")).await;
    assert_eq!(seen(&spy).await, ["Request POST /a T text"]);
    assert!(member(&request, "bodyUsed").is_truthy());
}

async fn held(call: &Call) -> Promise {
    call.hold();
    WAITING.with(|waiting| waiting.promise())
}

#[wasm_bindgen_test]
async fn a_call_that_has_to_wait_refuses_now_what_fetch_would_refuse() {
    came(held(&with(&[])).await).await;
    let get_with_body = with(&[("body", "text".into())]);
    assert!(
        thrown(held(&get_with_body).await)
            .await
            .is_instance_of::<js_sys::TypeError>()
    );
}

#[wasm_bindgen_test]
async fn an_aborted_call_is_not_sent_and_rejects_with_the_very_reason() {
    for reason in [JsValue::from_str("a bare text"), object(&[])] {
        let controller = AbortController::new();
        let spy = answering(200);
        let init = object(&[("signal", controller.signal())]);
        let call = call(&spy, "/a", &init);
        controller.abort(&reason);
        assert_eq!(thrown(held(&call).await).await, reason);
        assert_eq!(thrown(call.send("T")).await, reason);
        assert_eq!(seen(&spy).await.len(), 0);
    }
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
    came(call.send("T")).await;
    assert!(call.challenge());
    assert_eq!(
        WAITING.with(|waiting| waiting.came()),
        JsValue::from_str(challenge)
    );
    // A made answer is not "basic", as one from another origin is not.
    let call = call_of(&response(401, &JsValue::NULL, &JsValue::UNDEFINED));
    came(call.send("T")).await;
    assert!(!call.challenge());
}

#[wasm_bindgen_test]
async fn an_answer_that_nobody_will_read_is_cancelled() {
    let answer = response(401, &"text".into(), &JsValue::UNDEFINED);
    let call = call(&fetch_spy(&Array::of1(&answer)), "/a", &JsValue::UNDEFINED);
    came(call.send("T")).await;
    call.discard();
    let text = member(&answer, "text").unchecked_into::<Function>();
    let text = text.call0(&answer).unwrap().unchecked_into::<Promise>();
    let rest = wasm_bindgen_futures::JsFuture::from(text).await;
    assert!(rest.is_err() || rest.is_ok_and(|text| text == ""));
}

#[wasm_bindgen_test]
async fn what_fetch_throws_or_rejects_with_is_the_same_value() {
    let reason = JsValue::from_str("a bare text");
    let rejecting = crate::fakes::rejecting(&reason);
    let call = call(&rejecting, "/a", &JsValue::UNDEFINED);
    assert_eq!(thrown(call.send("T")).await, reason);
}
