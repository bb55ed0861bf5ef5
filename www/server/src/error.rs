//! Error responses, in the forms that Wix and RFC 6749 give them.

pub mod login;
pub mod oauth;
pub mod wix;
