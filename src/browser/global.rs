//! State of the module. `thread_local!` without its machinery.

use core::cell::Cell;

/// A cell that is a static.
pub struct Global<T>(Cell<T>);

// SAFETY: a module without shared memory has one thread, and this file exists
// for wasm32 only. A Cell lends nothing out, so a step within a step is safe.
#[allow(unsafe_code)]
#[cfg(not(target_feature = "atomics"))]
unsafe impl<T> Sync for Global<T> {}

impl<T> Global<T> {
    /// A global with this value.
    pub const fn new(value: T) -> Global<T> {
        Global(Cell::new(value))
    }

    /// Puts a value in and takes the old one out.
    pub fn replace(&self, value: T) -> T {
        self.0.replace(value)
    }

    /// Puts a value in.
    pub fn set(&self, value: T) {
        self.0.set(value);
    }
}

impl<T: Default> Global<T> {
    /// Takes the value out.
    pub fn take(&self) -> T {
        self.0.take()
    }
}
