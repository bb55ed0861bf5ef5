//! What the flows ask of their surroundings.

use alloc::string::String;
use core::future::Future;

use super::memory::Memory;
use super::renewals::Ticket;
use crate::oauth::grant::{Grant, TokenResponse};
use crate::oauth::record::Record;
use crate::oauth::token::{RefreshToken, Subject, UnixTime};

/// What surrounds the sessions of one server process: its runtime, or a script in a test.
pub trait Host {
    /// What this process remembers.
    fn memory(&self) -> &Memory;
    /// The time.
    fn now(&self) -> UnixTime;
    /// Seconds before its expiry at which a token is renewed.
    fn leeway(&self) -> u64;
    /// A subject that no other session has.
    fn new_subject(&self) -> Subject;

    /// Sends one request to the token endpoint, whose response takes this long at most.
    fn request_token(
        &self,
        grant: Grant<'_>,
        milliseconds: u32,
    ) -> impl Future<Output = TokenResponse>;
    /// Starts [`renew`](super::renew()) for the session of this record and runs it to its end,
    /// with or without the request that has begun it.
    fn start_renewal(&self, ticket: Ticket, record: &Record);
    /// Waits until that renewal has ended, but not longer than this.
    fn renewal(&self, ticket: Ticket, milliseconds: u32) -> impl Future<Output = ()>;

    /// Whether other processes have the same sessions, and what follows is shared with them.
    fn is_shared(&self) -> bool;
    /// Waits until no other process holds the lock of this name. False: that took too long, or
    /// failed.
    fn lock(&self, ticket: Ticket, name: Key<'_>) -> impl Future<Output = bool>;
    /// Releases the lock that was taken with this ticket.
    fn unlock(&self, ticket: Ticket);
    /// What is stored under this key. None: the store failed.
    fn read(&self, key: Key<'_>) -> impl Future<Output = Option<Stored>>;
    /// Stores a value for this many seconds. If that fails, other processes do not learn of it.
    fn write(&self, key: Key<'_>, value: &str, seconds: u64) -> impl Future<Output = ()>;
}

/// What processes share. Outside of the process a keyed fingerprint stands for it, which
/// contains no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// The renewal of this refresh token.
    Renewal(&'a RefreshToken),
    /// That this member has signed out.
    SignOut(Subject),
}

/// A value, if there is one.
pub type Stored = Option<String>;
