//! The real flows of a server in all orders of a small scope, and in some orders of larger ones.
//!
//! A scope says how the browser starts, what is requested of each process, and what may fail
//! once: `expired-member/page+out/page/unavailable`. With several processes these share a lock
//! and a store. A browser may send the next request at any time after the one before, and what
//! is under way happens, comes back and arrives at any time.
//!
//! What is found broken is printed with a line that runs that very order again:
//! `INTERLEAVING='scope@choices' cargo test --test server the_order_that_is_asked_for`.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::rc::Rc;

use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::{Session, Whose};
use fetch_with_auth::oauth::token::Subject;
use fetch_with_auth::server::{self, Allowed, Current};

use crate::endpoint::Fault;
use crate::explorer::{Order, at_random, explore, is_thorough, law, word, words};
use crate::moves::Move;
use crate::process::Process;
use crate::world::World;

/// A scope: its parts are words.
#[derive(Clone, Debug, PartialEq)]
struct Scope {
    start: &'static str,
    processes: Vec<Vec<&'static str>>,
    failures: Vec<&'static str>,
}

/// Nobody; a visitor; a member beside whom a visitor is kept. Tokens are fresh or have expired.
const STARTS: [&str; 5] = [
    "nobody",
    "visitor",
    "expired-visitor",
    "member",
    "expired-member",
];

/// What is requested. `public`: a page whose response may not set a cookie; `visitor`: the
/// token of the visitor, for a login.
const REQUESTS: [&str; 5] = ["page", "public", "in", "out", "visitor"];

/// What may fail, each once and at whatever moment: the token endpoint is unavailable, or
/// denies; the lock or the store fails. `slow`: pages give up waiting for a renewal.
const FAILURES: [&str; 4] = ["unavailable", "denied", "store", "slow"];

