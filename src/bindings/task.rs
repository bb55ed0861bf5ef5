//! Async without an executor in the module: JavaScript takes each step.
//!
//! An operation is a future that waits for one promise at a time. An effect
//! returns its promise; [`Pending::wait`] passes it to the code that steps the
//! task (`run` in `pkg/module.js`), which waits for it and takes the next step.
//! There is no waker, no closure and no queue. A panic in a step is an exception
//! that the caller of that operation receives.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::Cell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A promise of JavaScript's.
    pub type Promise;
}

/// What passes between a step and the effects that wait: nothing else runs
/// within a step, so one is enough for all tasks that share it.
#[derive(Default)]
pub struct Pending {
    promise: Cell<Option<Promise>>,
    value: Cell<JsValue>,
}

impl Pending {
    /// Waits for a promise, and reads the value that it is fulfilled with. If it
    /// is rejected, the task is dropped.
    pub fn wait<T>(&self, promise: Promise, read: fn(JsValue) -> T) -> impl Future<Output = T> {
        Wait {
            pending: self,
            promise: Some(promise),
            read,
        }
    }
}

struct Wait<'a, T> {
    pending: &'a Pending,
    promise: Option<Promise>,
    read: fn(JsValue) -> T,
}

impl<T> Future for Wait<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        let pending = self.pending;
        match self.promise.take() {
            Some(promise) => {
                pending.promise.set(Some(promise));
                Poll::Pending
            }
            None => Poll::Ready((self.read)(pending.value.take())),
        }
    }
}

/// An operation under way.
#[wasm_bindgen]
pub struct Task {
    future: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>,
    pending: Rc<Pending>,
    value: JsValue,
}

impl Task {
    /// An operation whose effects wait with `pending`. Nothing is done before its
    /// first step.
    pub fn new(
        pending: &Rc<Pending>,
        future: impl Future<Output = Result<JsValue, JsValue>> + 'static,
    ) -> Task {
        Task {
            future: Box::pin(future),
            pending: pending.clone(),
            value: JsValue::UNDEFINED,
        }
    }
}

#[wasm_bindgen]
impl Task {
    /// Takes the next step, with the value that the last promise was fulfilled
    /// with. Returns the promise to wait for; after the end undefined, and the
    /// result is in `value`. Throws what the operation fails with.
    pub fn step(&mut self, value: JsValue) -> Result<Option<Promise>, JsValue> {
        self.pending.value.set(value);
        let mut context = Context::from_waker(Waker::noop());
        match self.future.as_mut().poll(&mut context) {
            // A step without one is a defect, and nobody should wait for ever.
            Poll::Pending => self.pending.promise.take().map(Some).ok_or(JsValue::NULL),
            Poll::Ready(outcome) => {
                self.value = outcome?;
                Ok(None)
            }
        }
    }

    /// The result of an operation that has ended.
    #[wasm_bindgen(getter)]
    pub fn value(&mut self) -> JsValue {
        core::mem::take(&mut self.value)
    }
}
