//! The conformance suites of tests/pages, run in a real page against the built package.

use std::time::{Duration, Instant};

use e2e::{Backend, Browser, Engine, Stage, Summary, Tab, Timeout, until};
use serde_json::Value;

const SUITES: [&str; 7] = [
    "fetch",
    "audience",
    "challenge",
    "session",
    "members",
    "backend-node",
    "backend-workerd",
];

/// What is asked is the same in every engine; here it is about who answers. Node has
/// another `AsyncLocalStorage` since 24.
const ONCE: [&str; 3] = ["backend-node24", "backend-bun", "backend-deno"];

fn main() {
    e2e::run(&SUITES, &ONCE, check_all)
}

async fn check_all(engine: Engine, suite: &'static str) -> Result<(), String> {
    let stage = Stage::set().await?;
    // The same suite for every runtime of the backend.
    let (file, runtime) = match suite.split_once('-') {
        Some((file, runtime)) => (file, Some(runtime)),
        None => (suite, None),
    };
    let _backend = match runtime {
        Some(runtime) => Some(Backend::start(&stage, runtime).await?),
        None => None,
    };
    let browser = Browser::open(engine).await?;
    let tab = browser.first_tab();
    tab.go(&stage.page(&format!("/pages/index.html?suite={file}")))
        .await?;
    let report = finished(&tab).await?;

    let mut summary = Summary::on(engine, suite);
    summary.add(STARTS, none(&report["broken"]));
    let results = report["results"].as_array().into_iter().flatten();
    for result in results {
        summary.add(text(&result["sentence"]), none(&result["failure"]));
    }
    let strays = report["stray"].as_array().into_iter().flatten();
    let strays: Vec<&str> = strays.map(text).collect();
    summary.add(
        NO_STRAYS,
        if strays.is_empty() {
            Ok(())
        } else {
            Err(strays.join("\n      "))
        },
    );
    summary.into_result()
}

/// The report, once it is done; a suite that stops telling results is stuck.
async fn finished(tab: &Tab<'_>) -> Result<Value, String> {
    let mut progress = (Value::Null, Instant::now());
    until("the suite ends", Timeout(LONGEST), async || {
        let count = tab
            .run("return window.report?.results.length ?? null", Vec::new())
            .await?;
        if count != progress.0 {
            progress = (count, Instant::now());
        }
        let stuck = progress.1.elapsed() > STUCK;
        let done = tab
            .run(
                "return window.report?.done ? window.report : null",
                Vec::new(),
            )
            .await?;
        match (done, stuck) {
            (Value::Null, true) => {
                Err(format!("the suite is stuck after {} sentences", progress.0))
            }
            (Value::Null, false) => Ok(None),
            (report, _) => Ok(Some(report)),
        }
    })
    .await
}

fn none(failure: &Value) -> Result<(), String> {
    match failure {
        Value::Null => Ok(()),
        failure => Err(text(failure).to_owned()),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("(not a text)")
}

const STARTS: &str = "The suite starts";
const NO_STRAYS: &str =
    "Nothing is left unhandled, and no content security policy is violated (row 38)";
const STUCK: Duration = Duration::from_secs(90);
const LONGEST: Duration = Duration::from_secs(400);
