//! What a signed call costs over a plain one, measured side by side in headless Chromium.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::checkout::Checkout;
use crate::listener::{Listener, Site};
use crate::stand_in::StandIn;
use crate::{build, page};

/// `--beside FOLDER`: another build of this package, by its `dist`.
pub fn bench(checkout: &Checkout, words: &[&str]) -> Result<(), String> {
    let beside = match words {
        [] => None,
        ["--beside", folder] => {
            Some(fs::canonicalize(folder).map_err(|why| format!("--beside {folder}: {why}"))?)
        }
        _ => return Err("bench signed takes nothing, or --beside and a folder".to_owned()),
    };
    build::build(checkout)?;
    let stand_in = StandIn::start(checkout)?;
    let mut folders = vec![("/fetch-with-auth", checkout.dist())];
    folders.extend(beside.iter().map(|dist| ("/beside", dist.clone())));
    folders.push(("", checkout.root.join("xtask/bench")));
    let listener = Listener::start(Site {
        folders,
        // Isolated, the page has a clock of 5 µs in place of 100.
        headers: vec![
            ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
            ("Cross-Origin-Embedder-Policy", "require-corp".to_owned()),
        ],
        ..Site::default()
    })?;
    println!("measuring, a minute or two; keep the machine idle");
    let flag = if beside.is_some() { "&beside" } else { "" };
    let url = format!("{}/index.html?api={}{flag}", listener.origin, stand_in.api);
    let flags = ["--js-flags=--expose-gc", "--enable-precise-memory-info"];
    let report = page::report(checkout, &url, &listener, &flags, TIMEOUT)?;
    print(&report);
    Ok(())
}

fn print(report: &Value) {
    println!("\nper call: median  [quartiles]  (extremes)");
    for row in report["rows"].as_array().into_iter().flatten() {
        println!("\n{}", row["name"].as_str().unwrap_or_default());
        println!("  plain       {} µs", spread(&row["plain"]));
        println!("  signed more {} µs", spread(&row["difference"]));
        println!("  ratio       {}", spread(&row["ratio"]));
        let beside = &row["beside"];
        if beside.is_object() {
            println!("  beside more {} µs", spread(&beside["difference"]));
            println!("  signed more than beside {} µs", spread(&beside["more"]));
            println!("  signed of beside        {}", spread(&beside["ratio"]));
        }
    }
    println!();
    for heap in report["heaps"].as_array().into_iter().flatten() {
        let of = |name: &str| heap[name].as_i64().unwrap_or(i64::MAX);
        println!(
            "heap over {} {} calls: JavaScript {:+} bytes, module {:+} bytes (of {})",
            of("calls"),
            heap["name"].as_str().unwrap_or_default(),
            of("js"),
            of("wasm"),
            of("module")
        );
    }
}

fn spread(summary: &Value) -> String {
    let of = |name: &str| summary[name].as_f64().unwrap_or(f64::NAN);
    format!(
        "{:>8.2}  [{:.2} .. {:.2}]  ({:.2} .. {:.2})",
        of("median"),
        of("lower"),
        of("upper"),
        of("min"),
        of("max")
    )
}

const TIMEOUT: Duration = Duration::from_secs(600);
