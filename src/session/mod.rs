//! Order: which effect follows which. Everything that touches the world is a
//! method of [`Host`], so that the order itself is tested natively.

mod access_token;
mod change;
mod fetch;
mod host;
mod lock;
mod memory;
mod renew;
mod stored;
mod token_request;

pub use access_token::access_token;
pub use change::{Change, change};
pub use fetch::fetch;
pub use host::{Exchange, Host};
pub use memory::Memory;
pub use renew::renew;
pub use stored::{load, store_unstored};
