//! The demo shop, driven along the path of a visitor.

mod demo {
    pub mod cart;
    pub mod counter;
    pub mod page;
    pub mod visit;
}

use e2e::{Browser, Engine, Stage, Told, Verdict};

use crate::demo::{cart, counter, page};

fn main() {
    e2e::run(&["demo"], judge)
}

async fn judge(engine: Engine, suite: &'static str) -> Told<()> {
    let stage = Stage::set().await?;
    let browser = Browser::open(engine).await?;
    let mut verdict = Verdict::on(engine, suite);
    page::judge(&stage, &browser, &mut verdict).await;
    cart::judge(&stage, &browser, &mut verdict).await;
    counter::judge(&stage, &browser, &mut verdict).await;
    verdict.told()
}
