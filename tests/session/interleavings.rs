//! The real flows of several pages in all orders of a small scope, and in some
//! orders of larger ones.
//!
//! A scope says how it starts, what each page does, and what may fail once:
//! `member/call+out/call/unavailable`. Whatever a page does next may begin at any
//! time after the one before has begun; whatever is under way happens and comes back
//! at any time. States from which everything goes on alike are visited once, so that
//! the orders are counted and not walked one by one.
//!
//! What is found broken is printed with a line that runs that very order again:
//! `INTERLEAVING='scope@choices' cargo test --test session the_order_that_is_asked_for`.

use std::fmt::Write as _;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::session::{Need, Session, Whose};
use fetch_with_auth::oauth::token::Subject;

use crate::call::{Call, Outcome};
use crate::endpoint::{Fault, Rotation};
use crate::explorer::{Order, at_random, explore, is_thorough, law, word, words};
use crate::failures::Write;
use crate::laws::is_member;
use crate::moves::Move;
use crate::page::Page;
use crate::sign_out::sign_in;
use crate::time::ENDED;
use crate::world::World;

/// A scope: its parts are words.
#[derive(Clone, Debug, PartialEq)]
struct Scope {
    start: &'static str,
    pages: Vec<Vec<&'static str>>,
    failures: Vec<&'static str>,
}

/// Nobody; a visitor; a member beside whom a visitor is kept. Tokens are fresh, have
/// expired, or are refused. The first page knows its session, the others do not.
const STARTS: [&str; 6] = [
    "nobody",
    "visitor",
    "expired-visitor",
    "member",
    "expired-member",
    "refused-member",
];

/// What pages do. `stream`: a call that cannot be sent twice; `leave`: a sign-out
/// that forgets the visitor; `visitor`: a token of the visitor is asked for.
const ACTIONS: [&str; 9] = [
    "call", "stream", "in", "out", "leave", "forget", "visitor", "reload", "die",
];

/// What may fail, each once and at whatever moment: the token endpoint is
/// unavailable, denies, does not response in time, or its response is lost; a load fails;
/// a write fails and was not carried out, or was.
const FAILURES: [&str; 7] = [
    "unavailable",
    "denied",
    "timeout",
    "lost",
    "load",
    "write",
    "late-write",
];

/// Beside failures: pauses last, and time passes. Otherwise a pause ends at any moment,
/// and the clock stands still: there are fewer states to visit.
const CLOCK: &str = "clock";

impl Scope {
    fn parse(text: &str) -> Scope {
        let parts: Vec<&str> = text.split('/').collect();
        let [start, pages @ .., failures] = &parts[..] else {
            panic!("a scope is start/page/page/failures: {text}");
        };
        Scope {
            start: word(&STARTS, start),
            pages: pages.iter().map(|page| words(&ACTIONS, page)).collect(),
            failures: words(&[&FAILURES[..], &[CLOCK]].concat(), failures),
        }
    }

    fn text(&self) -> String {
        let mut text = self.start.to_owned();
        for list in self.pages.iter().chain([&self.failures]) {
            let _ = write!(text, "/{}", list.join("+"));
        }
        text
    }
}

#[derive(Clone, Copy, Debug)]
enum Choice {
    /// A page begins what it does next.
    Begin(usize),
    /// Something happens or comes back, or time passes.
    Make(Move),
    /// This effect fails in this way.
    Fail(usize, &'static str),
    /// What a page began that is gone now does not happen.
    Drop(usize),
}

type IsOver = Box<dyn Fn() -> bool>;

/// One order of a scope, as far as it has come.
struct Run {
    world: World,
    scope: Scope,
    /// The pages that are open now, and how far each has come in its list.
    pages: Vec<Page>,
    done: Vec<usize>,
    /// Failures that are still to come, and those that returned.
    left: Vec<&'static str>,
    failed: Vec<&'static str>,
    under_way: Vec<(Page, &'static str, IsOver)>,
    sign_outs: Vec<(Outcome<()>, Option<Subject>)>,
    deaths: usize,
    departures: usize,
}

impl Run {
    fn new(scope: &Scope) -> Run {
        let world = World::new(Rotation::ReuseDetection);
        let pages: Vec<Page> = scope.pages.iter().map(|_| world.page()).collect();
        if scope.start != "nobody" {
            pages[0].calls();
        }
        if scope.start.ends_with("member") {
            sign_in(world, pages[0]);
            pages[0].calls();
        }
        if scope.start.starts_with("expired") {
            world.clock.pass(ENDED);
        } else if scope.start.starts_with("refused") {
            world.endpoint.revoke_access();
        }
        world.endpoint.presented.take();
        world.moves.timeless.set(!scope.failures.contains(&CLOCK));
        Run {
            world,
            scope: scope.clone(),
            done: vec![0; pages.len()],
            pages,
            left: scope.failures.clone(),
            failed: Vec::new(),
            under_way: Vec::new(),
            sign_outs: Vec::new(),
            deaths: 0,
            departures: 0,
        }
    }

