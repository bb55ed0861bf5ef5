//! What things cost, always beside a peer, in one run.

mod backend;
pub mod cold;
mod load;
mod median;
mod signed;

use crate::checkout::Checkout;

/// All of it, or the one named.
pub fn bench(checkout: &Checkout, words: &[&str]) -> Result<(), String> {
    match words {
        [] => {
            signed::bench(checkout, &[])?;
            cold::bench(checkout, &[])?;
            backend::bench(checkout)
        }
        ["signed", rest @ ..] => signed::bench(checkout, rest),
        ["cold", rest @ ..] => cold::bench(checkout, rest),
        ["backend"] => backend::bench(checkout),
        _ => Err("bench takes nothing, or one of: signed, cold, backend".to_owned()),
    }
}
