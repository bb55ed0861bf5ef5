use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{
    endless, fetch_spy, fulfilled, giver, in_haste, member, name_of, object, rejecting, response,
};

#[wasm_bindgen(module = "/src/browser/http.js")]
extern "C" {
    fn ask(fetch: &Function, url: &str, body: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = given)]
    fn given_by(access_token: &Function) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = DOMException)]
    type DomException;
    #[wasm_bindgen(constructor, js_class = "DOMException")]
    fn new(message: &str, name: &str) -> DomException;
}

const URL: &str = "https://api.example/oauth2/token";

struct Reply {
    lines: String,
    cause: JsValue,
}

async fn reply(answer: &JsValue) -> Reply {
    let spy = fetch_spy(&Array::of1(answer));
    let reply = fulfilled(ask(&spy, URL, &"form".into())).await;
    Reply {
        lines: member(&reply, "lines").as_string().expect("a text"),
        cause: member(&reply, "cause"),
    }
}

/// The lines that an answer of this body reads as.
async fn lines(status: u16, body: &str) -> String {
    let answer = response(status, &body.into(), &JsValue::UNDEFINED);
    reply(&answer).await.lines
}

#[wasm_bindgen_test]
async fn a_token_response_reads_as_lines() {
    let body =
        r#"{"access_token":"A","token_type":"Bearer","expires_in":14400,"refresh_token":"R"}"#;
    assert_eq!(lines(200, body).await, "200\n\n14400\nA\nR\nBearer\n");
}

