//! The rules, one file of tests per file of rules.
#![cfg(not(target_arch = "wasm32"))]

mod audience;
#[cfg(feature = "members")]
mod callback;
mod challenge;
#[cfg(feature = "members")]
mod code_grant;
mod example;
mod grant;
mod lines;
#[cfg(feature = "members")]
mod pending;
#[cfg(feature = "members")]
mod pkce;
mod record;
mod secrecy;
mod session;
#[cfg(feature = "members")]
mod session_beside;
mod token;
