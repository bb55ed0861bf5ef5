//! The part of the package that is loaded on demand: [`Members`], a method for
//! each way to log in, and back. No logic: arguments become types, and results
//! become values.

use alloc::rc::Rc;
use alloc::string::String;
use core::future::Future;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::json::{from_value, to_value};
use super::task::{Pending, Promise, Task};
use crate::json::Json;
use crate::members::{
    self, ApiResponse, ContinueWith, Host, Outcome, RedirectOptions, Refusal, Signer, StoredState,
};
use crate::oauth::callback::{Callback, Code};
use crate::oauth::code_grant::CodeGrant;
use crate::oauth::grant::{RawResponse, TokenResponse};
use crate::oauth::lines::number;
use crate::oauth::pkce::{State, Verifier};
use crate::oauth::record::write_set;
use crate::oauth::token::{AccessToken, RefreshToken, Subject, TokenSet, UnixTime, lifetime};
use crate::wix::api_error::Head;
use crate::wix::authorization_request::{
    AuthorizationParameters, AuthorizationRequest, Prompt, ResponseMode,
};
use crate::wix::direct_login::Step;
use crate::wix::idp;
use crate::wix::login_tokens::{SessionToken, StateToken};
use crate::wix::redirect_session::RedirectSession;

#[wasm_bindgen]
extern "C" {
    /// What a page can do for its members: `src/browser/members/host.js`.
    #[wasm_bindgen(js_name = MembersHost)]
    pub type Page;
    #[wasm_bindgen(method)]
    fn digest(this: &Page, text: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn load(this: &Page, kind: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn exchange(this: &Page, kind: &str, seen: &str, next: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn post(this: &Page, signer: &str, path: &str, body: &JsValue, token: &str) -> Promise;
    #[wasm_bindgen(method, js_name = requestToken)]
    fn request_token(this: &Page, fields: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn pause(this: &Page, milliseconds: u32) -> Promise;
    #[wasm_bindgen(method, js_name = signIn)]
    fn sign_in(this: &Page, tokens: &str) -> Promise;
    #[wasm_bindgen(method, js_name = accessToken)]
    fn access_token(this: &Page) -> Promise;
    #[wasm_bindgen(method)]
    fn frame(this: &Page, url: &str, endpoint: &str, state: Option<&str>) -> Promise;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn now_ms() -> f64;
}

/// The logins of one client.
#[wasm_bindgen]
pub struct Members {
    client_id: Rc<str>,
    pending: Rc<Pending>,
}

/// Options are what `pkg/arguments.js` has checked and completed. An operation
/// that ends with a page to go to results in its URL: nobody's code runs within a
/// step.
#[wasm_bindgen]
impl Members {
    /// Logins of the client with this ID.
    #[wasm_bindgen(constructor)]
    pub fn new(client_id: &str) -> Members {
        Members {
            client_id: client_id.into(),
            pending: Rc::default(),
        }
    }

    /// Begins a login by redirect.
    #[wasm_bindgen(js_name = loginWithRedirect)]
    pub fn login_with_redirect(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::LoginWithRedirect, options)
    }

    /// Ends a login by redirect: the parameters of its callback, pairs of texts.
    /// Results in `returnTo`, or undefined if they are no callback.
    #[wasm_bindgen(js_name = handleRedirect)]
    pub fn handle_redirect(&self, page: Page, parameters: JsValue) -> Task {
        self.task(page, Operation::HandleRedirect, parameters)
    }

    /// Makes an account, and logs in.
    pub fn register(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Login(Step::Register), options)
    }

    /// Logs in with a password.
    pub fn login(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Login(Step::Login), options)
    }

    /// Goes on with the code of a mail.
    #[wasm_bindgen(js_name = verifyEmail)]
    pub fn verify_email(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Login(Step::Verify), options)
    }

    /// Has that mail sent again.
    #[wasm_bindgen(js_name = resendVerification)]
    pub fn resend_verification(&self, page: Page) -> Task {
        let none = JsValue::UNDEFINED;
        self.task(page, Operation::Login(Step::Resend), none)
    }

    /// Has a mail sent with which a password can be set anew.
    #[wasm_bindgen(js_name = sendPasswordResetEmail)]
    pub fn send_password_reset_email(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Login(Step::SendReset), options)
    }

    /// Sets a password anew, and logs in.
    #[wasm_bindgen(js_name = resetPassword)]
    pub fn reset_password(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Login(Step::Reset), options)
    }

    /// Makes a member of a live session on the Wix domain. Results in whether
    /// there is one.
    #[wasm_bindgen(js_name = loginSilently)]
    pub fn login_silently(&self, page: Page) -> Task {
        self.task(page, Operation::LoginSilently, JsValue::UNDEFINED)
    }

    /// Ends the session on Wix's side; here it has ended before.
    pub fn logout(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Logout, options)
    }

    /// Signs a member in with tokens that are here already.
    #[wasm_bindgen(js_name = signInWithTokens)]
    pub fn sign_in_with_tokens(&self, page: Page, tokens: JsValue) -> Task {
        self.task(page, Operation::SignInWithTokens, tokens)
    }

    /// What the server says about the page's token.
    #[wasm_bindgen(js_name = tokenInfo)]
    pub fn token_info(&self, page: Page) -> Task {
        self.task(page, Operation::TokenInfo, JsValue::UNDEFINED)
    }

    /// Lets Wix's domain know whom the page acts as.
    #[wasm_bindgen(js_name = syncToWixPages)]
    pub fn sync_to_wix_pages(&self, page: Page) -> Task {
        self.task(page, Operation::SyncToWixPages, JsValue::UNDEFINED)
    }

    /// Goes to a page that Wix hosts.
    #[wasm_bindgen(js_name = redirectToWixPage)]
    pub fn redirect_to_wix_page(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::RedirectToWixPage, options)
    }
}

