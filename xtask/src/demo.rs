//! The demo shop: served for a visitor, or driven and checked.

use crate::backend::Shop;
use crate::checkout::Checkout;
use crate::stand_in::StandIn;
use crate::{build, test};
use harness::Engine;

pub fn demo(checkout: &Checkout, words: &[&str]) -> Result<(), String> {
    match words {
        [] => serve(checkout),
        ["--check"] => check(checkout),
        _ => Err("demo takes nothing, or --check".to_owned()),
    }
}

fn serve(checkout: &Checkout) -> Result<(), String> {
    build::build(checkout)?;
    let stand_in = StandIn::start(checkout)?;
    let shop = Shop::open(checkout, &stand_in)?;
    println!("The demo shop is at {}  (Ctrl-C stops it)", stand_in.site);
    let ended = stand_in.process.wait_or_interrupt();
    drop(shop);
    ended?;
    println!("Stopped.");
    Ok(())
}

fn check(checkout: &Checkout) -> Result<(), String> {
    test::e2e::run(checkout, &[Engine::Chrome], &["--test", "demo"], None)?;
    println!("The demo works.");
    Ok(())
}