    fn digest(&self) -> u64 {
        self.world.digest(&(&self.done, &self.left))
    }

    fn choices(&self) -> Vec<Choice> {
        let to_do = |at: &usize| self.done[*at] < self.scope.pages[*at].len();
        let mut choices: Vec<_> = (0..self.pages.len())
            .filter(to_do)
            .map(Choice::Begin)
            .collect();
        for next in self.world.possible() {
            choices.push(Choice::Make(next));
            let Move::Happen(number) = next else { continue };
            let (_, text, is_orphan) = self.world.describe(number);
            let ways = self
                .left
                .iter()
                .filter(|way| text.starts_with(effect_of(way)));
            choices.extend(ways.map(|way| Choice::Fail(number, way)));
            if is_orphan {
                choices.push(Choice::Drop(number));
            }
        }
        choices
    }

    fn make(&mut self, choice: Choice) {
        match choice {
            Choice::Begin(at) => self.begin(at),
            Choice::Make(Move::Happen(number)) => self.happen(number),
            Choice::Make(next) => self.world.make(next),
            Choice::Fail(number, way) => {
                self.left.retain(|left| *left != way);
                self.failed.push(way);
                self.fail_next(way);
                self.happen(number);
            }
            Choice::Drop(number) => self.world.drop_effect(number),
        }
    }

    /// Between these and their coming back lies nothing that anybody could notice.
    fn happen(&mut self, number: usize) {
        let (_, text, _) = self.world.describe(number);
        self.world.make(Move::Happen(number));
        if ["capture", "wait", "pause", "lock"]
            .iter()
            .any(|effect| text.starts_with(effect))
        {
            self.world.make(Move::Return(number));
        }
    }

    fn fail_next(&self, way: &str) {
        let (endpoint, failures) = (&self.world.endpoint, &self.world.failures);
        match way {
            "unavailable" => endpoint.fail([Fault::Status(503)]),
            "denied" => endpoint.fail([Fault::Refused(400, "invalid_grant")]),
            "timeout" => endpoint.fail([Fault::TimedOut]),
            "lost" => endpoint.fail([Fault::Lost]),
            "load" => failures.loads.set(1),
            "write" => failures.writes.borrow_mut().push_back(Write::Lost),
            _ => failures.writes.borrow_mut().push_back(Write::Late),
        }
    }

    fn begin(&mut self, at: usize) {
        let action = self.scope.pages[at][self.done[at]];
        self.done[at] += 1;
        let (world, page) = (self.world, self.pages[at]);
        page.observe(&action);
        match action {
            "call" => self.watch(page, action, page.call()),
            "stream" => self.watch(page, action, page.fetch(STREAM)),
            "visitor" => self.watch(page, action, page.token(Whose::Visitor, Need::Any)),
            "in" => {
                let tokens = world
                    .endpoint
                    .somebody(world.clock.real(), world.clock.now());
                self.watch(page, action, page.sign_in(tokens));
            }
            "forget" => {
                self.departures += 1;
                self.watch(page, action, page.forget_visitor());
            }
            // As in the package: one sign-out at a time, unless it forgets the visitor.
            "out" if page.0.departing.get() > 0 => {}
            "out" | "leave" => {
                self.departures += 1;
                let known = page.0.known.borrow().clone();
                let member = known.filter(is_member).map(|session| session.subject());
                let end = if action == "out" {
                    page.sign_out()
                } else {
                    page.leaves_with_visitor()
                };
                self.sign_outs.push((end.clone(), member));
                self.watch(page, action, end);
            }
            _ => {
                self.deaths += 1;
                page.close();
                if action == "reload" {
                    self.pages[at] = world.page();
                } else {
                    // Nothing follows.
                    self.done[at] = self.scope.pages[at].len();
                }
            }
        }
    }

    fn watch<T: Clone + 'static>(&mut self, page: Page, action: &'static str, end: Outcome<T>) {
        self.under_way
            .push((page, action, Box::new(move || end.is_over())));
    }

    fn has_failed(&self, ways: &[&str]) -> bool {
        self.failed.iter().any(|failed| ways.contains(failed))
    }

    /// The laws that hold at any moment.
    fn check(&self) -> Result<(), String> {
        let broken = self.world.broken();
        if !broken.is_empty() {
            return Err(broken.join("; "));
        }
        self.there_is_one_visitor()?;
        self.no_refresh_token_is_spent_twice()
    }

