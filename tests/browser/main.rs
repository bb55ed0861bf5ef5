//! The means of a page, in real browsers: `cargo xtask test browsers`.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

pub mod authorize;
pub mod fakes;
pub mod host;
pub mod http;
pub mod inspected;
pub mod json;
pub mod lock;
pub mod marks;
pub mod request;
pub mod resilient;
pub mod signal;
pub mod storage;
pub mod task;
pub mod time;
