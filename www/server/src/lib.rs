//! A local stand-in for Wix and for an app's own backend.
//!
//! One process, four loopback origins: the site, the Wix API, the app's API and a foreign origin.
//! What it imitates, and how sure that is, stands in the README beside this crate.

// Where it listens.
mod connection;
mod options;
mod origin;
mod running;

// What each origin serves.
mod api;
mod app;
mod control;
mod cors;
mod echo;
mod files;
mod foreign;
mod site;
mod token_endpoint;
mod token_info;
mod witness;

// What travels.
mod caller;
mod fault;
mod grant;
mod hold;
mod oauth_error;
mod preflight;
mod query;
mod request_id;
mod token_request;
mod token_response;

// What is remembered.
mod cart;
mod client;
mod client_log;
mod clock;
mod products;
mod settings;
mod state;
mod subject;
mod tokens;

pub use client::DEMO_CLIENT;
pub use options::Options;
pub use running::{Running, start};
