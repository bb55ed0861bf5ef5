//! A local stand-in for Wix and for an app's own backend.
//!
//! One process, six loopback origins: the site, the Wix API, the app's API, a foreign origin, the Wix
//! site and an identity provider.
//! The README of this crate says what it imitates, and how sure that is.

#![cfg_attr(
    target_arch = "wasm32",
    allow(dead_code, reason = "the origins that are left out use it")
)]

// In a process of its own: where it listens, and the origins that no other program has.
#[cfg(not(target_arch = "wasm32"))]
mod app;
#[cfg(not(target_arch = "wasm32"))]
mod foreign;
#[cfg(not(target_arch = "wasm32"))]
mod identity;
#[cfg(not(target_arch = "wasm32"))]
mod listening;
#[cfg(not(target_arch = "wasm32"))]
mod options;
#[cfg(not(target_arch = "wasm32"))]
mod running;
#[cfg(not(target_arch = "wasm32"))]
mod site;

// In Node, which listens: the package fetch-with-auth-dev.
#[cfg(target_arch = "wasm32")]
mod bindings;

// What each origin serves.
mod control;
mod echo;
mod forged_message;
mod idp;
mod oauth;
mod wix_api;
mod wix_site;

// What the origins share.
mod auth;
mod error;
mod fault_injection;
mod http;
mod origin;
mod request_log;

// What is remembered.
mod clock;
mod model;
mod random;
mod state;
mod timer;

pub use model::client_id::DEMO_CLIENT;
#[cfg(not(target_arch = "wasm32"))]
pub use options::Options;
#[cfg(not(target_arch = "wasm32"))]
pub use running::{Running, start};
