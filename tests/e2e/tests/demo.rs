//! The demo shop, driven along the paths of guests and members.

mod demo {
    pub mod account;
    pub mod backend_down;
    pub mod cart;
    pub mod customer;
    pub mod form;
    pub mod mail;
    pub mod member;
    pub mod orders;
    pub mod page;
    pub mod panel;
    pub mod restock;
    pub mod sign_in;
    pub mod trouble;
    pub mod visit;
}

use e2e::{Backend, Browser, Engine, Stage, Summary};

use crate::demo::{
    account, backend_down, cart, form, mail, member, orders, page, panel, restock, sign_in, trouble,
};

fn main() {
    e2e::run(&["demo"], &[], check_all)
}

async fn check_all(engine: Engine, suite: &'static str) -> Result<(), String> {
    let stage = Stage::set().await?;
    let shop = Backend::shop(&stage).await?;
    let browser = Browser::open(engine).await?;
    let mut summary = Summary::on(engine, suite);
    page::check_all(&stage, &browser, &mut summary).await;
    cart::check_all(&stage, &browser, &mut summary).await;
    panel::check_all(&stage, &browser, &mut summary).await;
    sign_in::check_all(&stage, &browser, &mut summary).await;
    form::check_all(&stage, &browser, &mut summary).await;
    mail::check_all(&stage, &browser, &mut summary).await;
    trouble::check_all(&stage, &browser, &mut summary).await;
    member::check_all(&stage, &browser, &mut summary).await;
    account::check_all(&stage, &browser, &mut summary).await;
    restock::check_all(&stage, &browser, &mut summary).await;
    orders::check_all(&stage, &browser, &mut summary).await;
    backend_down::check_all(&stage, &browser, &mut summary, shop).await;
    summary.into_result()
}
