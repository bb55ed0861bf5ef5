//! The module's heap: a small kept allocator, and no words about its end.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::unreachable;

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

struct Heap(AssumeSingleThreaded<FreeListAllocator>);

#[allow(unsafe_code)]
#[global_allocator]
// SAFETY: a module without shared memory has one thread.
static HEAP: Heap = Heap(unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) });

// SAFETY: everything is passed on; where nothing is left, the module traps here
// instead of formatting a text that nobody reads.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promised.
        let block = unsafe { self.0.alloc(layout) };
        if block.is_null() {
            unreachable()
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as the caller promised.
        unsafe { self.0.dealloc(block, layout) }
    }
}
