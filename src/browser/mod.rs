//! Upper floor: means. How a page does what the flows want done; no `if` about
//! OAuth. The JavaScript files beside these are what needs callbacks, which in
//! Rust would weigh more than all the rest: page.rs binds them.

#[cfg(any(feature = "signing", feature = "members"))]
mod heap;
#[cfg(feature = "members")]
pub mod inside;
#[cfg(feature = "members")]
pub mod job;
#[cfg(feature = "signing")]
pub mod page;
#[cfg(feature = "signing")]
pub mod task;
