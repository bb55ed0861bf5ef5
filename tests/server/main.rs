//! The session of a page that a server renders: one file of tests per file of rules.
#![cfg(all(not(target_arch = "wasm32"), feature = "backend"))]

mod adoption;
mod cacheable;
mod example;
mod navigation;
mod plan;
mod renewals;
mod return_path;
mod sign_in;
