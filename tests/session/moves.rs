//! What happens, and when.
//!
//! Every effect of a page, or of a server's process, takes three moments: it begins when the flow asks for
//! it, happens when it is its turn in the world, and comes back when the flow
//! takes its next step. A test runs them one after the other, holds some back,
//! or has chance choose.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::hash::Hash;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::world::{Actor, World};

#[derive(Default)]
pub struct Moves {
    /// Tasks, each with the number of its page.
    tasks: RefCell<Vec<(usize, Option<Task>)>>,
    running: Cell<Option<usize>>,
    effects: RefCell<Vec<Effect>>,
    begun: Cell<usize>,
    delayed: RefCell<Vec<&'static str>>,
    frozen: Cell<usize>,
    /// Pauses end at any time, and the clock stands still.
    pub timeless: Cell<bool>,
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Something under way. What happens is taken out when it has happened.
struct Effect {
    number: usize,
    /// The page that began it, and how many of its effects began before.
    page: usize,
    index: usize,
    task: Option<usize>,
    text: String,
    may_happen: Box<dyn Fn() -> bool>,
    happens: Option<Box<dyn FnOnce() -> String>>,
    /// What it brings, once it has happened, as a text.
    brings: Option<String>,
    due: Option<u64>,
    returned: Rc<Cell<bool>>,
}

/// What chance may choose from.
#[derive(Clone, Copy, Debug)]
pub enum Move {
    Signal(usize),
    Happen(usize),
    Return(usize),
    TimePasses(u64),
}

impl World {
    /// Starts a task and takes its first step, as the stepper does.
    pub fn spawn(self, page: usize, future: impl Future<Output = ()> + 'static) -> usize {
        let task = self.moves.tasks.borrow().len();
        let future: Task = Box::pin(future);
        self.moves.tasks.borrow_mut().push((page, Some(future)));
        self.poll(task);
        task
    }

    /// Ends a task early. What it began goes on without it.
    pub fn end(self, task: usize) {
        let future = self.moves.tasks.borrow_mut()[task].1.take();
        drop(future);
    }

    /// A page is gone, with all its tasks. What it was about to read or waited for
    /// does not happen; what it sent or began to write may.
    pub fn end_all_of(self, page: usize) {
        let tasks = self.moves.tasks.borrow().len();
        for task in 0..tasks {
            if self.moves.tasks.borrow()[task].0 == page {
                self.end(task);
            }
        }
        let mut effects = self.moves.effects.borrow_mut();
        effects.retain(|effect| {
            let goes_on = ["request", "store", "send"]
                .iter()
                .any(|text| effect.text.starts_with(text));
            effect.page != page || (goes_on && effect.happens.is_some())
        });
        for effect in effects.iter_mut().filter(|effect| effect.page == page) {
            effect.task = None;
        }
    }

    /// Nothing is under way, and no page runs any more.
    pub fn end_everything(self) {
        let tasks = self.moves.tasks.borrow().len();
        (0..tasks).for_each(|task| self.end(task));
        self.moves.effects.take();
    }

    fn poll(self, task: usize) {
        let Some(mut future) = self.moves.tasks.borrow_mut()[task].1.take() else {
            return;
        };
        let outer = self.moves.running.replace(Some(task));
        let poll = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        self.moves.running.set(outer);
        if poll.is_pending() {
            self.moves.tasks.borrow_mut()[task].1 = Some(future);
        }
    }

    /// Begins an effect of the task that takes a step now. It may not happen
    /// before it is due, in real milliseconds.
    pub fn begin<T: 'static>(
        self,
        page: Actor,
        show: impl Fn(&T) -> String + 'static,
        text: impl Into<String>,
        due: Option<u64>,
        may_happen: impl Fn() -> bool + 'static,
        happens: impl FnOnce() -> T + 'static,
    ) -> Pending<T> {
        let value = Rc::new(Cell::new(None));
        let returned = Rc::new(Cell::new(false));
        let brings = value.clone();
        let number = self.moves.begun.get();
        self.moves.begun.set(number + 1);
        self.moves.effects.borrow_mut().push(Effect {
            number,
            page: page.number(),
            index: page.next_index(),
            task: self.moves.running.get(),
            text: text.into(),
            may_happen: Box::new(may_happen),
            happens: Some(Box::new(move || {
                let value = happens();
                let text = show(&value);
                brings.set(Some(value));
                text
            })),
            brings: None,
            due,
            returned: returned.clone(),
        });
        Pending { value, returned }
    }

    /// How many effects are under way.
    pub fn under_way(self) -> usize {
        self.moves.effects.borrow().len()
    }

    /// Effects whose text starts with this do not happen until released.
    pub fn delay(self, text: &'static str) {
        self.moves.delayed.borrow_mut().push(text);
    }

    /// Nothing that is under way now happens or comes back until released.
    pub fn freeze(self) {
        self.moves.frozen.set(self.moves.begun.get());
    }

    /// Lets happen what was held back.
    pub fn release(self) {
        self.moves.delayed.borrow_mut().clear();
        self.moves.frozen.set(0);
    }

