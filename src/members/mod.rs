//! Order, of what a page does now and then: every way to log in, and back. It
//! loads on demand, as a module of its own. What surrounds it is [`Host`], so
//! that the order is tested natively.

mod frame;
mod login;
mod redirect;
mod refusal;
mod token;
mod wix_page;

use alloc::string::String;
use core::future::Future;

use crate::json::Json;
use crate::oauth::code_grant::CodeGrant;
use crate::oauth::grant::TokenResponse;
use crate::oauth::pkce::State;
use crate::oauth::token::{AccessToken, TokenSet, UnixTime};
use crate::wix::api_error::Head;
use crate::wix::redirect_session::Target;

pub use frame::silently;
pub use login::{Continue, Outcome, step};
pub use redirect::{Redirect, begin, finish};
pub use refusal::{Code, Ended, Refusal};
pub use token::token_info;
pub use wix_page::{leave, page, pre_warm};

/// What surrounds the module: a page, or a script in a test.
///
/// What an effect throws is nothing that a flow could mend: the host drops the
/// flow and hands the very value to the caller.
pub trait Host {
    /// The time.
    fn now(&self) -> UnixTime;
    /// Bits that nobody can guess.
    fn random(&self) -> [u8; 32];
    /// The SHA-256 digest of this text.
    fn digest(&self, text: &str) -> impl Future<Output = [u8; 32]>;
    /// The client ID of the OAuth app.
    fn client_id(&self) -> &str;

    /// What is kept of this kind between pages, empty if nothing is.
    fn kept(&self, kind: Keepsake) -> impl Future<Output = String>;
    /// Keeps `next` if `seen` is still what is kept.
    fn keep(&self, kind: Keepsake, seen: &str, next: &str) -> impl Future<Output = bool>;

    /// Posts JSON to the Wix API.
    fn post(&self, speaker: Speaker<'_>, path: &str, body: &Json) -> impl Future<Output = Reply>;
    /// Asks the token endpoint once.
    fn redeem(&self, grant: CodeGrant<'_>) -> impl Future<Output = TokenResponse>;
    /// Waits this many milliseconds.
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()>;
    /// Signs a member in with this token set: `session::sign_in`.
    fn sign_in(&self, tokens: &TokenSet) -> impl Future<Output = ()>;
    /// An access token that has not expired, of whoever the page acts as:
    /// `session::access_token`.
    fn access_token(&self) -> impl Future<Output = Option<AccessToken>>;

    /// Loads this in a hidden frame until it answers with this state (or, if
    /// none is asked for, until it is loaded). None: it kept silent. The frame
    /// is gone afterwards.
    fn frame(&self, target: &Target, state: Option<&State>) -> impl Future<Output = Option<Json>>;
}

/// An answer of the Wix API. The default is none.
#[derive(Default)]
pub struct Reply {
    /// Its status and headers.
    pub head: Head,
    /// Its body; null if that is no JSON.
    pub body: Json,
}

/// As whom a request is made.
#[derive(Clone, Copy)]
pub enum Speaker<'a> {
    /// Whoever the page speaks as.
    Anyone,
    /// The visitor, be it the one kept beside a member: who logs in is not yet
    /// a member.
    Visitor,
    /// Whoever this token speaks for: a member who has just signed out.
    Former(&'a AccessToken),
    /// Nobody.
    Nobody,
}

/// What is kept between pages beside the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keepsake {
    /// Logins under way.
    Logins,
    /// An e-mail verification under way.
    Verification,
}
