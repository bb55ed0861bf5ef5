//! The effects of a page, each written into the log as it begins.

use std::cell::Cell;
use std::fmt::Debug;
use std::future::Future;
use std::rc::Rc;

use fetch_with_auth::oauth::audience::Admitted;
use fetch_with_auth::oauth::grant::{Grant, RawResponse, TokenResponse};
use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::{Need, Session, Whose};
use fetch_with_auth::oauth::token::{AccessToken, Subject, UnixTime};
use fetch_with_auth::session::{self, Exchange, Host, Memory};

use crate::call::{Call, Response};
use crate::endpoint::{Presented, names};
use crate::failures::Write;
use crate::page::{Page, State};

impl Page {
    fn note(self, text: &str) {
        self.0.world.note(self.0.number, text);
    }

    fn begin<T: Debug + 'static>(
        self,
        text: String,
        happens: impl FnOnce() -> T + 'static,
    ) -> impl Future<Output = T> {
        self.begin_if(text, || true, happens)
    }

    fn begin_if<T: Debug + 'static>(
        self,
        text: String,
        may_happen: impl Fn() -> bool + 'static,
        happens: impl FnOnce() -> T + 'static,
    ) -> impl Future<Output = T> {
        self.note(&text);
        self.0
            .world
            .begin(self, show, text, None, may_happen, happens)
    }
}

impl Host for Page {
    type Request = Call;
    type Response = Response;

    fn memory(&self) -> &Memory {
        &self.0.memory
    }
    fn now(&self) -> UnixTime {
        self.0.world.clock.now()
    }
    fn leeway(&self) -> u64 {
        60
    }
    fn new_subject(&self) -> Subject {
        self.another_subject()
    }

    fn capture(&self, _: &Admitted<Call>) -> impl Future<Output = ()> {
        self.begin("capture".to_owned(), || ())
    }
    fn send(
        &self,
        request: &Admitted<Call>,
        token: &AccessToken,
    ) -> impl Future<Output = Response> {
        let world = self.0.world;
        let token = token.expose().to_owned();
        let is_forbidden = request.request().is_forbidden;
        world.observe_send(*self, &token);
        self.begin(format!("send {token}"), move || {
            let acts_for = world.endpoint.acts_for(&token, world.clock.real());
            let is_welcome = acts_for.is_some() && !is_forbidden;
            Response {
                status: if is_welcome { 200 } else { 401 },
                token,
                acts_for,
            }
        })
    }
    fn refuses_token(&self, _: &Admitted<Call>, response: &Response) -> bool {
        response.status == 401
    }
    fn is_repeatable(&self, request: &Admitted<Call>) -> bool {
        !request.request().is_one_shot
    }
    fn discard(&self, _: &Admitted<Call>, _: Response) {
        self.note("discard");
    }

    fn request_token(&self, grant: Grant<'_>) -> impl Future<Output = TokenResponse> {
        let world = self.0.world;
        let presented = Presented::of(grant);
        let response = self.begin(presented.to_string(), move || {
            let clock = &world.clock;
            let response = world.endpoint.response(&presented, clock.real());
            (response, clock.now())
        });
        async move {
            let (response, now) = response.await;
            RawResponse::parse(&response).token_response(now)
        }
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        let world = self.0.world;
        let text = format!("pause {milliseconds}");
        self.note(&text);
        let due = world.clock.real() + u64::from(milliseconds);
        world.begin(*self, show, text, Some(due), || true, || ())
    }

