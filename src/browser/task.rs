//! Async without a runtime: JavaScript takes each step.
//!
//! A task is a future that waits for one promise at a time. Every effect that
//! takes time leaves its promise with `src/browser/wait.js`; whoever runs the
//! task (`drive` in `pkg/module.js`) takes a step, waits for that promise, and
//! takes the next step. There is no waker, no closure and no queue, and a
//! panic in a step is an exception that its caller sees.

use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use crate::Error;

/// A task, behind a pointer that JavaScript keeps.
pub type Task = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// Makes a task, to be stepped until it ends. It does nothing before its first
/// step.
pub fn spawn(future: impl Future<Output = Result<(), Error>> + 'static) -> *mut Task {
    Box::into_raw(Box::new(Box::pin(future)))
}

/// Takes a step. A task may start and step others meanwhile.
///
/// Answers [`WAITING`], [`DONE`], or the number of an error plus [`REFUSED`].
/// After anything but [`WAITING`] the task is gone.
///
/// # Safety
/// `task` came from [`spawn`], has not ended, and is not taking a step.
#[allow(unsafe_code)]
pub unsafe fn step(task: *mut Task) -> u32 {
    // SAFETY: nobody else uses it until this step has been taken.
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
    outcome.map_or_else(|code| REFUSED.wrapping_add(code as u32), |()| DONE)
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

/// Waits for the promise that an effect has just left, and reads what it
/// brought.
pub fn wait<H: Copy + Unpin, T>(host: H, read: fn(H) -> T) -> impl Future<Output = T> {
    Wait {
        waiting: false,
        host,
        read,
    }
}

struct Wait<H, T> {
    waiting: bool,
    host: H,
    read: fn(H) -> T,
}

impl<H: Copy + Unpin, T> Future for Wait<H, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        if core::mem::replace(&mut self.waiting, true) {
            Poll::Ready((self.read)(self.host))
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
