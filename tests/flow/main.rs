//! The order of effects, on a scripted host. The log of effects is the
//! assertion.
#![cfg(not(target_arch = "wasm32"))]

mod call;
mod clock;
mod endpoint;
mod host;
mod lock;
mod moves;
mod page;
mod world;

mod chance;
mod denied;
mod dropped;
mod outage;
mod patience;
mod plan;
mod refused;
mod sign_in;
mod sign_out;
mod time;
mod together;
