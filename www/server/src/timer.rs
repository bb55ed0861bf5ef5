//! The time, as a process of its own or Node has it.

#[cfg(target_arch = "wasm32")]
mod javascript;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub use javascript::{now, sleep};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{now, sleep};
