use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{fetch_spy, fulfilled, member, object, response, seen, thrown};

#[wasm_bindgen(module = "/src/browser/request.js")]
extern "C" {
    #[wasm_bindgen(js_name = CallerRequest)]
    pub type Call;
    #[wasm_bindgen(constructor, catch, js_class = "CallerRequest")]
    pub fn new(fetch: &Function, input: &JsValue, init: &JsValue) -> Result<Call, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub fn origin(this: &Call) -> String;
    #[wasm_bindgen(method, getter, js_name = hasAuthorization)]
    pub fn has_authorization(this: &Call) -> bool;
    #[wasm_bindgen(method, getter, js_name = isNoCors)]
    pub fn is_no_cors(this: &Call) -> bool;
    #[wasm_bindgen(method, js_name = copyBeforeAdmission)]
    pub fn copy_before_admission(this: &Call);
    #[wasm_bindgen(method)]
    pub fn capture(this: &Call) -> Promise;
    #[wasm_bindgen(method)]
    pub fn send(this: &Call, token: &str) -> Promise;
    #[wasm_bindgen(method, js_name = isRepeatable)]
    pub fn is_repeatable(this: &Call) -> bool;
    #[wasm_bindgen(method)]
    pub fn status(this: &Call) -> u32;
    #[wasm_bindgen(method)]
    pub fn challenge(this: &Call) -> Option<String>;
    #[wasm_bindgen(method)]
    pub fn discard(this: &Call);
}

#[wasm_bindgen]
extern "C" {
    pub type Request;
    #[wasm_bindgen(constructor)]
    pub fn new(input: &str, init: &JsValue) -> Request;
    pub type Headers;
    #[wasm_bindgen(constructor)]
    pub fn new(from: &JsValue) -> Headers;
    #[wasm_bindgen(js_name = URLSearchParams)]
    pub type Form;
    #[wasm_bindgen(constructor, js_class = "URLSearchParams")]
    pub fn new(from: &str) -> Form;
    #[wasm_bindgen(method)]
    pub fn set(this: &Form, name: &str, value: &str);
    #[wasm_bindgen(js_name = FormData)]
    pub type Parts;
    #[wasm_bindgen(constructor, js_class = "FormData")]
    pub fn new() -> Parts;
    #[wasm_bindgen(method)]
    pub fn set(this: &Parts, name: &str, value: &str);
    pub type AbortController;
    #[wasm_bindgen(constructor)]
    pub fn new() -> AbortController;
    #[wasm_bindgen(method)]
    pub fn abort(this: &AbortController, reason: &JsValue);
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    pub static LOCATION: JsValue;
    pub type ReadableStream;
    #[wasm_bindgen(constructor)]
    pub fn new() -> ReadableStream;
}

pub fn answering(status: u16) -> Function {
    fetch_spy(&Array::of1(&response(
        status,
        &JsValue::NULL,
        &JsValue::UNDEFINED,
    )))
}

pub fn call(fetch: &Function, input: impl Into<JsValue>, init: &JsValue) -> Call {
    Call::new(fetch, &input.into(), init).expect("a call")
}

pub fn to(input: impl Into<JsValue>) -> Call {
    call(&answering(200), input, &JsValue::UNDEFINED)
}

pub fn with(init: &[(&str, JsValue)]) -> Call {
    call(&answering(200), "https://shop.example/", &object(init))
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
    let answer = fulfilled(call.send("T")).await;
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
    fulfilled(call(&spy, "/a", &JsValue::UNDEFINED).send("T")).await;
    fulfilled(call(&spy, "/b", &JsValue::NULL).send("T")).await;
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
    fulfilled(call.send("T1")).await;
    assert!(member(&request, "bodyUsed").is_truthy());
    assert!(call.is_repeatable());
    fulfilled(call.send("T2")).await;
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

#[wasm_bindgen_test]
async fn a_request_that_a_page_in_rust_made_with_gloo_net_is_one_too() {
    let spy = answering(200);
    let request = gloo_net::http::Request::put("/a").body("text").unwrap();
    let request = web_sys::Request::from(request);
    let call = call(&spy, request, &JsValue::UNDEFINED);
    fulfilled(call.send("T1")).await;
    assert_eq!(seen(&spy).await, ["Request PUT /a T1 text"]);
}

/// A body of the caller's own is changed after the call, as while a token is on
/// its way.
async fn is_taken_at_the_call(body: &JsValue, change: impl Fn()) {
    let spy = answering(401);
    let init = object(&[("method", "POST".into()), ("body", body.clone())]);
    let call = call(&spy, "/a", &init);
    change();
    fulfilled(call.send("T1")).await;
    fulfilled(call.send("T2")).await;
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
async fn a_request_is_copied_while_the_module_loads_before_anybody_can_change_it() {
    let spy = answering(200);
    let init = object(&[("method", "POST".into()), ("body", "text".into())]);
    let request = Request::new("/a", &init);
    let call = call(&spy, request.clone(), &JsValue::UNDEFINED);
    call.copy_before_admission();
    // Not used up: it may yet be refused.
    assert!(!member(&request, "bodyUsed").is_truthy());
    fulfilled(call.send("T")).await;
    assert_eq!(seen(&spy).await, ["Request POST /a T text"]);
    assert!(member(&request, "bodyUsed").is_truthy());
}

#[wasm_bindgen_test]
async fn a_call_that_has_to_wait_refuses_now_what_fetch_would_refuse() {
    fulfilled(with(&[]).capture()).await;
    let get_with_body = with(&[("body", "text".into())]);
    assert!(
        thrown(get_with_body.capture())
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
        assert_eq!(thrown(call.capture()).await, reason);
        assert_eq!(thrown(call.send("T")).await, reason);
        assert_eq!(seen(&spy).await.len(), 0);
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_nobody_will_read_is_cancelled() {
    let answer = response(401, &"text".into(), &JsValue::UNDEFINED);
    let call = call(&fetch_spy(&Array::of1(&answer)), "/a", &JsValue::UNDEFINED);
    fulfilled(call.send("T")).await;
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
