use std::cell::{Cell, RefCell};
use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::browser::task::{
    DONE, REFUSED, Task, WAITING as WAITS, end, spawn, step, wait,
};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{later, listener, resolved, sleep};
use crate::wait::WAITING;

/// An effect: leaves its promise, and reads what it brought.
async fn effect(promise: &Promise) -> JsValue {
    WAITING.with(|waiting| waiting.set_promise(promise));
    wait((), |()| WAITING.with(|waiting| waiting.came())).await
}

/// Takes a step, as `drive` in pkg/module.js does.
#[allow(unsafe_code)]
fn take_step(task: *mut Task, came: &JsValue) -> u32 {
    WAITING.with(|waiting| waiting.set_came(came));
    // SAFETY: every task here is stepped in turn, and never after its end.
    unsafe { step(task) }
}

/// Takes a task's steps to its end, and counts them.
async fn drive(task: *mut Task) -> (u32, usize) {
    let mut steps = 1;
    let mut state = take_step(task, &JsValue::UNDEFINED);
    while state == WAITS {
        let promise = WAITING.with(|waiting| waiting.promise());
        let came = JsFuture::from(promise).await.expect("a fulfilled promise");
        state = take_step(task, &came);
        steps += 1;
    }
    (state, steps)
}

#[wasm_bindgen_test]
async fn a_task_that_waits_for_nothing_ends_at_its_first_step() {
    assert_eq!(drive(spawn(async { Ok(()) })).await, (DONE, 1));
}

#[wasm_bindgen_test]
async fn a_task_does_nothing_before_its_first_step() {
    let began = Rc::new(Cell::new(false));
    let begins = began.clone();
    let task = spawn(async move {
        begins.set(true);
        Ok(())
    });
    assert!(!began.get());
    drive(task).await;
    assert!(began.get());
}

#[wasm_bindgen_test]
async fn a_task_gets_what_each_promise_brought() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hears = heard.clone();
    let task = spawn(async move {
        for text in ["a", "b", "c"] {
            let came = effect(&resolved(&text.into())).await;
            hears.borrow_mut().extend(came.as_string());
        }
        Ok(())
    });
    assert_eq!(drive(task).await, (DONE, 4));
    assert_eq!(*heard.borrow(), ["a", "b", "c"]);
}

#[wasm_bindgen_test]
async fn a_refusal_is_a_number() {
    for error in Error::ALL {
        let at_once = spawn(async move { Err(error) });
        assert_eq!(drive(at_once).await, (REFUSED + error as u32, 1));
        let later = spawn(async move {
            effect(&resolved(&"".into())).await;
            Err(error)
        });
        assert_eq!(drive(later).await, (REFUSED + error as u32, 2));
    }
}

#[wasm_bindgen_test]
async fn two_tasks_at_once_hear_each_its_own() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let task = |name: &'static str, milliseconds: [u32; 2]| {
        let heard = heard.clone();
        spawn(async move {
            for milliseconds in milliseconds {
                let named = sleep(milliseconds, &name.into());
                let came = effect(&named).await;
                heard.borrow_mut().extend(came.as_string());
            }
            Ok(())
        })
    };
    let (one, other) = (task("one", [5, 30]), task("other", [15, 5]));
    let (first, second) = futures(drive(one), drive(other)).await;
    assert_eq!((first, second), ((DONE, 3), (DONE, 3)));
    assert_eq!(*heard.borrow(), ["one", "other", "other", "one"]);
}

/// Both at once.
async fn futures<A: 'static, B: 'static>(
    one: impl Future<Output = A> + 'static,
    other: impl Future<Output = B> + 'static,
) -> (A, B) {
    let ended = Rc::new(Cell::new(None));
    let ends = ended.clone();
    wasm_bindgen_futures::spawn_local(async move { ends.set(Some(other.await)) });
    let one = one.await;
    loop {
        if let Some(other) = ended.take() {
            return (one, other);
        }
        later().await;
    }
}

#[wasm_bindgen_test]
async fn a_task_may_step_another_within_its_own_step() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let (outer, inner) = (heard.clone(), heard.clone());
    let inside = spawn(async move {
        let came = effect(&resolved(&"inner".into())).await;
        inner.borrow_mut().extend(came.as_string());
        Ok(())
    });
    let task = spawn(async move {
        // As a renewal is started: its promise must not be taken for ours.
        let state = take_step(inside, &JsValue::UNDEFINED);
        outer.borrow_mut().push(format!("{}", state == WAITS));
        let came = effect(&resolved(&"outer".into())).await;
        outer.borrow_mut().extend(came.as_string());
        let state = take_step(inside, &"inner".into());
        outer.borrow_mut().push(format!("{}", state == DONE));
        let came = effect(&resolved(&"again".into())).await;
        outer.borrow_mut().extend(came.as_string());
        Ok(())
    });
    assert_eq!(drive(task).await, (DONE, 3));
    assert_eq!(*heard.borrow(), ["true", "outer", "inner", "true", "again"]);
}

#[wasm_bindgen_test]
#[allow(unsafe_code)]
fn a_task_that_is_ended_goes_no_further_and_leaves_nothing_behind() {
    let alive = Rc::new(());
    let (kept, went_on) = (alive.clone(), Rc::new(Cell::new(false)));
    let goes_on = went_on.clone();
    let task = spawn(async move {
        effect(&resolved(&"".into())).await;
        goes_on.set(true);
        drop(kept);
        Ok(())
    });
    assert_eq!(take_step(task, &JsValue::UNDEFINED), WAITS);
    assert_eq!(Rc::strong_count(&alive), 2);
    // SAFETY: it waits, and nobody steps it again.
    unsafe { end(task) };
    assert_eq!(Rc::strong_count(&alive), 1);
    assert!(!went_on.get());
}

/// Else a task would wait for what another one has left.
#[wasm_bindgen_test]
fn a_promise_is_taken_once_and_a_step_without_one_is_an_error() {
    WAITING.with(|waiting| {
        waiting.set_promise(&resolved(&JsValue::UNDEFINED));
        assert!(waiting.take().is_ok());
        assert!(waiting.take().is_err());
    });
}

#[wasm_bindgen_test]
fn only_what_is_something_succeeded() {
    for (came, succeeded) in [
        (JsValue::TRUE, true),
        (listener().into(), true),
        (JsValue::UNDEFINED, false),
        (JsValue::FALSE, false),
        ("".into(), false),
    ] {
        WAITING.with(|waiting| {
            waiting.set_came(&came);
            assert_eq!(waiting.succeeded(), succeeded);
        });
    }
}
