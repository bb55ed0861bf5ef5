//! fetch, authenticated as the current visitor or member.
//!
//! `oauth` and `wix` are rules: they know the specifications and no browser.
//! `session` and `members` are flows: they know in which order effects follow each
//! other. `browser` has the effects of a page, and the exports are what JavaScript
//! calls. `backend` is for servers: who the caller is, and what it may do; so is `server`:
//! the session of a page that the server renders.
//! ARCHITECTURE.md has the picture.
#![cfg_attr(feature = "small", no_std)]
#![forbid(unsafe_code)]
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
#[cfg(any(feature = "members", feature = "backend"))]
pub mod members;
#[cfg(feature = "backend")]
pub mod server;
pub mod session;

pub mod oauth {
    //! The rules of RFC 6749, 6750 and 7636. Pure, total, synchronous; no
    //! clock and no browser.

    pub mod audience;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod callback;
    pub mod challenge;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod code_grant;
    pub mod grant;
    pub mod lines;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod pending;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod pkce;
    pub mod record;
    pub mod session;
    pub mod token;
}

pub mod wix {
    //! The Wix dialect of OAuth, and Wix's APIs for logins and callers: pure rules, without
    //! a clock, I/O or a browser.

    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod api_error;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod authorization_request;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod direct_login;
    #[cfg(feature = "backend")]
    pub mod identity;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod idp;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod login_response;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod login_result;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod login_tokens;
    #[cfg(feature = "backend")]
    pub mod permission;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod redirect_session;
    pub mod token_endpoint;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod token_info;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod verification;
    #[cfg(feature = "backend")]
    pub mod web_method;
    #[cfg(feature = "backend")]
    pub mod web_method_arguments;
}

/// What JavaScript sees.
#[cfg(target_arch = "wasm32")]
pub mod bindings {
    #[cfg(any(feature = "signing", feature = "members"))]
    mod allocator;
    #[cfg(feature = "backend")]
    pub mod backend;
    #[cfg(any(feature = "members", feature = "backend"))]
    pub mod json;
    #[cfg(feature = "members")]
    pub mod members;
    #[cfg(any(feature = "members", feature = "backend"))]
    mod members_host;
    #[cfg(feature = "signing")]
    pub mod page;
    #[cfg(feature = "small")]
    mod panic;
    #[cfg(any(feature = "signing", feature = "members", feature = "backend"))]
    pub mod task;
}

/// What is shared within a page, which has one thread, counts for less without
/// atomics (65 bytes); a server's threads share what it caches.
mod shared {
    #[cfg(not(feature = "backend"))]
    pub use alloc::rc::Rc as Shared;
    #[cfg(feature = "backend")]
    pub use alloc::sync::Arc as Shared;
}

pub use error::Error;
