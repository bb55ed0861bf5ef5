//! What travels on a connection, whoever is at its ends.

pub mod connection;
pub mod cors;
pub mod header_names;
pub mod media_type;
pub mod page;
pub mod preflight;
pub mod query;
pub mod request_id;
pub mod url;
