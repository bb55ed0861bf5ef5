use fetch_with_auth::json::Json;
use fetch_with_auth::oauth::pkce::State;
use fetch_with_auth::wix::api_error::ApiError;
use fetch_with_auth::wix::authorization_request::{
    AuthorizationParameters, AuthorizationRequest, Prompt, ResponseMode,
};
use fetch_with_auth::wix::login_tokens::SessionToken;
use fetch_with_auth::wix::redirect_session::{PATH, RedirectSession, logout, sync};
use serde_json::{Value, json};

use crate::example::{FOREIGN, head, parsed, value};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://shop.example/cb";

/// The intent that is sent for these parameters.
fn sent(parameters: AuthorizationParameters<'_>) -> Value {
    let request = AuthorizationRequest {
        client_id: "CLIENT",
        state: &State::read("STATE").unwrap(),
        challenge: CHALLENGE,
        parameters,
    };
    value(&request.intent())
}

fn session_token() -> SessionToken {
    SessionToken::parse("SESSION").unwrap()
}

/// The body with these members besides those that every request has.
fn auth(prompt: &str, mode: &str, more: Value) -> Value {
    let mut request = json!({
        "clientId": "CLIENT",
        "codeChallenge": CHALLENGE,
        "codeChallengeMethod": "S256",
        "responseMode": mode,
        "responseType": "code",
        "scope": "offline_access",
        "state": "STATE",
    });
    let members = request.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    json!({"auth": {"authRequest": request, "prompt": prompt}})
}

#[test]
fn it_is_made_at_this_path() {
    assert_eq!(PATH, "/_api/redirects-api/v1/redirect-session");
}

#[test]
fn a_login_by_navigation_has_these_members_and_no_others() {
    for (mode, mode_name) in [
        (ResponseMode::Query, "query"),
        (ResponseMode::Fragment, "fragment"),
    ] {
        for (prompt, prompt_name) in [(Prompt::Login, "login"), (Prompt::None, "none")] {
            assert_eq!(
                sent(AuthorizationParameters::redirect(
                    CALLBACK, mode, prompt, None
                )),
                auth(prompt_name, mode_name, json!({"redirectUri": CALLBACK}))
            );
            assert_eq!(
                sent(AuthorizationParameters::redirect(
                    CALLBACK,
                    mode,
                    prompt,
                    Some("GUID")
                )),
                auth(
                    prompt_name,
                    mode_name,
                    json!({"redirectUri": CALLBACK, "idp": "GUID"})
                )
            );
        }
    }
}

#[test]
fn a_login_with_a_session_token_by_navigation_asks_nothing_more_of_the_user() {
    assert_eq!(
        sent(AuthorizationParameters::redirect_with_session_token(
            CALLBACK,
            ResponseMode::Query,
            &session_token()
        )),
        auth(
            "none",
            "query",
            json!({"redirectUri": CALLBACK, "sessionToken": "SESSION"})
        )
    );
}

#[test]
fn a_login_in_a_frame_has_no_redirect_uri() {
    assert_eq!(
        sent(AuthorizationParameters::web_message(None)),
        auth("none", "web_message", json!({}))
    );
    assert_eq!(
        sent(AuthorizationParameters::web_message(Some(&session_token()))),
        auth("none", "web_message", json!({"sessionToken": "SESSION"}))
    );
}

#[test]
fn modes_and_prompts_go_by_their_names() {
    assert_eq!(ResponseMode::parse("query"), Some(ResponseMode::Query));
    assert_eq!(
        ResponseMode::parse("fragment"),
        Some(ResponseMode::Fragment)
    );
    assert_eq!(Prompt::parse("login"), Some(Prompt::Login));
    assert_eq!(Prompt::parse("none"), Some(Prompt::None));
    for other in [
        "",
        "Query",
        "web_message",
        "form_post",
        "consent",
        "select_account",
    ] {
        assert_eq!(ResponseMode::parse(other), None, "{other}");
        assert_eq!(Prompt::parse(other), None, "{other}");
    }
}

#[test]
fn a_sync_has_the_login_intent_and_nothing_else() {
    assert_eq!(value(&sync()), json!({"login": {}}));
}

#[test]
fn a_logout_names_the_client_and_where_to_come_back_to() {
    assert_eq!(
        value(&logout("CLIENT", "https://shop.example/")),
        json!({
            "logout": {"clientId": "CLIENT"},
            "callbacks": {"postFlowUrl": "https://shop.example/"},
        })
    );
}

fn response(status: u16, body: &str) -> Result<RedirectSession, ApiError> {
    RedirectSession::parse(head(status), &parsed(body))
}

