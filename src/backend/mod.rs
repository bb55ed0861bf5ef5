//! Order of the backend half: who calls, what they may, and as whom the app
//! acts for them. Nothing here waits or sends: whoever holds these asks what to
//! do next, does it, and tells what came. So the same rules serve a Node
//! handler (`pkg/backend.js`) and a Rust server (`www/server/src/identity/layer.rs`).

mod app_token;
mod callers;
mod fingerprint;
mod refusal;

pub use app_token::{AppToken, CurrentToken};
pub use callers::{Callers, Limits, Lookup, Queued, Slot, Ticket, without_scheme};
pub use fingerprint::{Fingerprint, Fingerprints, Secret};
pub use refusal::Refusal;
