//! A panic is a trap: its text would cost 5 kB on the wire, and the caller gets
//! the error `internal` from JavaScript.

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
