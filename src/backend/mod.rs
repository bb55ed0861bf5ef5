//! The rules of a backend: who the caller is, what it may do, and which token the app
//! uses for it. Nothing here waits or sends: the owner of these types asks what to do
//! next, does it, and reports the result. So the same rules serve a JavaScript server
//! (`pkg/backend.js`) and a Rust server (`www/server/src/identity/layer.rs`).

mod app_token;
mod authorization;
mod backoff;
mod callers;
mod fingerprint;
mod identity_cache;
mod interval;
mod lookup;
mod pending_lookups;
mod refusal;
mod refusal_cache;
mod routes;

pub use app_token::{AppToken, AppTokens, CurrentToken};
pub use authorization::without_scheme;
pub(crate) use backoff::Backoff;
pub use callers::{Callers, Limits};
pub use fingerprint::{Fingerprint, Fingerprints, Secret};
pub use identity_cache::Slot;
pub(crate) use interval::Interval;
pub use lookup::{Lookup, Queued, Ticket};
pub use refusal::Refusal;
pub use routes::{Routes, WebMethod, WebMethodRequest};
