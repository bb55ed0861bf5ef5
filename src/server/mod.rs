//! The rules of a server that renders pages: whose session a request has, by its cookies,
//! and when a token is requested for it. Nothing here waits or sends, as in
//! [`crate::backend`].

mod adoption;
mod cacheable;
mod navigation;
mod plan;
mod renewals;
mod return_path;
mod sign_in;

pub use adoption::{Adopted, adopt};
pub use cacheable::may_set_cookie;
pub use navigation::{is_navigation_of_a_person, is_of_same_origin, may_log_in, may_renew};
pub use plan::{Step, after_grant, is_stale, plan};
pub use renewals::{KEPT_S, MAX_ENDED, MAX_PENDING, Renewal, Renewals, Ticket};
pub use return_path::is_return_path;
pub use sign_in::{after_sign_in, after_sign_out, visitor_of, with_visitor};
