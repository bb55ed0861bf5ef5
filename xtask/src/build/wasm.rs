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

/// The same code, with the names of its functions.
pub fn opt_with_names(
    modules: &Path,
    options: &[&str],
    module: &Path,
    out: &Path,
) -> Result<(), String> {
    command::run_captured(
        Command::new(modules.join(".bin/wasm-opt"))
            .args(FEATURES)
            .args(options)
            .arg("--debuginfo")
            .arg(module)
            .arg("-o")
            .arg(out),
    )
}

/// JavaScript with the short names of what the module imports and exports. An export is renamed
/// where it is called, as `wasm.name` or `exports.name`: a function of the crate is exported by
/// the script, too, and keeps its name there.
pub fn with_short_names(script: &str, printed: &str) -> String {
    let mut imports = HashMap::new();
    let mut exports = HashMap::new();
    for line in printed.lines() {
        let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        match words[..] {
            [_, long, short] => imports.insert(long, short),
            [long, short] => exports.insert(long, short),
            _ => None,
        };
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut short = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_word) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c| !is_word(c)).unwrap_or(word.len()));
        short.push_str(before);
        let is_export = short.ends_with("wasm.") || short.ends_with("exports.");
        let names = if is_export { &exports } else { &imports };
        short.push_str(names.get(word).copied().unwrap_or(word));
        rest = after;
    }
    short + rest
}

/// Listed one by one: with --all-features, Node 20 would reject the module.
const FEATURES: [&str; 7] = [
    "--enable-reference-types",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

#[cfg(test)]
mod tests {
    use super::with_short_names;

    #[test]
    fn an_export_is_renamed_where_it_is_called() {
        let script = "export function is_name(name) { return wasm.is_name(name) }\n\
            export function __wbg_now() {}\nexports.__wbindgen_start()";
        let printed =
            "[\"wbg\",\"__wbg_now\",\"a\"]\n[\"is_name\",\"b\"]\n[\"__wbindgen_start\",\"c\"]";
        assert_eq!(
            with_short_names(script, printed),
            "export function is_name(name) { return wasm.b(name) }\n\
             export function a() {}\nexports.c()"
        );
    }
}
