//! Ground floor: the Wix dialect. Pure as well.

pub mod token_endpoint;