/// The parts of a login, for a caller that keeps `state`, code verifier and tokens
/// itself: the strategy for @wix/sdk.
#[wasm_bindgen]
impl Members {
    /// Requests the URL of an authorization request. Results in `fullUrl`, `endpoint`
    /// and `sessionToken`.
    #[wasm_bindgen(js_name = authorizationUrl)]
    pub fn authorization_url(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::AuthorizationUrl, options)
    }

    /// Sends the registration of a new member. Results in the state of the login,
    /// with its token.
    #[wasm_bindgen(js_name = submitRegistration)]
    pub fn submit_registration(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Submit(Step::Register), options)
    }

    /// Sends an e-mail address and a password. Results as a registration does.
    #[wasm_bindgen(js_name = submitLogin)]
    pub fn submit_login(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Submit(Step::Login), options)
    }

    /// Sends the `code` of an e-mail, and the `stateToken` of the login that waits for
    /// it. Results as a registration does.
    #[wasm_bindgen(js_name = submitVerification)]
    pub fn submit_verification(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::Submit(Step::Verify), options)
    }

    /// Signs in the member that a `sessionToken` was issued to, in a hidden frame.
    #[wasm_bindgen(js_name = loginWithSessionToken)]
    pub fn login_with_session_token(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::LoginWithSessionToken, options)
    }

    /// Redeems an authorization code, and signs nobody in. Results in the tokens.
    #[wasm_bindgen(js_name = redeemCode)]
    pub fn redeem_code(&self, page: Page, options: JsValue) -> Task {
        self.task(page, Operation::RedeemCode, options)
    }

    /// Sends one token request with these parameters, for a grant that is authorized by
    /// a header. Signs nobody in, and results in the tokens.
    #[wasm_bindgen(js_name = requestTokens)]
    pub fn request_tokens(&self, page: Page, parameters: JsValue) -> Task {
        self.task(page, Operation::RequestTokens, parameters)
    }
}