    /// As long as nobody leaves, nothing is denied or lost, and no page dies.
    fn there_is_one_visitor(&self) -> Result<(), String> {
        let others = self.failed.len() + self.departures + self.deaths;
        let visitors = self.world.endpoint.visitors();
        law(visitors <= 1 + others, || {
            format!("there is one visitor: {visitors}")
        })
    }

    /// One refresh per token set. Who dies, or fails to store or to hear what it got,
    /// leaves the spent token to others.
    fn no_refresh_token_is_spent_twice(&self) -> Result<(), String> {
        let endpoint = &self.world.endpoint;
        let presented = endpoint.presented.borrow();
        let most = 1 + self.failed.len() + self.deaths;
        for token in &*presented {
            let times = presented.iter().filter(|other| *other == token).count();
            law(times <= most, || {
                format!("one refresh per token set: {token}, {times} times")
            })?;
        }
        let may_be_lost =
            self.deaths > 0 || self.has_failed(&["lost", "load", "write", "late-write"]);
        law(may_be_lost || endpoint.reuses.get() == 0, || {
            "a spent refresh token returned back".to_owned()
        })
    }

    /// The laws that hold once nothing is left to happen.
    fn check_settled(&self) -> Result<(), String> {
        self.every_task_ends()?;
        self.world.failures.end();
        self.world.endpoint.faults.borrow_mut().clear();
        self.world.clock.pass(10);
        self.all_pages_are_the_same_somebody("then")?;
        self.world.clock.pass(ENDED);
        self.all_pages_are_the_same_somebody("after the tokens have expired")
    }

    /// Every task ends, and nothing stays locked.
    fn every_task_ends(&self) -> Result<(), String> {
        for (page, action, is_over) in &self.under_way {
            let may_wait = page.0.is_closed.get();
            law(may_wait || is_over(), || {
                format!("'{action}' of page {} waits for ever", page.number())
            })?;
        }
        law(!self.world.lock.is_held(), || "the lock is held".to_owned())?;
        law(self.world.under_way() == 0, || {
            "something is left".to_owned()
        })
    }

    /// The record holds a session that all pages can use, or one that has honestly
    /// expired; and nobody who signed out is back.
    fn all_pages_are_the_same_somebody(&self, when: &str) -> Result<(), String> {
        let world = self.world;
        // Who dies right after its write tells nobody; the others hear at their next load.
        let is_unnotified = self.deaths > 0;
        let mut pages = world.open_pages();
        if is_unnotified {
            pages.clear();
        }
        pages.push(world.page());
        let calls: Vec<_> = pages.iter().map(|page| (page, page.calls())).collect();
        let ends: Vec<_> = calls
            .iter()
            .map(|(_, call)| call.result().map(|response| response.acts_for))
            .collect();
        pages.last().unwrap().close();
        law(ends.windows(2).all(|pair| pair[0] == pair[1]), || {
            format!("all are the same {when}: {ends:?}")
        })?;
        let session = world.stored().session;
        let is_expired = matches!(session, Session::Expired { .. });
        let was_denied = world.endpoint.denials.get() > 0;
        law(!is_expired || was_denied, || {
            format!("who was not denied is not expired: {session:?}")
        })?;
        let is_well = if is_expired {
            ends[0] == Err(Error::SignInRequired)
        } else {
            matches!(ends[0], Ok(Some(_)))
        };
        law(is_well, || {
            format!("the session is usable {when}: {session:?} {ends:?}")
        })?;
        let now = calls[0]
            .1
            .result()
            .ok()
            .and_then(|response| world.subject_of(&response.token));
        for (sign_out, member) in &self.sign_outs {
            let is_out = sign_out.is_over() && sign_out.result() == Ok(()) && member.is_some();
            law(!is_out || now.is_none() || now != *member, || {
                format!("a sign-out wins: {now:?} is back")
            })?;
            let is_stored = is_out && Some(session.subject()) == *member;
            law(!is_stored, || {
                format!("a sign-out wins: {session:?} is stored")
            })?;
        }
        let broken = world.broken();
        law(broken.is_empty(), || {
            format!("in the end: {}", broken.join("; "))
        })
    }
}

impl Order for Run {
    type Scope = Scope;
    type Choice = Choice;
    const TEST: &str = "session";

    fn new(scope: &Scope) -> Run {
        Run::new(scope)
    }
    fn text(scope: &Scope) -> String {
        scope.text()
    }
    fn digest(&self) -> u64 {
        self.digest()
    }
    fn choices(&self) -> Vec<Choice> {
        self.choices()
    }
    fn make(&mut self, choice: Choice) {
        self.make(choice);
    }
    fn check(&self) -> Result<(), String> {
        self.check()
    }
    fn check_settled(&self) -> Result<(), String> {
        self.check_settled()
    }
}

impl Drop for Run {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: a run keeps its world for itself.
        unsafe { self.world.free() }
    }
}