    /// One thing after the other, in the order in which they began, until
    /// nothing can happen any more. Time passes only if all wait for it.
    #[track_caller]
    pub fn run(self) {
        self.run_with(|| ());
    }

    /// The same, but no page learns of what others change.
    #[track_caller]
    pub fn run_unnotified(self) {
        self.run_with(|| self.signals.borrow_mut().clear());
    }

    #[track_caller]
    fn run_with(self, after_each: impl Fn()) {
        for _ in 0..MAX_MOVES {
            if !self.step() {
                return;
            }
            after_each();
        }
        panic!("after {MAX_MOVES} moves there is still something to happen");
    }

    /// One move of [`World::run`]. False: there is none.
    pub fn step(self) -> bool {
        let first = self.possible().first().copied();
        first.map(|first| self.make(first)).is_some()
    }

    /// In the order that these choices make, then in that of [`World::run`].
    pub fn run_by(self, choices: &[u8]) {
        for choice in choices {
            self.step_by(*choice);
        }
        self.run();
    }

    /// One move by choice.
    pub fn step_by(self, choice: u8) {
        let moves = self.possible();
        if let Some(at) = usize::from(choice).checked_rem(moves.len()) {
            self.make(moves[at]);
        }
    }

    fn is_delayed(self, effect: &Effect) -> bool {
        let held = self.moves.delayed.borrow();
        held.iter().any(|held| effect.text.starts_with(held))
    }

    pub fn possible(self) -> Vec<Move> {
        let effects = self.moves.effects.borrow();
        let signals = (0..self.signals.borrow().len()).map(Move::Signal);
        let mut moves = signals.collect::<Vec<_>>();
        let now = self.clock.real();
        let mut next_due = None;
        let is_thawed = |effect: &&Effect| effect.number >= self.moves.frozen.get();
        for effect in effects.iter().filter(is_thawed) {
            if effect.happens.is_none() {
                moves.push(Move::Return(effect.number));
            } else if self.is_delayed(effect) || !(effect.may_happen)() {
                continue;
            } else if self.moves.timeless.get() || effect.due.is_none_or(|due| due <= now) {
                moves.push(Move::Happen(effect.number));
            } else {
                next_due = effect.due.min(next_due.or(effect.due));
            }
        }
        moves.extend(next_due.map(Move::TimePasses));
        moves
    }

    pub fn make(self, next: Move) {
        match next {
            Move::Signal(at) => {
                let (page, generation) = self.signals.borrow_mut().remove(at);
                page.notify(generation);
            }
            Move::Happen(number) => {
                let at = self.position(number);
                let happens = self.moves.effects.borrow_mut()[at].happens.take();
                let brings = happens.unwrap()();
                self.moves.effects.borrow_mut()[at].brings = Some(brings);
            }
            Move::Return(number) => {
                let at = self.position(number);
                let effect = self.moves.effects.borrow_mut().remove(at);
                effect.returned.set(true);
                if let Some(task) = effect.task {
                    let page = self.page_of(effect.page);
                    page.observe(&(effect.index, effect.brings));
                    self.poll(task);
                }
            }
            Move::TimePasses(due) => self.clock.pass_until(due),
        }
    }

    /// What an effect is, and whether its page is gone.
    pub fn describe(self, number: usize) -> (usize, String, bool) {
        let effect = &self.moves.effects.borrow()[self.position(number)];
        (effect.page, effect.text.clone(), effect.task.is_none())
    }

    /// An effect of a page that is gone does not happen.
    pub fn drop_effect(self, number: usize) {
        let at = self.position(number);
        let effect = self.moves.effects.borrow_mut().remove(at);
        drop(effect);
    }

    /// The number of the task that starts next.
    pub fn next_task(self) -> usize {
        self.moves.tasks.borrow().len()
    }

    /// The task that takes a step now.
    pub fn running(self) -> Option<usize> {
        self.moves.running.get()
    }

    /// What is under way, as far as another state of the world could differ in it.
    pub fn effects_digest(self) -> impl Hash + use<> {
        let effects = self.moves.effects.borrow();
        let key = |effect: &Effect| {
            let is_orphan = effect.task.is_none();
            (effect.page, effect.index, is_orphan, effect.brings.clone())
        };
        let mut keys = effects.iter().map(key).collect::<Vec<_>>();
        keys.sort();
        keys
    }

    fn position(self, number: usize) -> usize {
        let effects = self.moves.effects.borrow();
        let at = effects.iter().position(|effect| effect.number == number);
        at.expect("an effect that is under way")
    }
}

/// An effect under way, as its flow waits for it.
pub struct Pending<T> {
    value: Rc<Cell<Option<T>>>,
    returned: Rc<Cell<bool>>,
}

impl<T> Future for Pending<T> {
    type Output = T;
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        match self.value.take() {
            Some(value) if self.returned.get() => Poll::Ready(value),
            value => {
                self.value.set(value);
                Poll::Pending
            }
        }
    }
}

/// Far more than any test takes.
const MAX_MOVES: usize = 20_000;
