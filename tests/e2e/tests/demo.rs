//! The demo shop, driven along the paths of guests and members.

mod demo {
    pub mod account;
    pub mod back_room;
    pub mod cart;
    pub mod counter;
    pub mod form;
    pub mod hand;
    pub mod mail;
    pub mod member;
    pub mod orders;
    pub mod page;
    pub mod restock;
    pub mod sign_in;
    pub mod trouble;
    pub mod visit;
}

use e2e::{Backend, Browser, Engine, Stage, Told, Verdict};

use crate::demo::{
    account, back_room, cart, counter, form, mail, member, orders, page, restock, sign_in, trouble,
};

fn main() {
    e2e::run(&["demo"], &[], judge)
}

async fn judge(engine: Engine, suite: &'static str) -> Told<()> {
    let stage = Stage::set().await?;
    let shop = Backend::shop(&stage).await?;
    let browser = Browser::open(engine).await?;
    let mut verdict = Verdict::on(engine, suite);
    page::judge(&stage, &browser, &mut verdict).await;
    cart::judge(&stage, &browser, &mut verdict).await;
    counter::judge(&stage, &browser, &mut verdict).await;
    sign_in::judge(&stage, &browser, &mut verdict).await;
    form::judge(&stage, &browser, &mut verdict).await;
    mail::judge(&stage, &browser, &mut verdict).await;
    trouble::judge(&stage, &browser, &mut verdict).await;
    member::judge(&stage, &browser, &mut verdict).await;
    account::judge(&stage, &browser, &mut verdict).await;
    restock::judge(&stage, &browser, &mut verdict).await;
    orders::judge(&stage, &browser, &mut verdict).await;
    back_room::judge(&stage, &browser, &mut verdict, shop).await;
    verdict.told()
}
