//! A server that renders pages: whose session a request has, by its cookies, and when a token
//! is requested for it. Everything that touches the world is a method of [`Host`], as in
//! [`crate::session`].

mod adoption;
mod cacheable;
mod change;
mod departures;
mod host;
mod memory;
mod navigation;
mod plan;
mod renew;
mod renewals;
mod request;
mod return_path;
mod sign_in;

pub use adoption::{Adopted, adopt};
pub use cacheable::may_set_cookie;
pub use change::{sign_in, sign_out, visitor_token};
pub use departures::{Departures, MAX_DEPARTURES, REPLACED_S, SIGNED_OUT_S};
pub use host::{Host, Key, Stored};
pub use memory::{Allowed, Memory};
pub use navigation::{is_navigation_of_a_person, is_of_same_origin, may_log_in, may_renew};
pub use plan::{Step, after_grant, is_stale, plan};
pub use renew::{SHARED_S, renew};
pub use renewals::{KEPT_S, MAX_GRANTED, MAX_PENDING, MAX_REFUSED, Renewals, Ticket};
pub use request::{Current, begin};
pub use return_path::is_return_path;
pub use sign_in::{after_sign_in, after_sign_out, visitor_of, with_visitor};