fn target(full_url: &str, endpoint: &str) -> RedirectSession {
    RedirectSession {
        full_url: full_url.to_owned(),
        endpoint: endpoint.to_owned(),
        session_token: None,
    }
}

#[test]
fn a_response_has_the_url_and_the_authorization_endpoint() {
    let url = "https://site.example/_api/oauth2/authorize?client_id=C&sessionToken=T";
    let endpoint = "https://site.example/_api/oauth2/authorize";
    let session = |session: Value| json!({"redirectSession": session}).to_string();
    for (body, expected) in [
        (
            session(
                json!({"id": "R", "fullUrl": url, "sessionToken": "T", "shortUrl": "https://w.example/s",
                "urlDetails": {"endpoint": endpoint, "searchParams": {"a": ["b"]}}}),
            ),
            RedirectSession {
                session_token: SessionToken::parse("T"),
                ..target(url, endpoint)
            },
        ),
        // Whatever is said badly beside the URL, the URL stands.
        (session(json!({"fullUrl": url})), target(url, url)),
        (
            session(json!({"fullUrl": url, "urlDetails": null})),
            target(url, url),
        ),
        (
            session(json!({"fullUrl": url, "urlDetails": "x"})),
            target(url, url),
        ),
        (
            session(json!({"fullUrl": url, "urlDetails": []})),
            target(url, url),
        ),
        (
            session(json!({"fullUrl": url, "urlDetails": {}})),
            target(url, url),
        ),
        (
            session(json!({"fullUrl": url, "urlDetails": {"endpoint": 5}})),
            target(url, url),
        ),
        (
            session(json!({"fullUrl": url, "urlDetails": {"endpoint": "javascript:alert(1)"}})),
            target(url, url),
        ),
        (
            session(json!({"fullUrl": "http://127.0.0.1:1/a"})),
            target("http://127.0.0.1:1/a", "http://127.0.0.1:1/a"),
        ),
        (
            session(json!({"fullUrl": "HTTPS://A.example"})),
            target("HTTPS://A.example", "HTTPS://A.example"),
        ),
    ] {
        for status in [200, 201] {
            assert_eq!(response(status, &body).as_ref(), Ok(&expected), "{body}");
        }
    }
}

#[test]
fn a_success_without_a_url_of_the_web_is_an_error() {
    let bodies = [
        json!({}),
        json!([]),
        json!({"redirectSession": null}),
        json!({"redirectSession": "https://site.example"}),
        json!({"redirectSession": {}}),
        json!({"redirectSession": {"fullUrl": null}}),
        json!({"redirectSession": {"fullUrl": ""}}),
        json!({"redirectSession": {"fullUrl": 5}}),
        json!({"redirectSession": {"fullUrl": "/relative"}}),
        json!({"redirectSession": {"fullUrl": "//site.example"}}),
        json!({"redirectSession": {"fullUrl": "javascript:alert(1)//https://"}}),
        json!({"redirectSession": {"fullUrl": "data:text/html,x"}}),
        json!({"redirectSession": {"fullUrl": "https:/site.example"}}),
        json!({"redirectSession": {"fullUrl": "ftp://site.example"}}),
        json!({"redirectSession": {"fullUrl": "\u{e9}https://"}}),
    ];
    let bodies = bodies.iter().map(Value::to_string);
    for body in bodies.chain(FOREIGN.map(str::to_owned)) {
        assert_eq!(
            response(200, &body),
            Err(ApiError::bare(head(200))),
            "{body}"
        );
    }
    assert_eq!(
        RedirectSession::parse(head(204), &Json::Null),
        Err(ApiError::bare(head(204)))
    );
}

#[test]
fn a_refusal_is_read_as_one() {
    let error = response(
        400,
        r#"{"message":"Site is not published","details":{"applicationError":{"code":"SITE_NOT_PUBLISHED_EXCEPTION","description":"Publish it","data":{}}}}"#,
    )
    .unwrap_err();
    assert_eq!(error.head.status, 400);
    assert_eq!(error.code.as_deref(), Some("SITE_NOT_PUBLISHED_EXCEPTION"));
    // A URL in a refusal is not followed.
    let body = r#"{"redirectSession":{"fullUrl":"https://site.example"}}"#;
    for status in [0, 302, 401, 500] {
        assert_eq!(response(status, body), Err(ApiError::bare(head(status))));
    }
}

#[test]
fn where_to_go_is_not_printed() {
    let printed = format!(
        "{:?}",
        target("https://a.example?sessionToken=T", "https://a.example")
    );
    assert_eq!(printed, "RedirectSession");
}
