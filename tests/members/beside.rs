//! The visitor that is kept beside a member, as the page renews it: a page of
//! its own to the flow, which reads and stores its part of the record.

use std::future::Future;

use fetch_with_auth::flow::{Host, Memory, renew};
use fetch_with_auth::oauth::audience::Admitted;
use fetch_with_auth::oauth::grant::{Grant, Meaning};
use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::{Need, Session};
use fetch_with_auth::oauth::token::{AccessToken, UnixTime};

use crate::call::{Call, Response};
use crate::page::Page;
use crate::tab::{Flow, Tab};

#[derive(Clone, Copy)]
struct Beside {
    page: Page,
    memory: &'static Memory,
}

impl Tab {
    /// Starts a renewal of the visitor, if that is due. True: it is well.
    pub fn renews_visitor(self) -> Flow<bool> {
        let beside = Beside {
            page: self.page,
            memory: Box::leak(Box::default()),
        };
        self.starts(async move { renew(beside, Need::Any).await.is_ok() })
    }
}

fn beside(whole: &str) -> String {
    let record = Record::read(whole);
    let session = record.session.beside();
    Record { session, ..record }.write()
}

/// None: what is beside is not what was seen any more.
fn rejoined(whole: &str, seen: &str, next: &str) -> Option<String> {
    let [record, seen, next] = [whole, seen, next].map(Record::read);
    let is_as_seen = record.session.beside() == seen.session;
    let session = record.session.rejoined(&next.session);
    is_as_seen.then(|| record.followed_by(session).write())
}

impl Host for Beside {
    type Request = Call;
    type Response = Response;

    fn memory(&self) -> &Memory {
        self.memory
    }
    fn now(&self) -> UnixTime {
        self.page.now()
    }
    fn leeway(&self) -> u64 {
        self.page.leeway()
    }
    fn ask(&self, grant: Grant<'_>) -> impl Future<Output = Meaning> {
        self.page.ask(grant)
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        self.page.pause(milliseconds)
    }
    fn lock(&self) -> impl Future<Output = bool> {
        self.page.lock()
    }
    fn unlock(&self) {
        self.page.unlock();
    }
    async fn load(&self, settled: bool) -> String {
        beside(&self.page.load(settled).await)
    }
    async fn exchange(&self, seen: &str, next: &str) -> bool {
        loop {
            let whole = self.page.load(true).await;
            let Some(joined) = rejoined(&whole, seen, next) else {
                return false;
            };
            if self.page.exchange(&whole, &joined).await {
                return true;
            }
        }
    }
    fn signal(&self, generation: u64) {
        self.page.signal(generation);
        self.page.hear(generation);
    }
    fn tell(&self, _: &Session) {}

    async fn hold(&self, _: &Admitted<Call>) {}
    fn send(
        &self,
        request: &Admitted<Call>,
        token: &AccessToken,
    ) -> impl Future<Output = Response> {
        self.page.send(request, token)
    }
    fn refuses(&self, request: &Admitted<Call>, response: &Response) -> bool {
        self.page.refuses(request, response)
    }
    fn repeats(&self, request: &Admitted<Call>) -> bool {
        self.page.repeats(request)
    }
    fn discard(&self, request: &Admitted<Call>, response: Response) {
        self.page.discard(request, response);
    }
    fn start_renewal(&self, _: Need) {}
    async fn renewal(&self) -> bool {
        false
    }
}
