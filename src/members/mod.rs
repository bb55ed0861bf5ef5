//! Logging members in and out: the order of effects of each flow. A page loads this
//! module on demand. The surroundings of a flow are a [`Host`], so that the order is
//! tested natively.
//!
//! A flow is named as its method in JavaScript. The parts of a login, for a caller
//! that keeps `state`, code verifier and tokens itself, are [`authorization_url`],
//! [`submit_step`], [`redeem_code`] and [`login_with_session_token`].

mod authorization;
mod code_redemption;
mod direct_login;
mod frame_login;
mod host;
mod logout;
mod redirect_login;
mod redirect_session;
mod refusal;
mod token_info;
mod wix_page;

pub use authorization::authorization_url;
pub use code_redemption::{issued_tokens, redeem_code};
pub use direct_login::{ContinueWith, Outcome, login_step, submit_step};
pub use frame_login::{login_silently, login_with_session_token};
pub use host::{ApiResponse, Host, Signer, StoredState};
pub use logout::logout;
pub use redirect_login::{RedirectOptions, handle_redirect, login_with_redirect};
pub use refusal::{ErrorCode, Refusal};
pub use token_info::token_info;
pub use wix_page::{redirect_to_wix_page, sync_to_wix_pages};
