//! The session of a page that a server renders: one file of tests per file of rules.
#![cfg(all(not(target_arch = "wasm32"), feature = "backend"))]

// The clock, the token endpoint and the scheduler of the page's tests.
#[allow(dead_code)]
#[path = "../session/clock.rs"]
mod clock;
#[allow(dead_code)]
#[path = "../session/endpoint.rs"]
mod endpoint;
#[path = "../session/explorer.rs"]
mod explorer;
#[allow(dead_code)]
#[path = "../session/moves.rs"]
mod moves;

mod adoption;
mod cacheable;
mod example;
mod flows;
mod interleavings;
mod memory;
mod navigation;
mod plan;
mod process;
mod renewals;
mod return_path;
mod sign_in;
mod world;
