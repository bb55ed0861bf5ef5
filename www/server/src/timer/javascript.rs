use std::time::Duration;

use tokio::sync::oneshot;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, milliseconds: f64) -> JsValue;
}

/// Milliseconds since 1970.
pub fn now() -> u64 {
    date_now() as u64
}

/// Handlers may move between threads, and values of JavaScript may not: the timer wakes a channel.
pub async fn sleep(duration: Duration) {
    if duration.is_zero() {
        return;
    }
    let (sender, woken) = oneshot::channel::<()>();
    let wake = Closure::once_into_js(move || sender.send(()).unwrap_or_default());
    set_timeout(&wake, duration.as_secs_f64() * 1000.0);
    drop(wake);
    // It cannot fail: the sender lives until the timer has called.
    let _ = woken.await;
}
