//! Ground floor: the rules of RFC 6749 and 6750. Pure, total, synchronous; no
//! clock and no browser.

pub mod audience;
pub mod challenge;
pub mod grant;
pub mod lines;
pub mod record;
pub mod session;
pub mod token;