impl Members {
    fn task(&self, page: Page, operation: Operation, options: JsValue) -> Task {
        let context = Context {
            page,
            client_id: self.client_id.clone(),
            pending: self.pending.clone(),
        };
        Task::new(&self.pending, async move {
            let mut options = from_value(options);
            context
                .run(operation, &mut options)
                .await
                .map_err(|refusal| {
                    let mut error = Json::object();
                    error.put("code", Some(refusal.code.name()));
                    error.put("detail", Some(&refusal.detail));
                    error.set("cause", refusal.cause);
                    to_value(&error)
                })
        })
    }
}

/// What an operation does.
enum Operation {
    LoginWithRedirect,
    HandleRedirect,
    Login(Step),
    LoginSilently,
    Logout,
    SignInWithTokens,
    TokenInfo,
    SyncToWixPages,
    RedirectToWixPage,
    AuthorizationUrl,
    Submit(Step),
    LoginWithSessionToken,
    RedeemCode,
    RequestTokens,
}

/// What an operation has.
struct Context {
    page: Page,
    client_id: Rc<str>,
    pending: Rc<Pending>,
}

impl Context {
    /// All in one place: a future of its own for each would weigh more.
    async fn run(&self, operation: Operation, options: &mut Json) -> Result<JsValue, Refusal> {
        let target = match operation {
            Operation::LoginWithRedirect => match redirect(options)? {
                Some(redirect) => members::login_with_redirect(self, &redirect, None).await?,
                None => return Err(Refusal::argument("redirectUri")),
            },
            Operation::HandleRedirect => {
                let pairs = options
                    .items()
                    .iter()
                    .filter_map(|pair| match pair.items() {
                        [Json::Text(name), Json::Text(value)] => Some((&**name, &**value)),
                        _ => None,
                    });
                return match Callback::read(pairs) {
                    Some(callback) => Ok(members::handle_redirect(self, callback).await?.into()),
                    None => Ok(JsValue::UNDEFINED),
                };
            }
            Operation::Login(step) => {
                let way = options.take("way");
                let next = ContinueWith {
                    in_frame: matches!(options.get("inFrame"), Json::Truth(true)),
                    redirect: redirect(&way)?,
                };
                match members::login_step(self, step, options, &next).await? {
                    Outcome::Result(result) => return Ok(to_value(&result.json())),
                    Outcome::MailSent => return Ok(JsValue::UNDEFINED),
                    Outcome::Redirect(target) => target,
                }
            }
            Operation::LoginSilently => return Ok(members::login_silently(self).await?.into()),
            Operation::Logout => {
                let text = |name| options.get(name).text().unwrap_or_default();
                let former = AccessToken::new(text("former"));
                members::logout(self, former.as_ref(), text("returnTo")).await?
            }
            Operation::SignInWithTokens => match token_set(options, self.now()) {
                Some(set) => {
                    Host::sign_in(self, &set).await;
                    return Ok(JsValue::UNDEFINED);
                }
                None => return Err(Refusal::argument("tokens")),
            },
            Operation::TokenInfo => return Ok(to_value(&members::token_info(self).await?)),
            Operation::SyncToWixPages => {
                members::sync_to_wix_pages(self).await?;
                return Ok(JsValue::UNDEFINED);
            }
            Operation::RedirectToWixPage => members::redirect_to_wix_page(self, options).await?,
            Operation::AuthorizationUrl => {
                let text = |name| options.get(name).text();
                let state = parsed(options, "state", State::read)?;
                let session_token = match text("sessionToken") {
                    Some(_) => Some(parsed(options, "sessionToken", SessionToken::parse)?),
                    None => None,
                };
                let request = AuthorizationRequest {
                    client_id: &self.client_id,
                    state: &state,
                    challenge: parsed(options, "codeChallenge", Some)?,
                    parameters: AuthorizationParameters {
                        redirect_uri: text("redirectUri"),
                        response_mode: parsed(options, "responseMode", response_mode)?,
                        prompt: prompt(options),
                        session_token: session_token.as_ref(),
                        idp: connection(options)?,
                    },
                };
                let session = members::authorization_url(self, &request).await?;
                let mut json = Json::object();
                json.put("fullUrl", Some(&session.full_url));
                json.put("endpoint", Some(&session.endpoint));
                let session_token = session.session_token.as_ref();
                json.put("sessionToken", session_token.map(SessionToken::expose));
                return Ok(to_value(&json));
            }
            Operation::Submit(step) => {
                let token = options.get("stateToken").text().and_then(StateToken::parse);
                let response = members::submit_step(self, step, options, token.as_ref()).await?;
                return Ok(to_value(&response.json()));
            }
            Operation::LoginWithSessionToken => {
                let token = parsed(options, "sessionToken", SessionToken::parse)?;
                members::login_with_session_token(self, &token).await?;
                return Ok(JsValue::UNDEFINED);
            }
            Operation::RedeemCode => {
                let code = parsed(options, "code", Code::read)?;
                let verifier = parsed(options, "codeVerifier", Verifier::read)?;
                let redirect_uri = options.get("redirectUri").text();
                let tokens = members::redeem_code(self, &code, &verifier, redirect_uri).await?;
                return Ok(issued(&tokens));
            }
            Operation::RequestTokens => {
                let response = self.request_token(&to_value(options)).await;
                return Ok(issued(&members::issued_tokens(response)?));
            }
        };
        Ok(target.full_url.into())
    }

