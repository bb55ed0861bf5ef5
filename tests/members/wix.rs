//! A scripted Wix: it responds as it would, unless a test says how. Its codes
//! are C1, C2 and so on, each good for one redemption.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use fetch_with_auth::json::Json;
use fetch_with_auth::members::ApiResponse;
use fetch_with_auth::oauth::callback::Callback;
use fetch_with_auth::oauth::code_grant::CodeGrant;
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::pkce::{Verifier, challenge};
use fetch_with_auth::oauth::token::TokenSet;
use fetch_with_auth::wix::redirect_session::RedirectSession;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::example::{head, tree, value};

#[derive(Default)]
pub struct Wix {
    /// The requests, and whose token they carried.
    requests: RefCell<Vec<ApiRequest>>,
    /// Its next responses.
    responses: RefCell<VecDeque<(u16, Value)>>,
    /// What comes of the next requests for tokens.
    redemptions: RefCell<VecDeque<TokenResponse>>,
    /// What frames of it say.
    pub frame: RefCell<Frame>,
    /// Which of its codes were redeemed.
    spent: RefCell<Vec<String>>,
    /// How often a code was presented.
    presented: Cell<usize>,
}

#[derive(Clone)]
pub struct ApiRequest {
    pub signer: String,
    pub path: String,
    pub body: Value,
}

/// What a frame says.
#[derive(Clone, Default)]
pub enum Frame {
    /// That somebody is logged in.
    #[default]
    Code,
    /// With the state of the request.
    Says(Value),
    /// With whatever state this has.
    SaysAsIs(Value),
    /// Nothing.
    NoResponse,
}

impl Wix {
    /// Its next response is this.
    pub fn responds(&self, status: u16, body: Value) {
        self.responses.borrow_mut().push_back((status, body));
    }

    /// The next requests for tokens come to this.
    pub fn redemptions(&self, responses: impl IntoIterator<Item = TokenResponse>) {
        self.redemptions.borrow_mut().extend(responses);
    }

    /// All requests.
    pub fn requests(&self) -> Vec<ApiRequest> {
        self.requests.borrow().clone()
    }

    /// The body of the last question.
    #[track_caller]
    pub fn last_body(&self) -> Value {
        self.requests
            .borrow()
            .last()
            .expect("a question")
            .body
            .clone()
    }

    /// How often a code was presented.
    pub fn presented(&self) -> usize {
        self.presented.get()
    }

    /// One question.
    pub fn respond(&self, signer: String, path: &str, body: &Json) -> ApiResponse {
        self.requests.borrow_mut().push(ApiRequest {
            signer,
            path: path.to_owned(),
            body: value(body),
        });
        let scripted = self.responses.borrow_mut().pop_front();
        let (status, body) = scripted.unwrap_or_else(|| (200, self.usual(path)));
        ApiResponse {
            head: head(status),
            body: tree(&body),
        }
    }

    fn usual(&self, path: &str) -> Value {
        let number = self.requests.borrow().len();
        match path.rsplit('/').next() {
            Some("redirect-session") => {
                json!({"redirectSession": {"fullUrl": format!("https://wix.example/{number}")}})
            }
            Some("token-info") => json!({"active": true, "subjectType": "MEMBER"}),
            Some("resend" | "send-email") => json!({}),
            _ => json!({"state": "SUCCESS", "sessionToken": SESSION}),
        }
    }

    /// Somebody logs in on the page of this redirect session: the parameters
    /// that the callback page gets.
    pub fn logs_in(&self, target: &RedirectSession) -> [(&'static str, String); 2] {
        let number = target.full_url.rsplit('/').next().unwrap();
        let state = self.request(number.parse().unwrap())["state"].clone();
        let state = state.as_str().unwrap().to_owned();
        [("code", format!("C{number}")), ("state", state)]
    }

    /// What a frame of this redirect session says.
    pub fn message(&self, target: &RedirectSession) -> Option<Json> {
        let [(_, code), (_, state)] = self.logs_in(target);
        let message = match self.frame.borrow().clone() {
            Frame::Code => json!({"code": code, "state": state}),
            Frame::Says(mut message) => {
                message["state"] = state.into();
                message
            }
            Frame::SaysAsIs(message) => message,
            Frame::NoResponse => return None,
        };
        Some(tree(&message))
    }

    /// Whether a frame of it loads.
    pub fn loads(&self) -> bool {
        !matches!(*self.frame.borrow(), Frame::NoResponse)
    }

    /// Redeems a code: RFC 6749 §4.1.3, RFC 7636 §4.6.
    pub fn redeem(
        &self,
        presented: &Presented,
        somebody: impl FnOnce() -> TokenSet,
    ) -> TokenResponse {
        self.presented.set(self.presented.get() + 1);
        if let Some(response) = self.redemptions.borrow_mut().pop_front() {
            return response;
        }
        let number = presented
            .code
            .strip_prefix('C')
            .and_then(|n| n.parse().ok());
        let Some(number) = number else {
            return TokenResponse::InvalidGrant;
        };
        let request = self.request(number);
        let is_spent = self.spent.borrow().contains(&presented.code);
        let is_ours = request["codeChallenge"] == *presented.challenge
            && request["redirectUri"].as_str() == presented.redirect_uri.as_deref();
        if is_spent || !is_ours {
            return TokenResponse::InvalidGrant;
        }
        self.spent.borrow_mut().push(presented.code.clone());
        TokenResponse::Granted(somebody())
    }

    fn request(&self, number: usize) -> Value {
        self.requests.borrow()[number - 1].body["auth"]["authRequest"].clone()
    }
}

/// What was presented, while the request is in progress.
pub struct Presented {
    pub code: String,
    challenge: String,
    redirect_uri: Option<String>,
}

impl Presented {
    pub fn of(grant: CodeGrant<'_>) -> Presented {
        Presented {
            code: grant.code.expose().to_owned(),
            challenge: challenge_of(grant.verifier),
            redirect_uri: grant.redirect_uri.map(str::to_owned),
        }
    }
}

/// The callback that these parameters are.
#[track_caller]
pub fn callback(parameters: &[(&str, String)]) -> Callback {
    let parameters = parameters.iter().map(|(name, value)| (*name, &**value));
    Callback::read(parameters).expect("a callback")
}

/// The session token of a person who logs in with a form.
pub const SESSION: &str = "SESSION";

/// As a page makes it.
pub fn challenge_of(verifier: &Verifier) -> String {
    challenge(&Sha256::digest(verifier.expose()).into())
}
