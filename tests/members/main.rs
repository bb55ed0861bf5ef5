//! The order of what members do, on a scripted host. The log of effects is the
//! assertion.
#![cfg(all(not(target_arch = "wasm32"), feature = "members"))]

// Pages that share a storage, a lock, a token endpoint and a clock: the world
// of the flow's tests.
#[allow(dead_code)]
#[path = "../session/call.rs"]
mod call;
#[allow(dead_code)]
#[path = "../session/clock.rs"]
mod clock;
#[allow(dead_code)]
#[path = "../session/endpoint.rs"]
mod endpoint;
#[allow(dead_code)]
#[path = "../wix/example.rs"]
mod example;
#[allow(dead_code)]
#[path = "../session/failures.rs"]
mod failures;
#[path = "../session/host.rs"]
mod flow_host;
#[allow(dead_code)]
#[path = "../session/laws.rs"]
mod laws;
#[allow(dead_code)]
#[path = "../session/lock.rs"]
mod lock;
#[allow(dead_code)]
#[path = "../session/moves.rs"]
mod moves;
#[allow(dead_code)]
#[path = "../session/page.rs"]
mod page;
#[allow(dead_code)]
#[path = "../session/world.rs"]
mod world;

mod host;
mod site;
mod tab;
mod wix;

mod begin;
mod direct;
mod finish;
mod forget;
mod frame;
mod leave;
mod pages;
mod parts;
mod retries;
mod sign_in;
mod silent;
mod together;
mod verification;
