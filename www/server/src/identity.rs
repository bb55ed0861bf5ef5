//! The identity of the caller of an app's backend: for any axum server, and meant to be copied.
//!
//! The rules are those of `fetch-with-auth` with its feature `backend`.

pub mod layer;
pub mod lookup;
pub mod lookups;
