//! The caller of a request.

pub mod api_key;
pub mod caller;
pub mod principal;
pub mod server_signature;
