//! The part of the package that is loaded on demand: [`Members`], a method for
//! each way to log in, and back. No logic: arguments become types, and results
//! become values.

mod operation;
mod options;

use alloc::rc::Rc;

use wasm_bindgen::prelude::*;

use self::operation::{Operation, run};
use super::json::from_value;
use super::members_host::{Context, Page, error};
use super::task::{Pending, Task};
use crate::wix::direct_login::Step;

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
            let result = run(&context, operation, &mut options).await;
            result.map_err(error)
        })
    }
}
