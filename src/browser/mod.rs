//! Upper floor: means. How a page does what flow wants done; no `if` about
//! OAuth. The JavaScript files beside these are what needs callbacks, which in
//! Rust would weigh more than all the rest: page.rs binds them.

mod heap;
pub mod page;
pub mod task;
