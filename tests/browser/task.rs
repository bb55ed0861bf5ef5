use std::cell::{Cell, RefCell};
use std::rc::Rc;

use fetch_with_auth::bindings::task::{Pending, Promise, Task};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::{later, resolved, sleep};

/// An operation over these effects, and what it was brought.
fn task(pending: &Rc<Pending>, effects: Vec<js_sys::Promise>) -> (Task, Rc<RefCell<Vec<String>>>) {
    let values = Rc::new(RefCell::new(Vec::new()));
    let (own, brought) = (pending.clone(), values.clone());
    let task = Task::new(pending, async move {
        for promise in effects {
            let value = effect(&own, &promise).await;
            brought.borrow_mut().extend(value.as_string());
        }
        Ok("result".into())
    });
    (task, values)
}

async fn effect(pending: &Pending, promise: &js_sys::Promise) -> JsValue {
    let promise = promise.clone().unchecked_into::<Promise>();
    pending.wait(promise, |value| value).await
}

/// Takes a task's steps to its end, as `run` in pkg/module.js does; counts them.
async fn run(mut task: Task) -> (Result<JsValue, JsValue>, usize) {
    let mut value = JsValue::UNDEFINED;
    let mut steps = 0;
    loop {
        steps += 1;
        match task.step(value) {
            Err(error) => return (Err(error), steps),
            Ok(None) => return (Ok(task.value()), steps),
            Ok(Some(promise)) => {
                let promise = promise.unchecked_into::<js_sys::Promise>();
                value = JsFuture::from(promise).await.expect("a fulfilled promise");
            }
        }
    }
}

fn none() -> Rc<Pending> {
    Rc::default()
}

fn texts(names: &[&str]) -> Vec<js_sys::Promise> {
    names.iter().map(|name| resolved(&(*name).into())).collect()
}

#[wasm_bindgen_test]
async fn a_task_that_waits_for_nothing_ends_at_its_first_step() {
    let (task, _) = task(&none(), vec![]);
    assert_eq!(run(task).await, (Ok("result".into()), 1));
}

#[wasm_bindgen_test]
async fn a_task_does_nothing_before_its_first_step() {
    let began = Rc::new(Cell::new(false));
    let begins = began.clone();
    let task = Task::new(&none(), async move {
        begins.set(true);
        Ok(JsValue::UNDEFINED)
    });
    assert!(!began.get());
    assert_eq!(run(task).await.1, 1);
    assert!(began.get());
}

#[wasm_bindgen_test]
async fn a_task_gets_what_each_promise_is_fulfilled_with() {
    let (task, values) = task(&none(), texts(&["a", "b", "c"]));
    assert_eq!(run(task).await, (Ok("result".into()), 4));
    assert_eq!(*values.borrow(), ["a", "b", "c"]);
}

#[wasm_bindgen_test]
async fn a_step_throws_what_the_operation_fails_with() {
    let at_once = Task::new(&none(), async { Err("code".into()) });
    assert_eq!(run(at_once).await, (Err("code".into()), 1));
    let pending = none();
    let own = pending.clone();
    let later = Task::new(&pending, async move {
        effect(&own, &resolved(&"".into())).await;
        Err("code".into())
    });
    assert_eq!(run(later).await, (Err("code".into()), 2));
}

#[wasm_bindgen_test]
async fn two_tasks_at_once_hear_each_its_own() {
    let pending = none();
    let effects = |name: &str, milliseconds: [u32; 2]| {
        let sleeps = milliseconds.map(|milliseconds| sleep(milliseconds, &name.into()));
        sleeps.to_vec()
    };
    let (one, first) = task(&pending, effects("one", [5, 30]));
    let (other, second) = task(&pending, effects("other", [15, 20]));
    let ended = Rc::new(Cell::new(0));
    for task in [one, other] {
        let ended = ended.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let (result, steps) = run(task).await;
            assert_eq!(result, Ok("result".into()));
            ended.set(ended.get() + steps);
        });
    }
    while ended.get() < 6 {
        later().await;
    }
    assert_eq!(*first.borrow(), ["one", "one"]);
    assert_eq!(*second.borrow(), ["other", "other"]);
}

/// As a renewal is started: its promise must not be taken for that of the task
/// which started it.
#[wasm_bindgen_test]
async fn a_task_may_step_another_within_its_own_step() {
    let pending = none();
    let (mut inner, heard) = task(&pending, texts(&["unused"]));
    let own = pending.clone();
    let outer = Task::new(&pending, async move {
        assert!(inner.step(JsValue::UNDEFINED).is_ok_and(|p| p.is_some()));
        let value = effect(&own, &resolved(&"outer".into())).await;
        assert_eq!(value, JsValue::from_str("outer"));
        assert!(inner.step("inner".into()).is_ok_and(|p| p.is_none()));
        Ok(effect(&own, &resolved(&"again".into())).await)
    });
    assert_eq!(run(outer).await, (Ok("again".into()), 3));
    assert_eq!(*heard.borrow(), ["inner"]);
}

#[wasm_bindgen_test]
fn a_task_that_is_dropped_goes_no_further_and_leaves_nothing_behind() {
    let alive = Rc::new(());
    let (pending, kept) = (none(), alive.clone());
    let own = pending.clone();
    let mut task = Task::new(&pending, async move {
        effect(&own, &resolved(&"".into())).await;
        drop(kept);
        Ok(JsValue::UNDEFINED)
    });
    assert!(task.step(JsValue::UNDEFINED).is_ok_and(|p| p.is_some()));
    assert_eq!(Rc::strong_count(&alive), 2);
    drop(task);
    assert_eq!(Rc::strong_count(&alive), 1);
}

/// Else its caller would wait for ever, or a task for what another one waits for.
#[wasm_bindgen_test]
fn a_step_that_waits_for_no_promise_is_an_error() {
    let mut task = Task::new(&none(), core::future::pending());
    let error = task.step(JsValue::UNDEFINED).err();
    assert_eq!(error, Some(JsValue::NULL));
}
