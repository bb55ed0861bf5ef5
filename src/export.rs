//! Door: every export. Handles and numbers in, handles and numbers out; no
//! logic. `pkg/module.js` is the other side.

use wasm_bindgen::prelude::*;

use crate::browser::page::{Call, Inner, Means, Page, Request, text};
use crate::browser::task::{self, Task};

#[allow(unsafe_code)]
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

#[cfg(feature = "small")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Opens a page and answers its handle, which stays good.
#[wasm_bindgen]
pub fn open(means: Means, client_id: &JsValue, leeway: f64, audience: &JsValue) -> *const Inner {
    Page::new(means, client_id, leeway, audience).0
}

/// A task that ends with the Response.
///
/// # Safety
/// As for every export with a page: it came from [`open`].
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn fetch(page: *const Inner, call: Call, origin: &JsValue, flags: u32) -> *mut Task {
    // SAFETY: pages are never dropped.
    let page = unsafe { Page(&*page) };
    task::spawn(page.fetch(Request {
        call,
        origin: text(origin),
        flags,
    }))
}

/// A task that ends with a SessionInfo.
///
/// # Safety
/// See `fetch`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn session(page: *const Inner) -> *mut Task {
    // SAFETY: as for `fetch`.
    let page = unsafe { Page(&*page) };
    task::spawn(page.session())
}

/// A task that signs out.
///
/// # Safety
/// See `fetch`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn leave(page: *const Inner) -> *mut Task {
    // SAFETY: as for `fetch`.
    let page = unsafe { Page(&*page) };
    task::spawn(page.sign_out())
}

/// Storage may have changed.
///
/// # Safety
/// See `fetch`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn forget(page: *const Inner) {
    // SAFETY: as for `fetch`.
    unsafe { Page(&*page) }.forget();
}

/// Takes a task's next step.
///
/// # Safety
/// See `task::step`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn step(task: *mut Task, value: JsValue) -> u32 {
    // SAFETY: `drive` in pkg/module.js steps each task in turn, and never
    // after its end.
    unsafe { task::step(task, value) }
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

/// What the last step left behind.
#[wasm_bindgen]
pub fn left() -> JsValue {
    task::left()
}
