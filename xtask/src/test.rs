//! `cargo xtask test`: every part in a sensible order, cheap ones first, up to the first that fails.

mod browsers;
mod consumer;
mod docs;
pub mod e2e;
pub mod native;
mod package;
mod tiny_http_workaround;
pub mod types;

use std::time::Instant;

use crate::checkout::Checkout;
use crate::size;
use harness::Engine;

const PARTS: [&str; 7] = [
    "native", "types", "size", "docs", "browsers", "e2e", "package",
];

pub fn test(checkout: &Checkout, words: &[&str]) -> Result<(), String> {
    let (parts, rest) = match words.split_first() {
        Some((part, rest)) if !part.starts_with('-') => (vec![*part], rest),
        Some((flag, _)) => return Err(format!("which part is {flag} for? cargo xtask help")),
        None => (PARTS.to_vec(), words),
    };
    let mut lines = Vec::new();
    let mut failure = None;
    for part in &parts {
        println!("\n== {part}");
        let start = Instant::now();
        let result = run(checkout, part, rest);
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        lines.push(format!(
            "{part:<9} {word:<6} {:>5.0} s",
            start.elapsed().as_secs_f64()
        ));
        if let Err(why) = result {
            failure = Some(format!("{part}: {why}"));
            break;
        }
    }
    println!("\n{}", lines.join("\n"));
    if let Some(why) = &failure {
        println!("\n{why}\n");
    }
    let failed = usize::from(failure.is_some());
    println!("{} passed, {failed} failed", lines.len() - failed);
    match failure {
        None => Ok(()),
        Some(_) => Err(String::new()),
    }
}

fn run(checkout: &Checkout, part: &str, words: &[&str]) -> Result<(), String> {
    match part {
        "native" => nothing_more(words).and_then(|()| native::run(checkout)),
        "types" => nothing_more(words).and_then(|()| types::run(checkout)),
        "size" => nothing_more(words).and_then(|()| size::size(checkout)),
        "package" => package::run(checkout, words.first().copied()),
        "docs" => docs::run(checkout, words.first().copied()),
        "browsers" => {
            let (engines, words) = engines(words)?;
            nothing_more(&words).and_then(|()| browsers::run(checkout, &engines))
        }
        "e2e" => {
            let (engines, words) = engines(words)?;
            nothing_more(words.get(1..).unwrap_or_default())?;
            e2e::run(checkout, &engines, &[], words.first().copied())
        }
        other => Err(format!(
            "there is no part '{other}'; there are {}",
            PARTS.join(", ")
        )),
    }
}

/// The engines that flags name, or all; and the words that are no flags.
fn engines<'a>(words: &[&'a str]) -> Result<(Vec<Engine>, Vec<&'a str>), String> {
    let (flags, rest): (Vec<&str>, Vec<&str>) =
        words.iter().partition(|word| word.starts_with("--"));
    let mut engines = Vec::new();
    for flag in flags {
        let engine = Engine::named(&flag[2..]).ok_or_else(|| format!("{flag} names no engine"))?;
        engines.push(engine);
    }
    if engines.is_empty() {
        engines.extend(Engine::ALL);
    }
    Ok((engines, rest))
}

fn nothing_more(words: &[&str]) -> Result<(), String> {
    match words.first() {
        None => Ok(()),
        Some(word) => Err(format!("'{word}' means nothing here")),
    }
}
