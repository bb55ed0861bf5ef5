//! What a lookup of a caller results in.

use super::identity_cache::Slot;
use super::refusal::Refusal;
use crate::oauth::token::AccessToken;

/// Identifies one lookup at token-info, from the request that starts it to its
/// response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// The result of [`super::Callers::lookup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The caller's identity is cached in this slot.
    Known(Slot),
    /// The request has no valid token, or the token cannot be verified right now.
    Refused(Refusal),
    /// Send this token to token-info, and pass the response to
    /// [`super::Callers::on_token_info`].
    Request(Ticket, AccessToken),
    /// Wait for the result of this lookup: another request has started it, or it is
    /// queued because too many are in progress.
    Wait(Ticket),
}

/// The result of [`super::Callers::next_queued`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Queued {
    /// Send this token to token-info now, and pass the response to
    /// [`super::Callers::on_token_info`].
    Request(Ticket, AccessToken),
    /// The lookup is not going to be made.
    Refused(Ticket, Refusal),
}
