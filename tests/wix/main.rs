//! The Wix dialect, one file of tests per file of rules.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(feature = "members")]
mod api_error;
#[cfg(feature = "members")]
mod direct_login;
#[cfg(feature = "members")]
mod example;
#[cfg(feature = "members")]
mod hosted_page;
#[cfg(all(feature = "members", feature = "backend"))]
mod identity;
#[cfg(feature = "members")]
mod idp;
#[cfg(feature = "members")]
mod login_refusal;
#[cfg(feature = "members")]
mod login_response;
#[cfg(feature = "members")]
mod login_result;
#[cfg(feature = "backend")]
mod permission;
#[cfg(feature = "members")]
mod redirect_session;
mod token_endpoint;
#[cfg(feature = "members")]
mod token_info;
#[cfg(feature = "members")]
mod verification;
#[cfg(all(feature = "members", feature = "backend"))]
mod web_method;
#[cfg(all(feature = "members", feature = "backend"))]
mod web_method_arguments;
