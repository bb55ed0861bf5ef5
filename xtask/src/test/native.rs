//! What needs no browser.

use std::fs;
use std::path::Path;

use crate::checkout::Checkout;
use crate::{command, setup};

pub fn run(checkout: &Checkout) -> Result<(), String> {
    setup::wasm_target(checkout)?;
    setup::lints(checkout)?;
    wall(checkout)?;
    command::run(checkout.cargo().args(["fmt", "--all", "--check"]))?;
    for what in CLIPPY {
        let mut clippy = checkout.cargo();
        clippy.arg("clippy").args(what.split(' '));
        command::run(clippy.args(["--", "-D", "warnings"]))?;
    }
    command::run_tests(
        checkout
            .cargo()
            .args(["test", "--workspace", "--exclude", "e2e"]),
    )
}

/// The flows in all orders of more scopes than the tests take time for. A debug build would take an hour.
pub fn interleavings(checkout: &Checkout) -> Result<(), String> {
    command::run(
        checkout
            .cargo()
            .args([
                "test",
                "--package",
                "fetch-with-auth",
                "--profile",
                "mutants",
            ])
            .args(["--test", "session", "--test", "server"])
            .args(["interleavings::", "--", "--nocapture"])
            .env("INTERLEAVINGS", "thorough"),
    )
}

/// Cargo keeps browser crates out of native builds; this keeps them out of the rules on wasm32 too.
fn wall(checkout: &Checkout) -> Result<(), String> {
    let src = checkout.root.join("src");
    for path in [
        "json.rs", "oauth", "wix", "session", "members", "backend", "server",
    ] {
        check(&src.join(path))?;
    }
    Ok(())
}

fn check(path: &Path) -> Result<(), String> {
    if path.is_dir() {
        let failed = |why| format!("{}: {why}", path.display());
        for entry in fs::read_dir(path).map_err(failed)? {
            check(&entry.map_err(failed)?.path())?;
        }
        return Ok(());
    }
    let text = fs::read_to_string(path).unwrap_or_default();
    for (line, number) in text.lines().zip(1..) {
        if let Some(word) = browser_word(line) {
            return Err(format!(
                "{}:{number}: a rule reaches for the browser ({word})",
                path.display()
            ));
        }
    }
    Ok(())
}

/// What a line of code, comments aside, says of the browser.
fn browser_word(line: &str) -> Option<&'static str> {
    let code = line.split("//").next().unwrap_or_default();
    BROWSER.into_iter().find(|word| code.contains(word))
}

const BROWSER: [&str; 6] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_",
    "JsValue",
    "crate::browser",
];

/// Both targets, and of wasm32 also each module that ships.
const CLIPPY: [&str; 6] = [
    "--workspace --all-targets",
    "--package fetch-with-auth --target wasm32-unknown-unknown --lib --tests",
    "--package fetch-with-auth --target wasm32-unknown-unknown --lib --no-default-features --features signing,small",
    "--package fetch-with-auth --target wasm32-unknown-unknown --lib --no-default-features --features members",
    "--package fetch-with-auth --target wasm32-unknown-unknown --lib --no-default-features --features backend",
    "--package stand-in --target wasm32-unknown-unknown --lib",
];

#[cfg(test)]
mod tests {
    use super::browser_word;

    #[test]
    fn the_wall_sees_code_and_not_comments() {
        assert_eq!(browser_word("use js_sys::Date;"), Some("js_sys"));
        assert_eq!(browser_word("fn f(v: &JsValue) {"), Some("JsValue"));
        assert_eq!(
            browser_word("use crate::oauth::Session; // not js_sys"),
            None
        );
        assert_eq!(browser_word("/// What web_sys would say"), None);
    }
}
