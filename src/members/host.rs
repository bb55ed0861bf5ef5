//! What surrounds a flow: a page, or a script in a test.

use alloc::string::String;
use core::future::Future;

use crate::json::Json;
use crate::oauth::code_grant::CodeGrant;
use crate::oauth::grant::TokenResponse;
use crate::oauth::pkce::State;
use crate::oauth::token::{AccessToken, TokenSet, UnixTime};
use crate::wix::api_error::Head;
use crate::wix::redirect_session::RedirectSession;

/// The effects of a flow.
///
/// No flow handles what an effect throws: the host drops the flow and throws the same
/// value to the caller.
pub trait Host {
    /// The current time.
    fn now(&self) -> UnixTime;
    /// 256 random bits of a cryptographic generator.
    fn random(&self) -> [u8; 32];
    /// The SHA-256 digest of this text.
    fn digest(&self, text: &str) -> impl Future<Output = [u8; 32]>;
    /// The client ID of the OAuth app.
    fn client_id(&self) -> &str;

    /// Loads the stored text of this kind, which is empty if nothing is stored.
    fn load(&self, kind: StoredState) -> impl Future<Output = String>;
    /// Stores `next` if `seen` is still the stored text. Returns whether it is stored.
    fn exchange(&self, kind: StoredState, seen: &str, next: &str) -> impl Future<Output = bool>;

    /// Posts JSON to a path of the Wix API.
    fn post(
        &self,
        signer: Signer<'_>,
        path: &str,
        body: &Json,
    ) -> impl Future<Output = ApiResponse>;
    /// Sends one token request with this grant.
    fn redeem(&self, grant: CodeGrant<'_>) -> impl Future<Output = TokenResponse>;
    /// Waits this many milliseconds.
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()>;
    /// Signs a member in with this token set: `session::sign_in`.
    fn sign_in(&self, tokens: &TokenSet) -> impl Future<Output = ()>;
    /// An access token of the current visitor or member that has not expired:
    /// `session::access_token`.
    fn access_token(&self) -> impl Future<Output = Option<AccessToken>>;

    /// Loads a URL in a hidden frame, and removes the frame. With a `state`, returns the
    /// message that carries it; without one, returns null once the frame has loaded.
    /// `None` if neither happens in time.
    fn frame(
        &self,
        session: &RedirectSession,
        state: Option<&State>,
    ) -> impl Future<Output = Option<Json>>;
}

/// A response of the Wix API. The default stands for no response.
#[derive(Default)]
pub struct ApiResponse {
    /// Its status and headers.
    pub head: Head,
    /// Its body; null if that is no JSON.
    pub body: Json,
}

/// Whose access token a request carries.
#[derive(Clone, Copy)]
pub enum Signer<'a> {
    /// That of the current visitor or member.
    Current,
    /// The visitor's, which may be the one stored beside a member: a person who logs in is
    /// not a member yet.
    Visitor,
    /// This one, of a member who has just signed out.
    Token(&'a AccessToken),
    /// Nobody's.
    Nobody,
}

/// What is stored between pages, beside the record of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredState {
    /// Logins by redirect in progress.
    PendingLogins,
    /// An e-mail verification in progress.
    Verification,
}