    /// Sends one token request with these parameters; `host.js` adds `client_id`.
    fn request_token(&self, parameters: &JsValue) -> impl Future<Output = TokenResponse> + use<'_> {
        self.wait(self.page.request_token(parameters), |lines| {
            RawResponse::parse(&text(lines)).token_response(now())
        })
    }

    fn wait<T>(&self, promise: Promise, read: fn(JsValue) -> T) -> impl Future<Output = T> {
        self.pending.wait(promise, read)
    }
}

/// How a login comes back, if it may leave the page; `arguments.js` has checked
/// it, but for the identity provider.
fn redirect(options: &Json) -> Result<Option<RedirectOptions<'_>>, Refusal> {
    let text = |name| options.get(name).text();
    let Some(redirect_uri) = text("redirectUri") else {
        return Ok(None);
    };
    Ok(Some(RedirectOptions {
        redirect_uri,
        return_to: text("returnTo").unwrap_or_default(),
        response_mode: text("responseMode")
            .and_then(ResponseMode::parse)
            .unwrap_or(ResponseMode::Query),
        prompt: prompt(options),
        idp: connection(options)?,
    }))
}

/// How an authorization response may arrive if the caller handles it.
fn response_mode(name: &str) -> Option<ResponseMode> {
    match name {
        "web_message" => Some(ResponseMode::WebMessage),
        _ => ResponseMode::parse(name),
    }
}

fn prompt(options: &Json) -> Prompt {
    let name = options.get("prompt").text();
    name.and_then(Prompt::parse).unwrap_or(Prompt::Login)
}

/// The connection ID of the identity provider, if one is given.
fn connection(options: &Json) -> Result<Option<&str>, Refusal> {
    match options.get("idp").text() {
        Some(_) => parsed(options, "idp", idp::connection_id).map(Some),
        None => Ok(None),
    }
}

/// The option of this name, which has to be there.
fn parsed<'a, T>(
    options: &'a Json,
    name: &str,
    parse: impl FnOnce(&'a str) -> Option<T>,
) -> Result<T, Refusal> {
    let option = options.get(name).text().and_then(parse);
    option.ok_or_else(|| Refusal::argument(name))
}

/// Tokens for a caller that stores them itself.
fn issued(tokens: &TokenSet) -> JsValue {
    let mut json = Json::object();
    json.put("accessToken", Some(tokens.access.expose()));
    json.put(
        "refreshToken",
        tokens.refresh.as_ref().map(RefreshToken::expose),
    );
    json.count("expiresAt", Some(tokens.expires_at.0));
    to_value(&json)
}

