//! All orders of small scopes, and some of larger ones: of pages (`interleavings.rs`), and of a
//! server's processes (`tests/server/interleavings.rs`).

use std::collections::HashMap;
use std::time::SystemTime;

/// One order of a scope, as far as it has come.
pub trait Order: Sized {
    type Scope;
    type Choice: Copy;
    /// The target of tests that it is in.
    const TEST: &str;

    fn new(scope: &Self::Scope) -> Self;
    /// A scope in words.
    fn text(scope: &Self::Scope) -> String;
    /// Two with the same digest go on alike.
    fn digest(&self) -> u64;
    fn choices(&self) -> Vec<Self::Choice>;
    fn make(&mut self, choice: Self::Choice);
    /// The laws that hold at any moment.
    fn check(&self) -> Result<(), String>;
    /// The laws that hold once nothing is left to happen.
    fn check_settled(&self) -> Result<(), String>;
}

/// The one of these words that a scope in words has.
pub fn word(known: &[&'static str], word: &str) -> &'static str {
    let found = known.iter().find(|known| **known == word);
    found.unwrap_or_else(|| panic!("'{word}' is none of {known:?}"))
}

/// The same of a list.
pub fn words(known: &[&'static str], list: &str) -> Vec<&'static str> {
    let words = list.split('+').filter(|word| !word.is_empty());
    words.map(|of| word(known, of)).collect()
}

pub fn law(holds: bool, why: impl Fn() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

/// All orders of a scope.
struct Explorer<'a, R: Order> {
    scope: &'a R::Scope,
    /// How many orders lead on from each state.
    seen: HashMap<u64, u128>,
    path: Vec<usize>,
    /// It has more states than there is time for.
    is_cut: bool,
}

/// What was explored of a scope.
#[derive(Default)]
struct Explored {
    orders: u128,
    states: usize,
    is_cut: bool,
}

impl<R: Order> Explorer<'_, R> {
    fn explore(scope: &R::Scope) -> Explored {
        let mut explorer = Explorer::<R> {
            scope,
            seen: HashMap::new(),
            path: Vec::new(),
            is_cut: false,
        };
        let orders = explorer.visit(R::new(scope));
        Explored {
            orders,
            states: explorer.seen.len(),
            is_cut: explorer.is_cut,
        }
    }

    fn visit(&mut self, run: R) -> u128 {
        let digest = run.digest();
        if let Some(orders) = self.seen.get(&digest) {
            return *orders;
        }
        if self.seen.len() >= MAX_STATES {
            self.is_cut = true;
            return 0;
        }
        let choices = run.choices();
        if choices.is_empty() {
            self.require(run.check_settled());
            self.seen.insert(digest, 1);
            return 1;
        }
        assert!(
            self.path.len() < LONGEST,
            "{} does not come to an end",
            R::text(self.scope)
        );
        let mut orders = 0u128;
        let mut first = Some(run);
        for (at, choice) in choices.into_iter().enumerate() {
            if self.is_cut {
                break;
            }
            let mut run = first
                .take()
                .unwrap_or_else(|| replay(self.scope, &self.path));
            self.path.push(at);
            run.make(choice);
            self.require(run.check());
            orders = orders.saturating_add(self.visit(run));
            self.path.pop();
        }
        self.seen.insert(digest, orders);
        orders
    }

    fn require(&self, result: Result<(), String>) {
        if let Err(why) = result {
            fail::<R>(self.scope, &self.path, &why);
        }
    }
}

/// A run by these choices. A choice of the wrong number is as good as any.
fn replay<R: Order>(scope: &R::Scope, path: &[usize]) -> R {
    let mut run = R::new(scope);
    for at in path {
        let choices = run.choices();
        run.make(choices[at % choices.len()]);
    }
    run
}

fn fail<R: Order>(scope: &R::Scope, path: &[usize], why: &str) -> ! {
    let choices: Vec<String> = path.iter().map(usize::to_string).collect();
    panic!(
        "{why}\n  INTERLEAVING='{}@{}' cargo test --test {} the_order_that_is_asked_for -- --nocapture",
        R::text(scope),
        choices.join("."),
        R::TEST,
    );
}

/// Far more moves than any scope has.
const LONGEST: usize = 600;

/// The states of a scope that are visited, 20,000 a second. Of a larger one all orders of a
/// part are, and [`at_random`] has samples of the rest.
const MAX_STATES: usize = 10_000;

/// Explores these scopes, and reports.
pub fn explore<R: Order>(what: &str, scopes: &[R::Scope]) {
    let mut all = Explored::default();
    let mut cut = 0;
    for scope in scopes {
        let explored = Explorer::<R>::explore(scope);
        if std::env::var_os("INTERLEAVINGS_VERBOSE").is_some() {
            let Explored {
                orders,
                states,
                is_cut,
            } = explored;
            let more = if is_cut { ", and more" } else { "" };
            println!("{}: {orders} orders, {states} states{more}", R::text(scope));
        }
        all.orders = all.orders.saturating_add(explored.orders);
        all.states += explored.states;
        cut += usize::from(explored.is_cut);
    }
    assert!(cut == 0 || is_thorough(), "{cut} scopes are too large");
    println!(
        "{what}: {} scopes, {cut} of them too large and explored in part, {} states, {} schedules, 0 laws broken",
        scopes.len(),
        all.states,
        all.orders,
    );
}

/// More of everything: `cargo xtask interleavings`.
pub fn is_thorough() -> bool {
    std::env::var_os("INTERLEAVINGS").is_some()
}

/// One order after the other of scopes by chance.
pub fn at_random<R: Order>(most: u64, scope: impl Fn(&mut Chance) -> R::Scope) {
    let (most, seed) = match std::env::var("INTERLEAVINGS_SEED") {
        Ok(seed) => (1, seed.parse().expect("a number")),
        Err(_) if is_thorough() => (500_000, now()),
        Err(_) => (most, 1),
    };
    println!("random: INTERLEAVINGS_SEED from {seed}");
    for number in 0..most {
        let mut chance = Chance(seed.wrapping_add(number));
        let scope = scope(&mut chance);
        let mut run = R::new(&scope);
        let mut path = Vec::new();
        loop {
            let choices = run.choices();
            if choices.is_empty() {
                break;
            }
            assert!(
                path.len() < LONGEST,
                "{} does not come to an end",
                R::text(&scope)
            );
            let at = chance.below(choices.len());
            path.push(at);
            run.make(choices[at]);
            run.check()
                .unwrap_or_else(|why| fail::<R>(&scope, &path, &why));
        }
        run.check_settled()
            .unwrap_or_else(|why| fail::<R>(&scope, &path, &why));
    }
    println!("random: {most} schedules, 0 laws broken");
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| now.as_nanos() as u64)
}

/// SplitMix64: the same seed, the same choices.
pub struct Chance(u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    pub fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}
