//! Door: every export. Handles and numbers in, handles and numbers out; no
//! logic. `pkg/module.js` is the other side.

use alloc::boxed::Box;

use wasm_bindgen::prelude::*;

use crate::Error;
use crate::browser::page::{Inner, Job, Page};
use crate::browser::task::{self, Task};
use crate::oauth::session::Whose;
use crate::session::Change;

#[cfg(feature = "small")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Opens the page of this number and answers its handle, good until [`close`].
#[wasm_bindgen]
pub fn open(number: u32, leeway: f64) -> *const Inner {
    Page::new(number, leeway).0
}

/// A task for a page: see [`Job`].
///
/// # Safety
/// As for every export with a page: it came from [`open`].
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn start(page: *const Inner, job: u32, call: u32, flags: u32) -> *mut Task {
    let job = match job {
        LOOK => Some(Job::Load),
        SIGN_OUT => Some(Job::Change(call, Change::SignOut(flags != 0))),
        FETCH => Some(Job::fetch(call, flags)),
        SIGN_IN => Job::sign_in(),
        FORGET_VISITOR => Some(Job::Change(call, Change::ForgetVisitor)),
        TOKEN => Some(Job::token(call, Whose::Current)),
        VISITOR_TOKEN => Some(Job::token(call, Whose::Visitor)),
        _ => None,
    };
    // SAFETY: the page is open.
    let page = unsafe { Page(&*page) };
    task::spawn(async move {
        match job {
            Some(job) => page.run(job).await,
            None => Err(Error::InvalidOptions),
        }
    })
}

/// Storage has changed to this generation, or may have changed unseen: 0.
///
/// # Safety
/// See `start`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn forget(page: *const Inner, generation: f64) {
    // SAFETY: as for `start`.
    unsafe { Page(&*page) }.forget(generation);
}

/// Closes a page.
///
/// # Safety
/// See `start`; nobody has the handle any more, and no task of the page waits.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn close(page: *const Inner) {
    // SAFETY: it came from a Box, and this is its end.
    drop(unsafe { Box::from_raw(page.cast_mut()) });
}

/// Takes a task's next step.
///
/// # Safety
/// See `task::step`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn step(task: *mut Task) -> u32 {
    // SAFETY: `drive` in pkg/module.js steps each task in turn, and never
    // after its end.
    unsafe { task::step(task) }
}

/// Ends a task early.
///
/// # Safety
/// See `task::step`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn end(task: *mut Task) {
    // SAFETY: as for `step`.
    unsafe { task::end(task) };
}

// Jobs, in the numbers of pkg/index.js.
const LOOK: u32 = 0;
const SIGN_OUT: u32 = 1;
const FETCH: u32 = 2;
const SIGN_IN: u32 = 3;
const FORGET_VISITOR: u32 = 4;
const TOKEN: u32 = 5;
const VISITOR_TOKEN: u32 = 6;