#[wasm_bindgen_test]
async fn expires_in_is_a_number_or_reads_as_one() {
    for (expires_in, seconds) in [
        ("14400", "14400"),
        ("\"14400\"", "14400"),
        ("\" 14400 \"", "14400"),
        ("899.5", "900"),
        ("0", "0"),
        ("-1", "0"),
        ("-0.5", "0"),
        ("1e12", "1000000000000"),
        ("\"soon\"", ""),
        ("\"\"", ""),
        ("\"NaN\"", ""),
        ("null", ""),
        ("{}", ""),
        ("[]", ""),
        ("true", ""),
    ] {
        let body = format!(r#"{{"access_token":"A","expires_in":{expires_in}}}"#);
        assert_eq!(
            lines(200, &body).await,
            format!("200\n\n{seconds}\nA\n\n\n"),
            "{expires_in}"
        );
    }
}

/// What is too large for a whole number is no reason to reject the response.
#[wasm_bindgen_test]
async fn an_absurd_expires_in_leaves_the_tokens_readable() {
    for expires_in in ["1e400", "1e21", "\"Infinity\"", "99999999999999999999999"] {
        let body = format!(r#"{{"access_token":"A","expires_in":{expires_in}}}"#);
        assert!(
            lines(200, &body).await.ends_with("\nA\n\n\n"),
            "{expires_in}"
        );
    }
}

#[wasm_bindgen_test]
async fn errors_are_read_in_oauth_form_in_wix_form_and_from_what_is_neither() {
    for (body, error) in [
        (
            r#"{"error":"invalid_grant","error_description":"gone"}"#,
            "invalid_grant",
        ),
        (
            r#"{"message":"no","details":{"applicationError":{"code":"-19976"}}}"#,
            "-19976",
        ),
        (
            r#"{"message":"no","details":{"validationError":{"fieldViolations":[]}}}"#,
            "",
        ),
        (r#"{"message":"no","details":null}"#, ""),
        (r#"{"error":null}"#, ""),
        (r#"{"error":""}"#, ""),
        ("<html><body>Bad Gateway</body></html>", ""),
        (r#"{"error":"invalid_gr"#, ""),
        ("", ""),
        ("null", ""),
        ("7", ""),
        ("[]", ""),
        ("\"invalid_grant\"", ""),
    ] {
        assert_eq!(
            lines(400, body).await,
            format!("400\n\n\n\n\n\n{error}"),
            "{body}"
        );
    }
}

#[wasm_bindgen_test]
async fn what_would_break_a_line_is_absent() {
    for broken in ["A\\nB", "A\\rB", "\\n", "A\\n", ""] {
        let body = format!(r#"{{"access_token":"{broken}","refresh_token":"R"}}"#);
        assert_eq!(lines(200, &body).await, "200\n\n\n\nR\n\n", "{broken}");
    }
}

#[wasm_bindgen_test]
async fn retry_after_is_seconds_or_a_date_and_never_below_0_or_above_a_day() {
    let now = js_sys::Date::now();
    let date = |seconds: f64| {
        let date = js_sys::Date::new(&(now + seconds * 1000.0).into());
        date.to_utc_string().as_string().unwrap()
    };
    for (retry_after, expected) in [
        ("3".to_owned(), 3..=3),
        ("0".to_owned(), 0..=0),
        ("120".to_owned(), 120..=120),
        ("-5".to_owned(), 0..=0),
        ("soon".to_owned(), 0..=0),
        ("1.5".to_owned(), 2..=2),
        ("Infinity".to_owned(), 0..=0),
        ("-Infinity".to_owned(), 0..=0),
        ("NaN".to_owned(), 0..=0),
        ("1e9".to_owned(), 0..=0),
        ("86401".to_owned(), 86_400..=86_400),
        ("9".repeat(400), 86_400..=86_400),
        (date(60.0), 58..=61),
        (date(-60.0), 0..=0),
        ("Thu, 01 Jan 1970 00:00:00 GMT".to_owned(), 0..=0),
        ("Thu, 01 Jan 2099 00:00:00 GMT".to_owned(), 86_400..=86_400),
    ] {
        let headers = object(&[("retry-after", retry_after.as_str().into())]);
        let reply = reply(&response(503, &"".into(), &headers)).await;
        let line = reply.lines.split('\n').nth(1).unwrap();
        let seconds = if line.is_empty() {
            0
        } else {
            line.parse().unwrap()
        };
        assert!(expected.contains(&seconds), "{retry_after}: {line}");
    }
}

#[wasm_bindgen_test]
async fn no_answer_is_no_line_and_one_that_did_not_come_in_time_a_zero() {
    let failed = DomException::new("net", "NetworkError");
    let reply_of = |reason: JsValue| async move { reply(&rejecting(&reason)).await };
    let answer = reply_of(failed.into()).await;
    assert_eq!(answer.lines, "");
    assert_eq!(name_of(&answer.cause), "NetworkError");
    let late = DomException::new("late", "TimeoutError");
    assert_eq!(reply_of(late.into()).await.lines, "0");
    // Whatever it was rejected with.
    assert_eq!(reply_of(JsValue::UNDEFINED).await.lines, "");
    assert_eq!(reply_of("text".into()).await.lines, "");
}

#[wasm_bindgen_test]
async fn a_token_endpoint_that_hangs_is_given_up_and_says_so() {
    let spy = fetch_spy(&Array::of1(&giver(&endless())));
    let haste = in_haste();
    let reply = fulfilled(ask(&spy, URL, &"form".into())).await;
    drop(haste);
    assert_eq!(member(&reply, "lines"), JsValue::from_str("0"));
    assert_eq!(name_of(&member(&reply, "cause")), "TimeoutError");
    let call = Array::from(&Array::from(&member(&spy, "seen")).get(0));
    let signal = member(&call.get(1), "signal");
    assert!(member(&signal, "aborted").is_truthy());
}

#[wasm_bindgen_test]
async fn the_cause_has_what_helps_and_never_a_token() {
    let headers = object(&[
        ("x-wix-request-id", "id-7".into()),
        ("retry-after", "3".into()),
    ]);
    let body = r#"{"error":"invalid_client","access_token":"secret","refresh_token":"secret"}"#;
    let cause = reply(&response(401, &body.into(), &headers)).await.cause;
    let cause = js_sys::JSON::stringify(&cause).unwrap();
    assert_eq!(
        cause,
        r#"{"status":401,"error":"invalid_client","requestId":"id-7","retryAfter":3}"#
    );
    // An error that is no code may quote anything.
    let body = r#"{"error":"the refresh token JWS.secret is dead"}"#;
    let cause = reply(&response(400, &body.into(), &JsValue::UNDEFINED))
        .await
        .cause;
    assert!(member(&cause, "error").is_undefined());
}

#[wasm_bindgen_test]
async fn a_token_request_goes_out_alone_and_comes_back_whatever_happens_to_the_page() {
    let answer = response(200, &"{}".into(), &JsValue::UNDEFINED);
    let spy = fetch_spy(&Array::of1(&answer));
    fulfilled(ask(&spy, URL, &"form".into())).await;
    let calls = Array::from(&member(&spy, "seen"));
    assert_eq!(calls.length(), 1);
    let request = Array::from(&calls.get(0));
    assert_eq!(request.get(0), JsValue::from_str(URL));
    let init = request.get(1);
    for (name, value) in [
        ("method", JsValue::from_str("POST")),
        ("body", "form".into()),
        ("credentials", "omit".into()),
        ("cache", "no-store".into()),
        ("redirect", "error".into()),
        ("keepalive", JsValue::TRUE),
    ] {
        assert_eq!(member(&init, name), value, "{name}");
    }
    assert!(!member(&init, "signal").is_undefined());
}

/// What a page may send so at a time is 64 kB, and others may have used it up.
#[wasm_bindgen_test]
async fn a_token_request_that_fails_at_once_is_sent_again_without_keepalive() {
    let failed = DomException::new("full", "TypeError");
    let answer = response(200, &r#"{"access_token":"A"}"#.into(), &JsValue::UNDEFINED);
    let spy = fetch_spy(&Array::of2(&rejecting(&failed.into()), &answer));
    let reply = fulfilled(ask(&spy, URL, &"form".into())).await;
    assert_eq!(
        member(&reply, "lines"),
        JsValue::from_str("200\n\n\nA\n\n\n")
    );
    let calls = Array::from(&member(&spy, "seen"));
    assert_eq!(calls.length(), 2);
    let inits = [0, 1].map(|at| Array::from(&calls.get(at)).get(1));
    assert_eq!(member(&inits[0], "keepalive"), JsValue::TRUE);
    assert!(!member(&inits[1], "keepalive").is_truthy());
    for name in [
        "method",
        "body",
        "credentials",
        "cache",
        "redirect",
        "signal",
    ] {
        assert_eq!(member(&inits[0], name), member(&inits[1], name), "{name}");
    }
}

/// It may have arrived.
#[wasm_bindgen_test]
async fn a_token_request_that_fails_later_is_not_sent_again_here() {
    let later = js_sys::Function::new_no_args(
        "return new Promise((_, reject) => setTimeout(reject, 200, new TypeError('cut')))",
    );
    let spy = fetch_spy(&Array::of1(&later));
    let reply = fulfilled(ask(&spy, URL, &"form".into())).await;
    assert_eq!(member(&reply, "lines"), JsValue::from_str(""));
    assert_eq!(Array::from(&member(&spy, "seen")).length(), 1);
}

#[wasm_bindgen_test]
async fn an_access_token_that_is_never_given_is_given_up() {
    let haste = in_haste();
    let reply = fulfilled(given_by(&giver(&endless()))).await;
    drop(haste);
    assert_eq!(member(&reply, "lines"), JsValue::from_str("0"));
    assert_eq!(name_of(&member(&reply, "cause")), "TimeoutError");
}
