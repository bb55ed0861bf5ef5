use axum::http::Uri;
use serde_json::{Value, json};

use crate::request::{TestRequest, TestResponse, get, post};
use crate::shop::{Shop, Tokens};

/// The example of RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const EMAIL: &str = "ann@example.com";
pub const PASSWORD: &str = "a good password";

/// A browser on the Wix site: it follows no redirect by itself, and stores cookies.
#[derive(Clone, Default)]
pub struct Browser {
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub async fn go(&mut self, url: &str) -> TestResponse {
        let request = get(url);
        self.send(request).await
    }

    pub async fn type_in(&mut self, url: &str, form: &str) -> TestResponse {
        let request = post(url).form(form);
        self.send(request).await
    }

    pub async fn send(&mut self, request: TestRequest) -> TestResponse {
        let cookies = self.cookies.iter().map(|(k, v)| format!("{k}={v}"));
        let cookies: Vec<_> = cookies.collect();
        let response = request.header("cookie", &cookies.join("; ")).send().await;
        for cookie in response.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        response
    }

    pub fn has_cookies(&self) -> bool {
        !self.cookies.is_empty()
    }
}

impl Shop {
    pub fn callback(&self) -> String {
        format!("{}/callback", self.running.site)
    }

    pub async fn add_member(&self, body: Value) -> TestResponse {
        post(self.control("/members")).json(body).send().await
    }

    /// One member, who knows her password.
    pub async fn ann(&self) -> String {
        let response = self.add_member(json!({ "email": EMAIL, "password": PASSWORD }));
        response.await.json()["memberId"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn redirect_session(&self, token: &str, body: Value) -> TestResponse {
        let url = format!(
            "{}/_api/redirects-api/v1/redirect-session",
            self.running.api
        );
        post(url).token(token).json(body).send().await
    }

    /// The address of an authorization request with these parameters.
    pub async fn authorize_url(&self, token: &str, request: Value, prompt: &str) -> String {
        let mut all = json!({
            "clientId": self.client,
            "redirectUri": self.callback(),
            "codeChallenge": CHALLENGE,
            "codeChallengeMethod": "S256",
            "responseMode": "query",
            "responseType": "code",
            "scope": "offline_access",
            "state": "STATE",
        });
        for (name, value) in request.as_object().unwrap() {
            all[name] = value.clone();
        }
        let body = json!({ "auth": { "authRequest": all, "prompt": prompt } });
        let response = self.redirect_session(token, body).await;
        assert_eq!(response.status, 200, "{}", response.text());
        let url = response.json()["redirectSession"]["fullUrl"].clone();
        url.as_str().unwrap().to_owned()
    }

    pub async fn exchange(&self, code: &str, redirect_uri: Option<&str>) -> TestResponse {
        let mut body = json!({
            "clientId": self.client,
            "grantType": "authorization_code",
            "code": code,
            "codeVerifier": VERIFIER,
        });
        if let Some(uri) = redirect_uri {
            body["redirectUri"] = uri.into();
        }
        post(self.token_url()).json(body).send().await
    }

    /// A visitor goes to the login page and comes back as a member.
    pub async fn log_in(&self, browser: &mut Browser, visitor: &Tokens) -> Tokens {
        let url = self
            .authorize_url(&visitor.access, json!({}), "login")
            .await;
        let back = browser.type_in(&url, &credentials("sign-in")).await;
        let code = redirected_parameters(&back, &self.callback())["code"].clone();
        let code = code.as_str().unwrap();
        Tokens::of(&self.exchange(code, Some(&self.callback())).await)
    }

    pub async fn info(&self, token: &str) -> Value {
        let url = format!("{}/oauth2/token-info", self.running.api);
        let body = json!({ "token": token });
        post(url).json(body).send().await.json()
    }
}

pub fn credentials(button: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", EMAIL), ("password", PASSWORD), ("do", button)])
        .finish()
}

/// The parameters with which the browser was sent to this address.
pub fn redirected_parameters(response: &TestResponse, at: &str) -> Value {
    let location = response.header("location");
    let location = location.unwrap_or_else(|| panic!("{} {}", response.status, response.text()));
    assert_eq!(response.status, 302);
    let rest = location.strip_prefix(at);
    let rest = rest.unwrap_or_else(|| panic!("{location} is not {at}"));
    let pairs = form_urlencoded::parse(rest.trim_start_matches(['?', '#']).as_bytes());
    pairs
        .map(|(k, v)| (k.into_owned(), Value::from(v)))
        .collect()
}

/// The parameters of an address.
pub fn parameters(url: &str) -> Value {
    let uri: Uri = url.parse().unwrap();
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs
        .map(|(k, v)| (k.into_owned(), Value::from(v)))
        .collect()
}
