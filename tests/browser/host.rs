use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{
    endless, fetch_spy, fulfilled, giver, heard, later, listener, member, object, rejecting,
    resolved, response, sleep, soon, thrown,
};

#[wasm_bindgen(module = "/src/browser/host.js")]
extern "C" {
    type Host;
    #[wasm_bindgen(constructor)]
    fn new(
        settings: &JsValue,
        run: &Function,
        changed: &Function,
        publish: &Function,
        requested: &Function,
    ) -> Host;
    #[wasm_bindgen(method, js_name = requestToken)]
    fn request_token(this: &Host, grant_type: &str, field: &str, value: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn load(this: &Host, settled: bool) -> Promise;
    #[wasm_bindgen(method)]
    fn lock(this: &Host) -> Promise;
    #[wasm_bindgen(method)]
    fn unlock(this: &Host);
    #[wasm_bindgen(method, js_name = abandonLocks)]
    fn abandon_locks(this: &Host);
    #[wasm_bindgen(method)]
    fn pause(this: &Host, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, js_name = notifyTabs)]
    fn notify_tabs(this: &Host, generation: f64);
    #[wasm_bindgen(method, js_name = startRenewal)]
    fn start_renewal(this: &Host, visitor: bool, renewal: u32);
    #[wasm_bindgen(method)]
    fn renewal(this: &Host, visitor: bool) -> Promise;
    #[wasm_bindgen(method)]
    fn report(this: &Host, state: &str, subject: f64, expires_at: f64);
    #[wasm_bindgen(method, getter)]
    fn cause(this: &Host) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn session(this: &Host) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_departure(this: &Host, departure: &Promise);
}

/// A host with these settings beside a storage of its own.
fn host(settings: &[(&str, JsValue)], run: &Function, publish: &Function) -> Host {
    reporting_host(settings, run, publish, &listener())
}

/// The same, which reports each token request.
fn reporting_host(
    settings: &[(&str, JsValue)],
    run: &Function,
    publish: &Function,
    requested: &Function,
) -> Host {
    let load = giver(&resolved(&"stored".into()));
    let storage = object(&[("load", load.into()), ("shared", JsValue::FALSE)]);
    let mut all = vec![("storage", storage), ("name", "test:host".into())];
    all.extend_from_slice(settings);
    Host::new(&object(&all), run, &listener(), publish, requested)
}

fn plain() -> Host {
    host(&[], &listener(), &listener())
}

/// What a token request sends: its URL and body.
async fn request(client_id: &str, grant: (&str, &str, &str)) -> (String, String) {
    let answer = response(200, &"{}".into(), &JsValue::UNDEFINED);
    let spy = fetch_spy(&Array::of1(&answer));
    let settings = [
        ("fetch", spy.clone().into()),
        ("api", "https://api.example".into()),
        ("clientId", client_id.into()),
    ];
    let host = host(&settings, &listener(), &listener());
    fulfilled(host.request_token(grant.0, grant.1, grant.2)).await;
    let call = Array::from(&Array::from(&member(&spy, "seen")).get(0));
    let body = member(&call.get(1), "body");
    (call.get(0).as_string().unwrap(), body.as_string().unwrap())
}

#[wasm_bindgen_test]
async fn a_visitor_grant_is_written_so() {
    let id = "11111111-2222-4333-8444-555555555555";
    let (url, body) = request(id, ("anonymous", "", "")).await;
    assert_eq!(url, "https://api.example/oauth2/token");
    assert_eq!(body, format!("client_id={id}&grant_type=anonymous"));
}

#[wasm_bindgen_test]
async fn a_refresh_is_written_so() {
    let grant = ("refresh_token", "refresh_token", "JWS.a-b_c~d+e/f=&g%20");
    let (_, body) = request("shop 1&2", grant).await;
    assert_eq!(
        body,
        "client_id=shop+1%262&grant_type=refresh_token&refresh_token=JWS.a-b_c%7Ed%2Be%2Ff%3D%26g%2520"
    );
}

#[wasm_bindgen_test]
async fn what_an_answer_may_say_is_kept_for_the_error() {
    let answer = response(
        400,
        &r#"{"error":"invalid_client"}"#.into(),
        &JsValue::UNDEFINED,
    );
    let settings = [("fetch", fetch_spy(&Array::of1(&answer)).into())];
    let host = host(&settings, &listener(), &listener());
    let lines = fulfilled(host.request_token("anonymous", "", "")).await;
    assert_eq!(lines, JsValue::from_str("400\n\n\n\n\n\ninvalid_client"));
    assert_eq!(member(&host.cause(), "status"), JsValue::from_f64(400.0));
}

#[wasm_bindgen_test]
async fn a_token_request_is_reported_once_it_has_ended_without_its_tokens() {
    let answer = response(
        200,
        &r#"{"access_token":"secret","refresh_token":"secret","expires_in":9}"#.into(),
        &JsValue::UNDEFINED,
    );
    let reports = listener();
    let settings = [("fetch", fetch_spy(&Array::of1(&answer)).into())];
    let host = reporting_host(&settings, &listener(), &listener(), &reports);
    fulfilled(host.request_token("refresh_token", "refresh_token", "secret")).await;
    let reports = Array::from(&member(&reports, "heard"));
    assert_eq!(reports.length(), 1);
    let report = Array::from(&reports.get(0)).get(0);
    assert_eq!(member(&report, "grant"), "refresh_token");
    assert!(member(&report, "duration").as_f64().unwrap() >= 0.0);
    assert_eq!(member(&member(&report, "result"), "status"), 200);
    let text = js_sys::JSON::stringify(&report).unwrap();
    assert!(!text.includes("secret", 0), "{text}");
}

