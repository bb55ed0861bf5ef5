//! The Wix dialect of OAuth, and Wix's APIs for logins and callers: pure rules, without
//! a clock, I/O or a browser.

#[cfg(any(feature = "members", feature = "backend"))]
pub mod api_error;
#[cfg(feature = "members")]
pub mod authorization_request;
#[cfg(feature = "members")]
pub mod direct_login;
#[cfg(feature = "backend")]
pub mod identity;
#[cfg(feature = "members")]
pub mod idp;
#[cfg(feature = "members")]
pub mod login_response;
#[cfg(feature = "members")]
pub mod login_result;
#[cfg(feature = "members")]
pub mod login_tokens;
#[cfg(feature = "backend")]
pub mod permission;
#[cfg(feature = "members")]
pub mod redirect_session;
pub mod token_endpoint;
#[cfg(any(feature = "members", feature = "backend"))]
pub mod token_info;
#[cfg(feature = "members")]
pub mod verification;
#[cfg(feature = "backend")]
pub mod web_method;
#[cfg(feature = "backend")]
pub mod web_method_arguments;
