//! Who calls a backend, and as whom it acts: one file of tests per file of
//! rules.
#![cfg(all(not(target_arch = "wasm32"), feature = "backend"))]

mod app_token;
mod callers;
mod callers_crowd;
mod example;
mod fingerprint;
mod lookups;
mod refusal;
mod routes;
mod secrecy;
