//! A module, made small or quick by binaryen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use crate::command;

/// Keeps what these exports reach. wasm-bindgen exports more, for handles and
/// texts as it would hand them over.
pub fn used<'a>(
    modules: &Path,
    module: &Path,
    exports: impl Iterator<Item = &'a str>,
    folder: &Path,
) -> Done<PathBuf> {
    let (graph, out) = (folder.join("used.json"), folder.join("used.wasm"));
    let exports: Vec<&str> = exports.collect();
    let mut nodes = vec![serde_json::json!({ "name": "page", "root": true, "reaches": exports })];
    nodes.extend(
        exports
            .iter()
            .map(|name| serde_json::json!({ "name": name, "export": name })),
    );
    fs::write(&graph, serde_json::Value::from(nodes).to_string())
        .map_err(|why| format!("{}: {why}", graph.display()))?;
    command::output(
        Command::new(modules.join(".bin/wasm-metadce"))
            .args(FEATURES)
            .arg("--graph-file")
            .args([&graph, module])
            .arg("-o")
            .arg(&out),
    )?;
    Ok(out)
}

/// Makes the module small, and answers the short names of what it imports and
/// exports. Never skipped: an unoptimised module must not ship by accident.
pub fn opt(modules: &Path, module: &Path, folder: &Path) -> Done<(PathBuf, String)> {
    let out = folder.join("module.wasm");
    let names = command::output(
        Command::new(modules.join(".bin/wasm-opt"))
            .args(FEATURES)
            .args(WASM_OPT)
            .arg(module)
            .arg("-o")
            .arg(&out),
    )?;
    Ok((out, names))
}

/// Listed one by one: with --all-features, Node 20 would reject the module.
pub const FEATURES: [&str; 7] = [
    "--enable-reference-types",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Rust's state machines leave more jumps than they need: flattened and looped
/// anew they are 1 % smaller. The lowest kilobyte of memory is the far end of
/// the stack, which nothing names.
const WASM_OPT: [&str; 10] = [
    "-Os",
    "--flatten",
    "--rereloop",
    "-Os",
    "-Oz",
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--minify-imports-and-exports-and-modules",
];
