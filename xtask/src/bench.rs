//! What things cost, always beside a peer, in one run.

mod backend;
mod load;
mod signed;

use crate::Done;
use crate::checkout::Checkout;

/// All of it, or the one named.
pub fn bench(checkout: &Checkout, words: &[&str]) -> Done {
    match words {
        [] => {
            signed::bench(checkout)?;
            backend::bench(checkout)
        }
        ["signed"] => signed::bench(checkout),
        ["backend"] => backend::bench(checkout),
        _ => Err("bench takes nothing, or one of: signed, backend".to_owned()),
    }
}
