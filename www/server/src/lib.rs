//! A local stand-in for Wix and for an app's own backend.
//!
//! One process, six loopback origins: the site, the Wix API, the app's API, a foreign origin, the Wix
//! site and an identity provider.
//! The README of this crate says what it imitates, and how sure that is.

// Where it listens.
mod options;
mod origin;
mod running;

// What each origin serves.
mod app;
mod control;
mod echo;
mod foreign;
mod forged_message;
mod idp;
mod oauth;
mod site;
mod wix_api;
mod wix_site;

// What the origins share.
mod auth;
mod error;
mod fault_injection;
mod http;
mod identity;
mod request_log;

// What is remembered.
mod clock;
mod model;
mod random;
mod state;

pub use model::client_id::DEMO_CLIENT;
pub use options::Options;
pub use running::{Running, start};
