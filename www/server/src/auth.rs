//! Who sends a request.

pub mod api_key;
pub mod caller;
pub mod principal;
pub mod server_signature;
