//! The rules of RFC 6749, 6750 and 7636. Pure, total, synchronous; no
//! clock and no browser.

pub mod audience;
#[cfg(feature = "members")]
pub mod callback;
pub mod challenge;
#[cfg(feature = "members")]
pub mod code_grant;
pub mod grant;
pub mod lines;
#[cfg(feature = "members")]
pub mod pending;
#[cfg(feature = "members")]
pub mod pkce;
pub mod record;
pub mod session;
pub mod token;
