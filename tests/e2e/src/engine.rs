use std::env;
use std::path::PathBuf;

use harness::Engine;

/// The engines that `E2E_BROWSERS` asks for.
pub fn engines() -> Result<Vec<Engine>, String> {
    let names = env::var("E2E_BROWSERS").unwrap_or_default();
    let names = if names.is_empty() { "chrome" } else { &names };
    let named = |name: &str| {
        Engine::named(name.trim()).ok_or_else(|| {
            format!("E2E_BROWSERS names {name:?}: it is a list of chrome, firefox and safari")
        })
    };
    names.split(',').map(named).collect()
}

/// Where an engine's driver is, and what to do if it is not there.
pub(crate) fn driver(engine: Engine) -> Result<PathBuf, String> {
    let program = match engine {
        Engine::Chrome => "chromedriver",
        Engine::Firefox => "geckodriver",
        Engine::Safari => "WebKitWebDriver",
    };
    if engine == Engine::Safari && env::var_os("DISPLAY").is_none_or(|name| name.is_empty()) {
        return Err(format!(
            "{program} needs a display: run `cargo xtask test e2e`, or start Xvfb and set DISPLAY"
        ));
    }
    let variable = engine.driver_variable();
    let path = env::var_os("PATH").unwrap_or_default();
    env::var_os(variable)
        .map(PathBuf::from)
        .into_iter()
        .chain(env::split_paths(&path).map(|folder| folder.join(program)))
        .find(|file| file.is_file())
        .ok_or_else(|| {
            format!(
                "{program} is not here: run `cargo xtask test e2e`, which installs it, or set {variable}"
            )
        })
}