    fn lock(&self) -> impl Future<Output = bool> {
        let lock = &self.0.world.lock;
        let number = self.0.number;
        let ticket = lock.queue(number);
        self.begin_if(
            "lock".to_owned(),
            move || lock.is_free_for(ticket),
            move || lock.take(number, ticket),
        )
    }
    fn unlock(&self) {
        self.note("unlock");
        self.0.world.lock.free(self.0.number);
    }
    fn load(&self, settled: bool) -> impl Future<Output = Option<String>> {
        let page = *self;
        let waits = settled && page.0.departing.get() > 0;
        let load = page.begin_if(
            "load".to_owned(),
            move || !waits || page.0.departing.get() == 0,
            move || {
                let world = page.0.world;
                (!world.failures.load()).then(|| world.storage.borrow().clone())
            },
        );
        async move {
            let stored = load.await;
            page.0
                .is_notified
                .set(page.0.is_notified.get() && stored.is_none());
            stored
        }
    }
    fn exchange(&self, seen: &str, next: &str) -> impl Future<Output = Exchange> {
        let page = *self;
        let State { world, gone, .. } = self.0;
        let (seen, next) = (seen.to_owned(), next.to_owned());
        let writer = self.writer();
        let exchange = self.begin(format!("store {}", describe(&next)), move || {
            let mut stored = world.storage.borrow_mut();
            let failure = world.failures.store();
            let is_as_seen = *stored == seen;
            let is_stored = *stored == next;
            let mut leaver = None;
            // A write that fails may have been carried out.
            if is_as_seen && failure != Some(Write::Lost) {
                leaver = world.replaced(&seen, &next);
                world.observe_change(&writer, &seen, &next);
                *stored = next;
            }
            let exchange = match failure {
                Some(_) => Exchange::Failed,
                None if is_as_seen || is_stored => Exchange::Stored,
                None => Exchange::Superseded,
            };
            (exchange, leaver)
        });
        async move {
            let (exchange, leaver) = exchange.await;
            gone.borrow_mut().extend(leaver);
            if exchange == Exchange::Stored {
                page.0.is_notified.set(false);
            }
            exchange
        }
    }
    fn mark_signed_out(&self, subject: Subject) -> bool {
        self.note("mark");
        self.0.marks.borrow_mut().insert(subject.0);
        let world = self.0.world;
        self.0.gone.borrow_mut().extend(world.family_of(subject));
        let is_kept = !world.failures.marks.get();
        if is_kept {
            world.marks.borrow_mut().insert(subject.0);
        }
        is_kept
    }
    fn is_marked(&self, subject: Subject) -> bool {
        let marks = &self.0.world.marks;
        self.0.marks.borrow().contains(&subject.0) || marks.borrow().contains(&subject.0)
    }
    fn notify_tabs(&self, generation: u64) {
        self.note(&format!("notify {generation}"));
        self.0.world.signal(self.0.number, generation);
    }
    fn report(&self, session: &Session) {
        self.0.world.observe_session(session);
        let known = (!self.0.is_notified.get()).then(|| session.clone());
        self.0.known.replace(known);
        let state = state(session);
        let mut reported = self.0.reported.borrow_mut();
        if reported.last() != Some(&state) {
            reported.push(state);
        }
    }

    fn start_renewal(&self, whose: Whose, need: Need) {
        let page = *self;
        let renewal = page.0.renewal(whose);
        if renewal.is_under_way.replace(true) {
            return;
        }
        let end = Rc::new(Cell::new(None));
        *renewal.end.borrow_mut() = end.clone();
        page.0.world.spawn(page.number(), async move {
            let outcome = session::renew(page, whose, need).await;
            renewal.is_under_way.set(false);
            end.set(Some(outcome.is_ok()));
        });
    }
    fn store_later(&self) {
        let page = *self;
        if page.0.is_saving.replace(true) {
            return;
        }
        page.0.world.spawn(page.number(), async move {
            page.pause(1000).await;
            page.0.is_saving.set(false);
            let _ = session::store_unstored(page).await;
        });
    }
    fn renewal(&self, whose: Whose) -> impl Future<Output = bool> {
        let renewal = self.0.renewal(whose).end.borrow().clone();
        let end = renewal.clone();
        self.begin_if(
            "wait".to_owned(),
            move || end.get().is_some(),
            move || renewal.get() == Some(true),
        )
    }
}

fn describe(text: &str) -> String {
    let session = Record::parse(text).session;
    match session.tokens() {
        Some(tokens) => format!("{} {}", state(&session), names(tokens)),
        None => state(&session).to_owned(),
    }
}

fn state(session: &Session) -> &'static str {
    match session {
        Session::Empty => "empty",
        Session::Visitor(_) => "visitor",
        Session::Member { .. } => "member",
        Session::Expired { .. } => "expired",
    }
}

/// What an effect brings, as a text.
fn show(value: &impl Debug) -> String {
    format!("{value:?}")
}
