//! Several tabs of one browser, as a visitor has them open.

mod tabs {
    pub mod closing;
    pub mod expiry;
    pub mod lacking;
    pub mod opening;
    pub mod shop;
    pub mod sign_out;
}

use e2e::{Browser, Engine, Stage, Summary};

use crate::tabs::{closing, expiry, lacking, opening, sign_out};

fn main() {
    e2e::run(&["tabs"], &[], check_all)
}

async fn check_all(engine: Engine, suite: &'static str) -> Result<(), String> {
    let stage = Stage::set().await?;
    let browser = Browser::open(engine).await?;
    let mut summary = Summary::on(engine, suite);
    opening::check_all(&stage, &browser, &mut summary).await;
    expiry::check_all(&stage, &browser, &mut summary).await;
    sign_out::check_all(&stage, &browser, &mut summary).await;
    closing::check_all(&stage, &browser, &mut summary).await;
    lacking::check_all(&stage, &browser, &mut summary).await;
    summary.into_result()
}
