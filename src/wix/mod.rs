//! Ground floor: the Wix dialect. Pure as well.

#[cfg(feature = "members")]
pub mod api_error;
#[cfg(feature = "members")]
mod auth_request;
#[cfg(feature = "members")]
pub mod direct_login;
#[cfg(feature = "members")]
pub mod idp;
#[cfg(feature = "members")]
pub mod login_answer;
#[cfg(feature = "members")]
pub mod login_result;
#[cfg(feature = "members")]
pub mod redirect_session;
pub mod token_endpoint;
#[cfg(feature = "members")]
pub mod token_info;
#[cfg(feature = "members")]
pub mod verification;
