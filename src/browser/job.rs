//! A flow under way. JavaScript takes its steps, so that a panic in one is an
//! exception that the flow's caller hears of; see `members/jobs.js`.

use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Waker};

/// A flow, behind a pointer that JavaScript keeps.
pub type Job = Pin<Box<dyn Future<Output = ()>>>;

/// Makes a job, to be stepped once to begin with, and whenever came what it
/// waits for.
pub fn start(flow: impl Future<Output = ()> + 'static) -> *mut Job {
    Box::into_raw(Box::new(Box::pin(flow)))
}

/// Takes a step. True: it has ended, and is gone.
///
/// # Safety
/// `job` came from [`start`], has not ended, and is not taking a step.
#[allow(unsafe_code)]
pub unsafe fn step(job: *mut Job) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    // SAFETY: nobody else uses it until this step has been taken.
    let ended = unsafe { (*job).as_mut().poll(&mut context) }.is_ready();
    if ended {
        // SAFETY: as above, and it is never stepped again.
        unsafe { stop(job) };
    }
    ended
}

/// Ends a job early: what it waited for has thrown.
///
/// # Safety
/// See [`step`].
#[allow(unsafe_code)]
pub unsafe fn stop(job: *mut Job) {
    // SAFETY: it came from a Box, and this is its end.
    drop(unsafe { Box::from_raw(job) });
}
