//! What the flows ask of their surroundings.

use alloc::string::String;
use core::future::Future;

use super::memory::Memory;
use crate::oauth::audience::{Admitted, Target};
use crate::oauth::grant::{Grant, TokenResponse};
use crate::oauth::session::{Need, Session, Whose};
use crate::oauth::token::{AccessToken, Subject, UnixTime};

/// What surrounds the module: a page, or a script in a test.
///
/// A flow cannot recover from what an effect throws: the host drops the flow and
/// passes the very value on to the caller.
pub trait Host: Copy {
    /// A request of a caller, which can be sent.
    type Request: Target;
    /// A response to it.
    type Response;

    /// What this page remembers.
    fn memory(&self) -> &Memory;
    /// The time.
    fn now(&self) -> UnixTime;
    /// Seconds before its expiry at which a token is renewed.
    fn leeway(&self) -> u64;
    /// A subject that no other session has.
    fn new_subject(&self) -> Subject;

    /// Captures what `fetch` would take at this moment: the request is about to
    /// wait for a token.
    fn capture(&self, request: &Admitted<Self::Request>) -> impl Future<Output = ()>;
    /// Sends a request with this token.
    fn send(
        &self,
        request: &Admitted<Self::Request>,
        token: &AccessToken,
    ) -> impl Future<Output = Self::Response>;
    /// Whether this response refuses the token.
    fn refuses_token(&self, request: &Admitted<Self::Request>, response: &Self::Response) -> bool;
    /// Whether the request can be sent a second time.
    fn is_repeatable(&self, request: &Admitted<Self::Request>) -> bool;
    /// Discards a response that nobody will read.
    fn discard(&self, request: &Admitted<Self::Request>, response: Self::Response);

    /// Sends one request to the token endpoint.
    fn request_token(&self, grant: Grant<'_>) -> impl Future<Output = TokenResponse>;
    /// Waits this many milliseconds and a random part of half as many more.
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// Waits until no other page holds the lock. False: that took too long.
    fn lock(&self) -> impl Future<Output = bool>;
    /// Releases the lock.
    fn unlock(&self);
    /// The stored text, empty if there is none; if `settled`, once a sign-out
    /// of this page has ended. None: the storage failed.
    fn load(&self, settled: bool) -> impl Future<Output = Option<String>>;
    /// Stores `next` if `seen` is still what is stored, in one step that no
    /// other page can come between.
    fn exchange(&self, seen: &str, next: &str) -> impl Future<Output = Exchange>;
    /// Marks this subject as signed out, apart from the storage that failed.
    /// False: the mark does not outlive the page.
    fn mark_signed_out(&self, subject: Subject) -> bool;
    /// Whether there is such a mark.
    fn is_marked(&self, subject: Subject) -> bool;
    /// Notifies other pages that this generation is stored, or (0) that they have to
    /// load again.
    fn notify_tabs(&self, generation: u64);
    /// Reports to this page's listeners whom it acts as, if that is news.
    fn report(&self, session: &Session);

    /// Starts [`renew`](super::renew()) and runs it to its end, with or without a caller
    /// that waits for it, unless one of the same kind is under way.
    fn start_renewal(&self, whose: Whose, need: Need);
    /// Waits for the renewal of this kind, and reports whether it succeeded.
    fn renewal(&self, whose: Whose) -> impl Future<Output = bool>;
    /// Runs [`store_unstored`](super::store_unstored) after a while, which grows with
    /// each time until something was stored.
    fn store_later(&self);
}

/// How an exchange in storage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// `next` is stored.
    Stored,
    /// Something else than `seen` is stored by now.
    Superseded,
    /// The storage failed: nobody knows what is stored.
    Failed,
}
