//! The Wix dialect, one file of tests per file of rules.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(feature = "members")]
mod example;
#[cfg(feature = "members")]
mod hosted_page;
#[cfg(feature = "members")]
mod idp;
#[cfg(feature = "members")]
mod redirect_session;
mod token_endpoint;
