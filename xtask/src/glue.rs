//! What wasm-bindgen writes, as one function that makes an instance.
//!
//! Its own loader knows one instance per page, fetches, and warns. Ours gets a
//! compiled module and can make another instance of it after a failure, so
//! only the middle of what it wrote is kept.

use crate::Done;

/// Turns the glue of `--target web` into the text of `core.js`. `names` is what
/// wasm-opt printed of the names that it made short.
pub fn factory(glue: &str, names: &str) -> Done<String> {
    let (kept, loader) = glue
        .split_once("async function __wbg_load(")
        .ok_or("the glue has no loader: another wasm-bindgen?")?;
    if !loader.contains("export { initSync, __wbg_init as default };") {
        return Err("the glue exports something else: another wasm-bindgen?".to_owned());
    }
    let mut body = String::new();
    let mut exports = Vec::new();
    let mut comment = false;
    for line in kept.lines() {
        comment |= line.starts_with("/**");
        if !comment {
            let line = line.strip_prefix("export ").map_or(line, |function| {
                let name = function.trim_start_matches("function ").split('(').next();
                exports.push(name.unwrap_or_default().to_owned());
                function
            });
            body.push_str(line);
            body.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    let handed_out = exports.join(", ");
    for (long, short) in short_names(names) {
        // An import is a key of an object, an export a member of `wasm`.
        body = body
            .replace(
                &format!(" {long}: function"),
                &format!(" {short}: function"),
            )
            .replace(&format!("wasm.{long}("), &format!("wasm.{short}("))
            .replace(&format!("wasm.{long},"), &format!("wasm.{short},"))
            .replace(&format!("wasm.{long})"), &format!("wasm.{short})"))
            .replace(&format!("wasm.{long}."), &format!("wasm.{short}."))
            .replace(&format!("wasm.{long};"), &format!("wasm.{short};"));
    }
    let body = body.replace("\"./module_bg.js\": import0", "\"a\": import0");
    Ok(format!(
        "export default async compiled => {{\n{body}\
         __wbg_finalize_init(await WebAssembly.instantiate(compiled, __wbg_get_imports()), compiled)\n\
         return {{ {handed_out}, hosts: [] }}\n}}\n"
    ))
}

/// The pairs of `["module", "long", "short"]` and `["long", "short"]` lines.
fn short_names(printed: &str) -> impl Iterator<Item = (&str, &str)> {
    printed.lines().filter_map(|line| {
        let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        match words[..] {
            [_, long, short] | [long, short] => Some((long, short)),
            _ => None,
        }
    })
}
