use libtest_mimic::{Arguments, Failed, Trial};

use crate::{Engine, engines};

/// Runs each suite in each engine that was asked for, as one test each, and ends the process.
/// Those `once` are run in the first of them only: they are not about engines.
pub fn run(
    suites: &'static [&'static str],
    once: &'static [&'static str],
    check: impl AsyncFn(Engine, &'static str) -> Result<(), String> + Clone + Send + Sync + 'static,
) -> ! {
    let engines = match engines() {
        Ok(engines) => engines,
        Err(why) => {
            eprintln!("{why}");
            std::process::exit(2);
        }
    };
    let mut trials = Vec::new();
    for (at, engine) in engines.into_iter().enumerate() {
        let once = if at == 0 { once } else { &[] };
        for suite in suites.iter().chain(once) {
            let check = check.clone();
            let name = format!("{suite} in {}", engine.name());
            trials.push(Trial::test(name, move || {
                block_on(check(engine, suite)).map_err(Failed::from)
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit()
}

fn block_on(tested: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|why| why.to_string())?;
    runtime.block_on(tested)
}