impl Scope {
    fn parse(text: &str) -> Scope {
        let parts: Vec<&str> = text.split('/').collect();
        let [start, processes @ .., failures] = &parts[..] else {
            panic!("a scope is start/requests/requests/failures: {text}");
        };
        Scope {
            start: word(&STARTS, start),
            processes: processes.iter().map(|of| words(&REQUESTS, of)).collect(),
            failures: words(&FAILURES, failures),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Choice {
    /// The browser sends the next request to this process.
    Send(usize),
    /// Something happens or comes back.
    Make(Move),
    /// This effect fails in this way.
    Fail(usize, &'static str),
}

/// A response that the browser was sent.
#[derive(Clone, Debug)]
struct Sent {
    /// Its number, in the order in which responses are sent.
    number: usize,
    cookie: String,
}

/// What a run has observed.
#[derive(Default)]
struct Observed {
    broken: RefCell<Vec<String>>,
    sent: Cell<usize>,
    /// The number of the response whose cookie the browser has.
    arrived: Cell<usize>,
    /// Who has begun to sign out, who has signed out by which process, and who has signed in, by
    /// the response of which number.
    leaving: RefCell<Vec<Subject>>,
    left: RefCell<Vec<(Subject, usize)>>,
    signed_in: RefCell<Vec<usize>>,
    open_requests: Cell<usize>,
    /// Requests of a browser without a visitor: each may create one.
    without_visitor: Cell<usize>,
    /// Whether the browser has sent a request without a session, by which it would be known.
    was_unknown: Cell<bool>,
}

impl Observed {
    fn require(&self, holds: bool, why: impl Fn() -> String) {
        if !holds {
            self.broken.borrow_mut().push(why());
        }
    }

    fn has_left(&self, subject: Subject, process: usize) -> bool {
        self.left.borrow().contains(&(subject, process))
    }
}

struct Run {
    world: World,
    scope: Scope,
    done: Vec<usize>,
    left: Vec<&'static str>,
    failed: Vec<&'static str>,
    observed: Rc<Observed>,
}

impl Run {
    fn requests(&self) -> impl Iterator<Item = &&'static str> {
        self.scope.processes.iter().flatten()
    }

    fn happen(&mut self, number: usize) {
        let (_, text, _) = self.world.describe(number);
        self.world.make(Move::Happen(number));
        // Between these and their coming back lies nothing that anybody could notice.
        if ["wait", "lock", "response"]
            .iter()
            .any(|effect| text.starts_with(effect))
        {
            self.world.make(Move::Return(number));
        }
    }

    fn fail_next(&self, way: &str) {
        match way {
            "unavailable" => self.world.endpoint.fail([Fault::Status(503)]),
            "denied" => self
                .world
                .endpoint
                .fail([Fault::Refused(400, "invalid_grant")]),
            _ => self.world.store_failures.set(1),
        }
    }

    fn send(&mut self, at: usize) {
        let request = self.scope.processes[at][self.done[at]];
        self.done[at] += 1;
        let process = self.world.process(at);
        let cookie = self.world.cookie.borrow().clone();
        process.observe(&(request, &cookie));
        let observed = self.observed.clone();
        observed.open_requests.set(observed.open_requests.get() + 1);
        if self.world.record().session.part(Whose::Visitor).is_empty() {
            let before = observed.without_visitor.get();
            observed.without_visitor.set(before + 1);
        }
        if self.world.record().session.is_empty() {
            observed.was_unknown.set(true);
        }
        self.world.spawn(at, async move {
            answer(process, request, Record::parse(&cookie), &observed).await;
            observed.open_requests.set(observed.open_requests.get() - 1);
        });
    }
}

/// The server's part of a request, to its response.
async fn answer(process: Process, request: &str, before: Record, observed: &Observed) {
    let world = process.0.world;
    let subject = before.session.subject();
    let was_member = is_member(&before.session);
    let had_left = observed.has_left(subject, process.number());
    let current = match request {
        "in" => {
            let clock = &world.clock;
            let mut tokens = world.endpoint.somebody(clock.real(), clock.now());
            tokens.subject = world.new_subject();
            server::sign_in(&process, before.clone(), tokens).await
        }
        "out" => {
            if was_member {
                observed.leaving.borrow_mut().push(subject);
            }
            let (current, _) = server::sign_out(&process, before.clone()).await;
            if was_member {
                let mut left = observed.left.borrow_mut();
                left.push((subject, process.number()));
            }
            current
        }
        "visitor" => {
            let (current, _) = server::visitor_token(&process, before.clone(), None).await;
            current
        }
        _ => server::begin(&process, before.clone(), Allowed::Create).await,
    };
    let Current { record, replaced } = current;
    if matches!(request, "page" | "public") {
        observed.require(!(had_left && record.session.subject() == subject), || {
            format!("a sign-out wins: {subject:?} has a page")
        });
        let is_leaving = observed.leaving.borrow().contains(&subject);
        let is_still = is_member(&record.session) && record.session.subject() == subject;
        observed.require(!was_member || is_leaving || is_still, || {
            format!("a member never becomes a visitor: {:?}", record.session)
        });
        observed.require(was_member || !is_member(&record.session), || {
            format!("a visitor never becomes a member: {:?}", record.session)
        });
    }
    if request == "public" || record == before {
        return;
    }
    if !process
        .0
        .memory
        .deliver(&record, &replaced, world.clock.now())
    {
        return;
    }
    observed.require(
        !observed.has_left(record.session.subject(), process.number())
            || !is_member(&record.session),
        || {
            format!(
                "a sign-out wins: a response brings {:?} back",
                record.session
            )
        },
    );
    observed.sent.set(observed.sent.get() + 1);
    let sent = Sent {
        number: observed.sent.get(),
        cookie: record.write(),
    };
    // A browser without a session is not known again.
    if request == "in" && !before.session.is_empty() {
        observed.signed_in.borrow_mut().push(sent.number);
    }
    let number = sent.number;
    let arrives = process.begin(format!("response {number}"), move || {
        *world.cookie.borrow_mut() = sent.cookie;
        sent.number
    });
    observed.arrived.set(arrives.await);
}

fn is_member(session: &Session) -> bool {
    matches!(session, Session::Member { .. } | Session::Expired { .. })
}

impl Order for Run {
    type Scope = Scope;
    type Choice = Choice;
    const TEST: &str = "server";

    fn new(scope: &Scope) -> Run {
        let world = World::new(scope.processes.len(), scope.processes.len() > 1);
        let observed = Rc::new(Observed::default());
        let mut steps = Vec::new();
        if scope.start != "nobody" {
            steps.push("page");
        }
        if scope.start.ends_with("member") {
            steps.push("in");
        }
        let mut run = Run {
            world,
            scope: Scope {
                processes: vec![steps.clone()],
                ..scope.clone()
            },
            done: vec![0; scope.processes.len()],
            left: scope.failures.clone(),
            failed: Vec::new(),
            observed,
        };
        for _ in steps {
            run.send(0);
            world.run();
        }
        // Requests of long ago: nothing of them is remembered.
        world.clock.pass(server::REPLACED_S + server::KEPT_S);
        if scope.start.starts_with("expired") {
            world.clock.pass(EXPIRY_S);
        }
        world.endpoint.presented.take();
        world.moves.timeless.set(true);
        world.is_slow.set(scope.failures.contains(&"slow"));
        run.observed = Rc::new(Observed::default());
        run.scope = scope.clone();
        run.done = vec![0; scope.processes.len()];
        run
    }

    fn text(scope: &Scope) -> String {
        let mut text = scope.start.to_owned();
        for list in scope.processes.iter().chain([&scope.failures]) {
            let _ = write!(text, "/{}", list.join("+"));
        }
        text
    }

    fn digest(&self) -> u64 {
        let Observed {
            sent,
            arrived,
            leaving,
            left,
            signed_in,
            was_unknown,
            ..
        } = &*self.observed;
        let subjects = |of: &[Subject]| of.iter().map(|subject| subject.0).collect::<Vec<_>>();
        let left: Vec<_> = left.borrow().iter().map(|(who, at)| (who.0, *at)).collect();
        let leaving = subjects(&leaving.borrow());
        self.world.digest(&(
            (&self.done, &self.left, &self.failed),
            (sent.get(), arrived.get(), leaving, left),
            was_unknown.get(),
            signed_in.borrow().clone(),
        ))
    }

    fn choices(&self) -> Vec<Choice> {
        let to_do = |at: &usize| self.done[*at] < self.scope.processes[*at].len();
        let mut choices: Vec<_> = (0..self.done.len())
            .filter(to_do)
            .map(Choice::Send)
            .collect();
        for next in self.world.possible() {
            choices.push(Choice::Make(next));
            let Move::Happen(number) = next else { continue };
            let (_, text, _) = self.world.describe(number);
            let ways = self.left.iter().filter(|way| befalls(way, &text));
            choices.extend(ways.map(|way| Choice::Fail(number, way)));
        }
        choices
    }

    fn make(&mut self, choice: Choice) {
        match choice {
            Choice::Send(at) => self.send(at),
            Choice::Make(Move::Happen(number)) => self.happen(number),
            Choice::Make(next) => self.world.make(next),
            Choice::Fail(number, way) => {
                self.left.retain(|left| *left != way);
                self.failed.push(way);
                self.fail_next(way);
                self.happen(number);
            }
        }
    }

    fn check(&self) -> Result<(), String> {
        let broken = self.observed.broken.borrow();
        law(broken.is_empty(), || broken.join("; "))?;
        self.no_refresh_token_is_presented_twice()?;
        law(self.is_reuse_free(), || {
            "a spent refresh token was presented".to_owned()
        })
    }

    fn check_settled(&self) -> Result<(), String> {
        let world = self.world;
        let open = self.observed.open_requests.get();
        law(open == 0, || format!("{open} requests wait for ever"))?;
        law(world.locks.borrow().is_empty(), || {
            "a lock is held".to_owned()
        })?;
        self.who_has_signed_in_stays_so()?;
        world.endpoint.faults.borrow_mut().clear();
        world.is_slow.set(false);
        let is_overtaken = self.is_overtaken();
        world.clock.pass(40);
        self.the_browser_is_somebody("then", is_overtaken)?;
        world.clock.pass(EXPIRY_S);
        self.the_browser_is_somebody("after the tokens have expired", is_overtaken)?;
        // Where a response has overtaken a later one, the browser has an old cookie.
        law(is_overtaken || self.is_reuse_free(), || {
            "a spent refresh token was presented".to_owned()
        })
    }
}

impl Run {
    /// As long as the token endpoint and the store respond. Where the store has failed, others
    /// cannot know what was presented.
    fn no_refresh_token_is_presented_twice(&self) -> Result<(), String> {
        let endpoint = &self.world.endpoint;
        let presented = endpoint.presented.borrow();
        let most = 1 + self.failed.len();
        for token in &*presented {
            let times = presented.iter().filter(|other| *other == token).count();
            law(times <= most, || {
                format!("one refresh per token set: {token}, {times} times")
            })?;
        }
        Ok(())
    }

    fn is_reuse_free(&self) -> bool {
        self.failed.contains(&"store") || self.world.endpoint.reuses.get() == 0
    }

    /// Responses have arrived in another order than that in which they were sent, and the last
    /// one is not that which was sent last.
    fn is_overtaken(&self) -> bool {
        self.observed.arrived.get() < self.observed.sent.get()
    }

    /// Unless somebody signs out, or a response arrives that was sent before, or that of a
    /// request without a session, by which the browser would be known.
    fn who_has_signed_in_stays_so(&self) -> Result<(), String> {
        let signed_in = self.observed.signed_in.borrow();
        let Some(first) = signed_in.iter().min() else {
            return Ok(());
        };
        let is_in = is_member(&self.world.record().session);
        let is_overtaken = self.observed.arrived.get() < *first;
        let leaves = self.requests().any(|request| *request == "out");
        let is_unknown = self.observed.was_unknown.get();
        let is_alone = self.scope.processes.len() == 1;
        law(
            is_in || is_overtaken || leaves || is_unknown || !is_alone,
            || format!("who has signed in stays so: {:?}", self.world.record()),
        )
    }

    /// Whom each process takes the browser for, with the cookie that it has in the end.
    fn the_browser_is_somebody(&self, when: &str, is_overtaken: bool) -> Result<(), String> {
        let world = self.world;
        for at in 0..self.done.len() {
            let before = world.record();
            let process = world.process(at);
            let end = Rc::new(RefCell::new(None));
            let (observed, result) = (self.observed.clone(), end.clone());
            world.spawn(at, async move {
                answer(process, "page", before.clone(), &observed).await;
                *result.borrow_mut() = Some(());
            });
            world.run();
            law(end.borrow().is_some(), || {
                format!("a page loads {when} in process {at}")
            })?;
            let session = world.record().session;
            let denied = is_overtaken || world.endpoint.denials.get() > 0;
            let is_known = self.scope.start != "nobody" || !session.is_empty();
            match &session {
                Session::Visitor(set) | Session::Member { tokens: set, .. } => {
                    let real = world.clock.real();
                    let acts_for = world.endpoint.acts_for(set.access.expose(), real);
                    law(acts_for.is_some() || denied, || {
                        format!("the session is usable {when}: {session:?}")
                    })?;
                }
                Session::Expired { .. } => law(denied, || {
                    format!("who was not denied is not expired {when}")
                })?,
                Session::Empty => law(denied || !is_known, || {
                    format!("nobody is lost {when}: {session:?}")
                })?,
            }
            let subject = session.subject();
            let is_back = is_member(&session)
                && (self.observed.left.borrow().iter()).any(|(who, by)| {
                    // What it does without its process, others learn by the store, when they
                    // renew.
                    let is_here = *by == at || when.starts_with("after");
                    *who == subject && is_here
                });
            let store_failed = self.failed.contains(&"store");
            law(!is_back || store_failed, || {
                format!("a sign-out wins {when}: {subject:?} is back in process {at}")
            })?;
        }
        let visitors = world.endpoint.visitors();
        let denied_once = world.endpoint.denials.get() > 0;
        // A visitor that was denied is created anew by each login that is begun meanwhile.
        let is_login = |request: &&&str| **request == "visitor";
        let anew = self.requests().filter(is_login).count() * usize::from(denied_once);
        let most = 1 + self.failed.len() + self.observed.without_visitor.get() + anew;
        law(is_overtaken || visitors <= most, || {
            format!("there is one visitor: {visitors}")
        })?;
        let broken = self.observed.broken.borrow();
        law(broken.is_empty(), || broken.join("; "))
    }
}

/// Whether a failure of this kind befalls this effect.
fn befalls(way: &str, effect: &str) -> bool {
    match way {
        "slow" => false,
        "store" => ["lock", "read", "write"]
            .iter()
            .any(|kind| effect.starts_with(kind)),
        _ => effect.starts_with("request"),
    }
}

impl Drop for Run {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: a run keeps its world for itself.
        unsafe { self.world.free() }
    }
}

/// Longer than a token lives.
const EXPIRY_S: u64 = 15_000;

fn scopes(
    starts: &[&'static str],
    processes: &[&[&[&'static str]]],
    failures: &[&'static str],
) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for start in starts {
        for requests in processes {
            let scope = |failures| Scope {
                start,
                processes: requests.iter().map(|of| of.to_vec()).collect(),
                failures,
            };
            if failures.is_empty() {
                scopes.push(scope(Vec::new()));
            }
            scopes.extend(failures.iter().map(|failure| scope(vec![*failure])));
        }
    }
    scopes
}

#[test]
fn parallel_requests_of_one_process_keep_the_laws_in_every_order() {
    let small: &[&[&[&str]]] = &[
        &[&["page", "page", "page"]],
        &[&["page", "out", "page"]],
        &[&["page", "in", "page"]],
        &[&["in", "page", "out"]],
        &[&["public", "page", "out"]],
        &[&["visitor", "page", "out"]],
        &[&["visitor", "in", "page"]],
    ];
    let large: &[&[&[&str]]] = &[
        &[&["page", "page", "page", "page"]],
        &[&["page", "page", "out", "page"]],
        &[&["page", "in", "page", "out"]],
        &[&["in", "out", "in", "page"]],
        &[&["out", "page", "in", "page"]],
        &[&["public", "public", "page", "out", "page"]],
        &[&["visitor", "page", "out", "page"]],
        &[&["visitor", "page", "in", "page"]],
        &[&["visitor", "visitor", "out", "in"]],
    ];
    let all = [small, large].concat();
    let requests = if is_thorough() { &all } else { small };
    explore::<Run>("one process", &scopes(&STARTS, requests, &[]));
}

#[test]
fn two_processes_with_a_lock_and_a_store_keep_the_laws_in_every_order() {
    let small: &[&[&[&str]]] = &[
        &[&["page"], &["page"]],
        &[&["page"], &["out"]],
        &[&["page"], &["in"]],
        &[&["page", "page"], &["page"]],
    ];
    let large: &[&[&[&str]]] = &[
        &[&["page", "out"], &["page"]],
        &[&["page", "page"], &["out", "page"]],
        &[&["page", "in"], &["page", "page"]],
        &[&["visitor", "out"], &["page", "page"]],
        &[&["page"], &["page"], &["page"]],
        &[&["page"], &["page"], &["out"]],
    ];
    let all = [small, large].concat();
    let requests = if is_thorough() { &all } else { small };
    explore::<Run>("two processes", &scopes(&STARTS[1..], requests, &[]));
}

#[test]
fn a_failure_at_any_moment_breaks_no_law_of_the_server_in_any_order() {
    let requests: &[&[&[&str]]] = &[
        &[&["page", "page"]],
        &[&["page", "out"]],
        &[&["page", "in"]],
        &[&["page"], &["page"]],
        &[&["page"], &["out"]],
    ];
    let starts = ["expired-visitor", "expired-member"];
    explore::<Run>("failures", &scopes(&starts, requests, &FAILURES));
}

/// For scopes whose states are too many.
#[test]
fn orders_at_random_of_larger_scopes_of_a_server_keep_the_laws() {
    at_random::<Run>(300, |chance| Scope {
        start: chance.one_of(&STARTS),
        processes: (0..1 + chance.below(3))
            .map(|_| (0..3).map(|_| chance.one_of(&REQUESTS)).collect())
            .collect(),
        failures: (0..chance.below(3))
            .map(|_| chance.one_of(&FAILURES))
            .collect(),
    });
}

#[test]
fn the_order_that_is_asked_for_keeps_the_laws() {
    let Ok(text) = std::env::var("INTERLEAVING") else {
        return;
    };
    let (scope, path) = text.split_once('@').expect("scope@choices");
    let mut run = Run::new(&Scope::parse(scope));
    for at in path.split('.').filter(|at| !at.is_empty()) {
        let choices = run.choices();
        let at: usize = at.parse().expect("a number");
        let choice = choices[at % choices.len()];
        let what = match choice {
            Choice::Make(Move::Happen(number) | Move::Return(number)) | Choice::Fail(number, _) => {
                format!("{choice:?} {:?}", run.world.describe(number))
            }
            Choice::Send(to) => format!("process {to}: {}", run.scope.processes[to][run.done[to]]),
            Choice::Make(_) => format!("{choice:?}"),
        };
        run.make(choice);
        println!("{what}\n    -> cookie {:?}", run.world.record());
        run.check().unwrap();
    }
    if run.choices().is_empty() {
        run.check_settled().unwrap();
    }
}
