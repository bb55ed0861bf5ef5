//! Several tabs of one browser, as a visitor has them open.

mod tabs {
    pub mod closing;
    pub mod expiry;
    pub mod lacking;
    pub mod opening;
    pub mod shop;
    pub mod sign_out;
}

use e2e::{Browser, Engine, Stage, Told, Verdict};

use crate::tabs::{closing, expiry, lacking, opening, sign_out};

fn main() {
    e2e::run(&["tabs"], &[], judge)
}

async fn judge(engine: Engine, suite: &'static str) -> Told<()> {
    let stage = Stage::set().await?;
    let browser = Browser::open(engine).await?;
    let mut verdict = Verdict::on(engine, suite);
    opening::judge(&stage, &browser, &mut verdict).await;
    expiry::judge(&stage, &browser, &mut verdict).await;
    sign_out::judge(&stage, &browser, &mut verdict).await;
    closing::judge(&stage, &browser, &mut verdict).await;
    lacking::judge(&stage, &browser, &mut verdict).await;
    verdict.told()
}
