//! The token endpoint and token-info.

pub mod app_credentials;
pub mod grant;
pub mod issue;
pub mod token_endpoint;
pub mod token_info;
pub mod token_request;
pub mod token_response;
