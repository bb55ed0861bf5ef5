//! A module, made small or quick by binaryen.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use crate::command;

/// Optimises a module, and returns what wasm-opt prints of the names that it made
/// short, if it does: what the module imports and exports. Never skipped: an
/// unoptimised module must not ship by accident.
pub fn opt(modules: &Path, options: &[&str], module: &Path, out: &Path) -> Result<String, String> {
    command::output(
        Command::new(modules.join(".bin/wasm-opt"))
            .args(FEATURES)
            .args(options)
            .args(["--strip-debug", "--strip-producers"])
            .arg("--strip-target-features")
            .arg(module)
            .arg("-o")
            .arg(out),
    )
}

/// JavaScript with the short names of what the module imports and exports.
/// Whole words only: `["module", "long", "short"]` and `["long", "short"]` lines.
pub fn with_short_names(script: &str, printed: &str) -> String {
    let names: HashMap<&str, &str> = printed
        .lines()
        .filter_map(|line| {
            let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
            match words[..] {
                [_, long, short] | [long, short] => Some((long, short)),
                _ => None,
            }
        })
        .collect();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut short = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_word) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c| !is_word(c)).unwrap_or(word.len()));
        short.push_str(before);
        short.push_str(names.get(word).copied().unwrap_or(word));
        rest = after;
    }
    short + rest
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