/// What a failure of this kind befalls.
fn effect_of(way: &str) -> &'static str {
    match way {
        CLOCK => "nothing",
        "load" => "load",
        "write" | "late-write" => "store",
        _ => "request",
    }
}

const STREAM: Call = Call {
    is_one_shot: true,
    is_forbidden: false,
};

fn pairs(
    starts: &[&'static str],
    actions: &[&[&'static str]],
    failures: &[&'static str],
) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for start in starts {
        for first in actions {
            for second in actions {
                let pages = vec![first.to_vec(), second.to_vec()];
                let scope = |failures| Scope {
                    start,
                    pages: pages.clone(),
                    failures,
                };
                if failures.is_empty() {
                    scopes.push(scope(Vec::new()));
                }
                scopes.extend(failures.iter().map(|failure| scope(vec![*failure])));
            }
        }
    }
    scopes
}

#[test]
fn what_two_pages_do_keeps_the_laws_in_every_order() {
    let small: &[&[&str]] = &[&["call"], &["in"], &["out"]];
    let large: &[&[&str]] = &[
        &["call"],
        &["stream"],
        &["visitor"],
        &["in"],
        &["out"],
        &["leave"],
        &["forget"],
        &["call", "out"],
        &["out", "call"],
        &["in", "call"],
    ];
    let actions = if is_thorough() { large } else { small };
    let starts: &[&str] = if is_thorough() {
        &STARTS
    } else {
        &["visitor", "expired-visitor", "member", "expired-member"]
    };
    explore::<Run>("two pages", &pairs(starts, actions, &[]));
}

#[test]
fn a_page_that_is_loaded_again_or_dies_breaks_no_law_in_any_order() {
    let small: &[&[&str]] = &[&["reload", "call"]];
    let large: &[&[&str]] = &[
        &["call", "reload", "call"],
        &["in", "reload", "call"],
        &["out", "reload", "call"],
        &["call", "die"],
        &["out", "die"],
    ];
    let mut scopes = Vec::new();
    let starts: &[&str] = if is_thorough() {
        &STARTS
    } else {
        &["expired-visitor", "expired-member"]
    };
    for start in starts {
        for first in if is_thorough() { large } else { small } {
            for second in ["call", "in", "out"] {
                let pages = vec![first.to_vec(), vec![second]];
                scopes.push(Scope {
                    start,
                    pages,
                    failures: Vec::new(),
                });
            }
        }
    }
    explore::<Run>("pages that die", &scopes);
}

#[test]
fn a_failure_at_any_moment_breaks_no_law_in_any_order() {
    let starts: &[&str] = if is_thorough() {
        &STARTS
    } else {
        &["expired-member"]
    };
    let actions: &[&[&str]] = if is_thorough() {
        &[&["call"], &["in"], &["out"]]
    } else {
        &[&["call"]]
    };
    let failures = if is_thorough() {
        &FAILURES[..]
    } else {
        &["unavailable", "denied", "timeout", "lost"]
    };
    explore::<Run>("failures", &pairs(starts, actions, failures));
}

/// One state after the other, at random, and nothing is remembered: for scopes whose
/// states are too many.
#[test]
fn orders_at_random_of_larger_scopes_keep_the_laws() {
    at_random::<Run>(300, |chance| Scope {
        start: chance.one_of(&STARTS),
        pages: (0..3)
            .map(|_| (0..3).map(|_| chance.one_of(&ACTIONS)).collect())
            .collect(),
        failures: (0..chance.below(3))
            .map(|_| chance.one_of(&FAILURES))
            .chain([CLOCK])
            .collect(),
    });
}

#[test]
fn the_order_that_is_asked_for_keeps_the_laws() {
    let Ok(text) = std::env::var("INTERLEAVING") else {
        return;
    };
    let (scope, path) = text.split_once('@').expect("scope@choices");
    let scope = Scope::parse(scope);
    let mut run = Run::new(&scope);
    run.world.log();
    for at in path.split('.').filter(|at| !at.is_empty()) {
        let choices = run.choices();
        let at: usize = at.parse().expect("a number");
        let choice = choices[at % choices.len()];
        let what = match choice {
            Choice::Make(Move::Happen(number) | Move::Return(number))
            | Choice::Drop(number)
            | Choice::Fail(number, _) => format!("{choice:?} {:?}", run.world.describe(number)),
            Choice::Begin(page) => format!("page {page}: {}", scope.pages[page][run.done[page]]),
            _ => format!("{choice:?}"),
        };
        run.make(choice);
        println!(
            "{what}\n    -> {:?} stored {:?}",
            run.world.log(),
            run.world.stored()
        );
        run.check().unwrap();
    }
    if run.choices().is_empty() {
        run.check_settled().unwrap();
    }
}
