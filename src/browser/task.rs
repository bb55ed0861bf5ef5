//! Async without a runtime: JavaScript takes each step.
//!
//! A task is a future that waits for one promise at a time. Whoever runs it
//! (`drive` in `pkg/module.js`) takes a step, gets the promise to wait for, and
//! takes the next step with what it brought. There is no waker, no closure
//! and no queue, and a panic in a step is an exception that its caller sees.

use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use wasm_bindgen::JsValue;

use super::global::Global;
use crate::Error;

/// How a task ends.
pub type Outcome = Result<JsValue, Error>;

/// A task, behind a pointer that JavaScript keeps.
pub type Task = Pin<Box<dyn Future<Output = Outcome>>>;

/// What the task that is taking a step has waited for.
static CAME: Global<JsValue> = Global::new(JsValue::UNDEFINED);
/// What it waits for next, or what it ended with.
static LEFT: Global<JsValue> = Global::new(JsValue::UNDEFINED);

/// Makes a task, to be stepped until it ends. It does nothing before its first
/// step.
#[allow(unsafe_code)]
pub fn spawn(future: impl Future<Output = Outcome> + 'static) -> *mut Task {
    Box::into_raw(Box::new(Box::pin(future)))
}

/// Takes a step: `value` is what the awaited promise was fulfilled with. What
/// the task waits for next, or ended with, is left for [`left`]. A task may
/// start and step others meanwhile.
///
/// Answers [`WAITING`], [`DONE`], or the number of an error plus [`REFUSED`].
/// After anything but [`WAITING`] the task is gone.
///
/// # Safety
/// `task` came from [`spawn`], has not ended, and is not taking a step.
#[allow(unsafe_code)]
pub unsafe fn step(task: *mut Task, value: JsValue) -> u32 {
    CAME.set(value);
    // SAFETY: nobody else uses it until it is back behind the pointer, or gone.
    let poll = unsafe {
        (*task)
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
    };
    let Poll::Ready(outcome) = poll else {
        return WAITING;
    };
    // SAFETY: as above, and it is never stepped again.
    unsafe { end(task) };
    match outcome {
        Ok(value) => {
            LEFT.set(value);
            DONE
        }
        Err(code) => REFUSED.wrapping_add(code as u32),
    }
}

/// Ends a task that will take no more steps: what it waited for has thrown.
///
/// # Safety
/// As for [`step`].
#[allow(unsafe_code)]
pub unsafe fn end(task: *mut Task) {
    // SAFETY: it came from a Box, and this is its end.
    drop(unsafe { Box::from_raw(task) });
}

/// What the last step left behind.
pub fn left() -> JsValue {
    LEFT.take()
}

/// Waits for a promise, and makes what it brings what the flow wants.
pub fn wait<T>(promise: JsValue, read: fn(JsValue) -> T) -> impl Future<Output = T> {
    LEFT.set(promise);
    Wait {
        waiting: false,
        read,
    }
}

struct Wait<T> {
    waiting: bool,
    read: fn(JsValue) -> T,
}

impl<T> Future for Wait<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        if core::mem::replace(&mut self.waiting, true) {
            Poll::Ready((self.read)(CAME.take()))
        } else {
            Poll::Pending
        }
    }
}

/// The task waits for a promise.
pub const WAITING: u32 = 0;
/// The task ended well.
pub const DONE: u32 = 1;
/// The task ended with an error of ours: this plus its number.
pub const REFUSED: u32 = 2;
