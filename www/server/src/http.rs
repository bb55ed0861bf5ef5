//! Requests, responses and connections, independent of what they are for.

pub mod connection;
pub mod cors;
pub mod header_names;
pub mod media_type;
pub mod page;
pub mod preflight;
pub mod query;
pub mod request_id;
pub mod url;
