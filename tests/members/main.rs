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

mod code_redemption;
mod concurrency;
mod handle_redirect;
mod login_in_frame;
mod login_silently;
mod login_step;
mod login_with_redirect;
mod logout;
mod new_visitor;
mod parts;
mod sign_in;
mod verification;
mod wix_pages;
