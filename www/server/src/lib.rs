//! A local stand-in for Wix and for an app's own backend.
//!
//! One process, six loopback origins: the site, the Wix API, the app's API, a foreign origin, the Wix
//! site and an identity provider.
//! What it imitates, and how sure that is, stands in the README beside this crate.

// Where it listens.
mod connection;
mod options;
mod origin;
mod running;

// What each origin serves.
mod api;
mod api_paths;
mod app;
mod control;
mod control_members;
mod cors;
mod echo;
mod files;
mod foreign;
mod forger;
mod iam;
mod idp;
mod inventory_api;
mod layer;
mod members_api;
mod page;
mod proxy;
mod redirect_session;
mod site;
mod token_endpoint;
mod token_info;
mod witness;
mod wix;

// What travels.
mod address;
mod api_key;
mod asked;
mod authorization;
mod backend;
mod caller;
mod connections;
mod desk;
mod fault;
mod grant;
mod hold;
mod intent;
mod oauth_error;
mod preflight;
mod query;
mod request_id;
mod signed_by;
mod spelling;
mod token_request;
mod token_response;
mod web_message;
mod wix_error;

// Who may come in.
mod allow_list;
mod app_credentials;
mod arrival;
mod entry;
mod login_error;
mod members;
mod password;
mod verifications;

// What is remembered.
mod cart;
mod client;
mod client_id;
mod client_log;
mod clock;
mod codes;
mod idp_visits;
mod inventory;
mod outbox;
mod people;
mod products;
mod random;
mod recoveries;
mod session_tokens;
mod settings;
mod state;
mod subject;
mod tokens;
mod wix_sessions;

pub use client_id::DEMO_CLIENT;
pub use options::Options;
pub use running::{Running, start};
