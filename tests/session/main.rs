//! The order of effects, on a scripted host. The log of effects is the
//! assertion.
#![cfg(not(target_arch = "wasm32"))]

mod call;
mod clock;
mod endpoint;
mod explorer;
mod failures;
mod host;
mod laws;
mod lock;
mod moves;
mod page;
mod world;

mod ageing;
mod another_person;
mod chance;
mod denied;
mod dropped;
mod interleavings;
mod outage;
mod plan;
mod refused;
mod sign_in;
mod sign_out;
mod sign_out_late;
mod sign_out_meanwhile;
mod storage_failures;
mod time;
mod together;
mod token_request;
mod visitor_token;