#[wasm_bindgen_test]
async fn a_load_waits_for_a_sign_out_under_way_if_it_is_asked_to() {
    let host = plain();
    assert_eq!(
        fulfilled(host.load(true)).await,
        JsValue::from_str("stored")
    );
    host.set_departure(&endless());
    assert_eq!(soon(&host.load(true)).await, "pending");
    assert_eq!(
        fulfilled(host.load(false)).await,
        JsValue::from_str("stored")
    );
    host.set_departure(&sleep(5, &JsValue::UNDEFINED));
    assert_eq!(
        fulfilled(host.load(true)).await,
        JsValue::from_str("stored")
    );
}

#[wasm_bindgen_test]
async fn pages_that_share_no_storage_do_not_wait_for_each_other() {
    let (one, other) = (plain(), plain());
    for page in [&one, &other] {
        assert!(fulfilled(page.lock()).await.is_truthy());
    }
    one.unlock();
    other.unlock();
}

#[wasm_bindgen_test]
async fn pages_over_one_storage_exclude_each_other() {
    let owner = js_sys::Set::new(&JsValue::UNDEFINED).into();
    let load = giver(&resolved(&"stored".into()));
    let storage = object(&[("load", load.into()), ("owner", owner)]);
    let settings = [("storage", storage)];
    let one = host(&settings, &listener(), &listener());
    let other = host(&settings, &listener(), &listener());
    assert!(fulfilled(one.lock()).await.is_truthy());
    let waiting = other.lock();
    assert_eq!(soon(&waiting).await, "pending");
    one.unlock();
    assert!(fulfilled(waiting).await.is_truthy());
    other.unlock();
}

/// What was to unlock it is gone with the module.
#[wasm_bindgen_test]
async fn a_lock_is_released_if_the_module_fails_before_or_after_it_is_granted() {
    let owner = js_sys::Set::new(&JsValue::UNDEFINED).into();
    let load = giver(&resolved(&"stored".into()));
    let storage = object(&[("load", load.into()), ("owner", owner)]);
    let host = || host(&[("storage", storage.clone())], &listener(), &listener());
    let (before, after) = (host(), host());
    let promise = before.lock();
    before.abandon_locks();
    assert!(!fulfilled(promise).await.is_truthy());
    assert!(fulfilled(after.lock()).await.is_truthy());
    after.abandon_locks();
    assert!(fulfilled(host().lock()).await.is_truthy());
}

#[wasm_bindgen_test]
async fn a_pause_is_as_long_as_it_says_and_at_most_half_as_long_again() {
    let start = js_sys::Date::now();
    fulfilled(plain().pause(40)).await;
    let passed = js_sys::Date::now() - start;
    // The upper bound is generous: a timer may be late.
    assert!((39.0..1000.0).contains(&passed), "{passed}");
}

#[wasm_bindgen_test]
async fn a_renewal_says_whether_it_ended_well() {
    let refusal = error("AuthError", "sign_in_required");
    for (drive, succeeded) in [
        (giver(&resolved(&JsValue::UNDEFINED)), true),
        (rejecting(&refusal), false),
    ] {
        let host = host(&[], &drive, &listener());
        host.start_renewal(false, 7);
        for _ in 0..2 {
            assert_eq!(fulfilled(host.renewal(false)).await.is_truthy(), succeeded);
        }
    }
}

/// What the module did not say itself goes to the code that waits.
#[wasm_bindgen_test]
async fn what_a_renewal_throws_reaches_those_who_wait_for_it() {
    let failures = [
        error("AuthError", "internal"),
        error("TypeError", "sign_in_required"),
        "thrown".into(),
        JsValue::UNDEFINED,
    ];
    for failure in failures {
        let host = host(&[], &rejecting(&failure), &listener());
        host.start_renewal(true, 7);
        later().await;
        assert_eq!(thrown(host.renewal(true)).await, failure);
    }
}

#[wasm_bindgen_test]
async fn renewals_of_the_visitor_and_of_the_current_person_are_two() {
    let host = host(&[], &giver(&resolved(&JsValue::UNDEFINED)), &listener());
    host.start_renewal(true, 7);
    assert!(fulfilled(host.renewal(true)).await.is_truthy());
    assert!(host.renewal(false).is_undefined());
}

fn error(name: &str, code: &str) -> JsValue {
    object(&[("name", name.into()), ("code", code.into())])
}

#[wasm_bindgen_test]
fn listeners_receive_what_is_news() {
    let publish = listener();
    let host = host(&[], &listener(), &publish);
    let tells = |state, subject, expires_at| {
        host.report(state, subject, expires_at);
        heard(&publish)
    };
    // What was found at first is none.
    assert_eq!(tells("empty", 0.0, 0.0), 0);
    assert_eq!(tells("empty", 0.0, 0.0), 0);
    assert_eq!(tells("visitor", 7.0, 100.0), 1);
    assert_eq!(tells("visitor", 7.0, 100.0), 1);
    assert_eq!(tells("visitor", 7.0, 200.0), 2);
    assert_eq!(tells("member", 8.0, 200.0), 3);
    // Another member with as long to go.
    assert_eq!(tells("member", 9.0, 200.0), 4);
    assert_eq!(tells("expired", 9.0, 0.0), 5);
    let session = js_sys::JSON::stringify(&host.session()).unwrap();
    assert_eq!(session, r#"{"state":"expired"}"#);
    host.report("visitor", 7.0, 300.0);
    let session = js_sys::JSON::stringify(&host.session()).unwrap();
    assert_eq!(session, r#"{"state":"visitor","expiresAt":300}"#);
}

#[wasm_bindgen_test]
fn a_page_that_shares_no_storage_tells_nobody() {
    plain().notify_tabs(7.0);
}