/// A token set; `expiresIn` are the seconds that are left: none for one that has
/// expired already, which is renewed first.
fn token_set(tokens: &Json, now: UnixTime) -> Option<TokenSet> {
    let expires_in = match tokens.get("expiresIn") {
        Json::Number(seconds) if *seconds <= 0.0 => 0,
        Json::Number(seconds) => lifetime(Some(*seconds as u64)),
        _ => lifetime(None),
    };
    Some(TokenSet {
        subject: Subject::NOBODY,
        access: AccessToken::new(tokens.get("accessToken").text()?)?,
        refresh: match tokens.get("refreshToken").text() {
            Some(token) => Some(RefreshToken::new(token)?),
            None => None,
        },
        issued_at: now,
        expires_at: now.plus(expires_in),
    })
}

impl Host for Context {
    fn now(&self) -> UnixTime {
        now()
    }
    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        fill_with_random(&mut bytes);
        bytes
    }
    fn digest(&self, text: &str) -> impl Future<Output = [u8; 32]> {
        self.wait(self.page.digest(text), |digest| {
            let mut bytes = [0; 32];
            Uint8Array::new(&digest).copy_to(&mut bytes);
            bytes
        })
    }
    fn client_id(&self) -> &str {
        &self.client_id
    }

    fn load(&self, state: StoredState) -> impl Future<Output = String> {
        self.wait(self.page.load(name(state)), text)
    }
    fn exchange(&self, state: StoredState, seen: &str, next: &str) -> impl Future<Output = bool> {
        let promise = self.page.exchange(name(state), seen, next);
        self.wait(promise, |stored| stored.is_truthy())
    }

    fn post(
        &self,
        signer: Signer<'_>,
        path: &str,
        body: &Json,
    ) -> impl Future<Output = ApiResponse> {
        let (signer, token) = match signer {
            Signer::Current => ("current", ""),
            Signer::Visitor => ("visitor", ""),
            Signer::Token(token) => ("token", token.expose()),
            Signer::Nobody => ("nobody", ""),
        };
        let promise = self.page.post(signer, path, &to_value(body), token);
        self.wait(promise, api_response)
    }
    fn redeem(&self, grant: CodeGrant<'_>) -> impl Future<Output = TokenResponse> {
        let mut form = Json::object();
        for (name, value) in grant.fields() {
            form.put(name, Some(value));
        }
        self.request_token(&to_value(&form))
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        self.wait(self.page.pause(milliseconds), drop)
    }
    fn sign_in(&self, tokens: &TokenSet) -> impl Future<Output = ()> {
        self.wait(self.page.sign_in(&write_set(tokens)), drop)
    }
    fn access_token(&self) -> impl Future<Output = Option<AccessToken>> {
        self.wait(self.page.access_token(), |token| {
            AccessToken::new(&text(token))
        })
    }

    fn frame(
        &self,
        target: &RedirectSession,
        state: Option<&State>,
    ) -> impl Future<Output = Option<Json>> {
        let state = state.map(State::expose);
        let promise = self.page.frame(&target.full_url, &target.endpoint, state);
        self.wait(promise, |message| {
            (!message.is_undefined()).then(|| from_value(message))
        })
    }
}

/// A response as `host.js` passes it on; without a status if there was none.
fn api_response(value: JsValue) -> ApiResponse {
    let mut response = from_value(value);
    ApiResponse {
        head: Head {
            status: match response.get("status") {
                Json::Number(status) => *status as u16,
                _ => 0,
            },
            retry_after: response.get("retryAfter").text().and_then(number),
            request_id: response.get("requestId").owned(),
        },
        body: response.take("body"),
    }
}

fn name(state: StoredState) -> &'static str {
    match state {
        StoredState::PendingLogins => "logins",
        StoredState::Verification => "verification",
    }
}

fn now() -> UnixTime {
    UnixTime((now_ms() / 1000.0) as u64)
}

fn text(value: JsValue) -> String {
    value.as_string().unwrap_or_default()
}
