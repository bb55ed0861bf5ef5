//! fetch, authenticated as the current visitor or member.
//!
//! `oauth` and `wix` are rules: they know the specifications and no browser.
//! `session` and `members` are flows: they know in which order effects follow each
//! other. `browser` has the effects of a page, and the exports are what JavaScript
//! calls. `backend` is for servers: who the caller is, and what it may do.
//! ARCHITECTURE.md has the picture.
#![cfg_attr(feature = "small", no_std)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

extern crate alloc;

#[cfg(feature = "backend")]
pub mod backend;
mod error;
#[cfg(any(feature = "members", feature = "backend"))]
pub mod json;
#[cfg(feature = "members")]
pub mod members;
pub mod oauth;
pub mod session;
pub mod wix;

/// What JavaScript sees.
#[cfg(target_arch = "wasm32")]
pub mod bindings {
    #[cfg(any(feature = "signing", feature = "members"))]
    mod allocator;
    #[cfg(feature = "backend")]
    pub mod backend;
    #[cfg(feature = "members")]
    pub mod json;
    #[cfg(feature = "members")]
    pub mod members;
    #[cfg(feature = "signing")]
    pub mod page;
    #[cfg(feature = "small")]
    mod panic;
    #[cfg(any(feature = "signing", feature = "members"))]
    pub mod task;
}

pub use error::Error;
