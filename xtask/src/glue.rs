//! What wasm-bindgen writes, as one function that makes an instance.
//!
//! Its own loader knows one instance per page, fetches, and warns; its helpers
//! know browsers of long ago. Ours gets a compiled module and can make another
//! instance of it after a failure. So only the table of imports is kept of what
//! it wrote, and stands on the helpers below.

use std::collections::BTreeSet;

use crate::Done;

/// Turns the glue of `--target web` into the text of `core.js`. `names` is what
/// wasm-opt printed of the names that it made short.
pub fn factory(glue: &str, names: &str) -> Done<String> {
    let imports = glue
        .split_once("\nfunction __wbg_get_imports() {")
        .and_then(|(_, rest)| rest.split_once("\n}\n"))
        .map(|(imports, _)| by_handle(imports).replace("__proto__: null,", ""))
        .ok_or("the glue has no imports: another wasm-bindgen?")?;
    let exports: Vec<String> = exports(glue)
        .map(|name| format!("{name}: wasm.{name}"))
        .collect();
    let helpers = [
        "getStringFromWasm0",
        "getDataViewMemory0",
        "passStringToWasm0",
    ];
    if let Some(unknown) = helpers[1..]
        .iter()
        .find(|helper| imports.contains(**helper))
    {
        return Err(format!(
            "the imports need {unknown}, which glue.rs does not have"
        ));
    }
    let core = format!(
        "export default async (compiled, pages, calls, waiting) => {{{HELPERS}\
         const imports = () => {{{imports}\n}}\n\
         const {{ exports: wasm }} = await WebAssembly.instantiate(compiled, imports())\n\
         return {{ {} }}\n}}\n",
        exports.join(", ")
    );
    Ok(with_arrows(&shortened(&core, names)))
}

/// With the names that wasm-opt gave. What was not used is not imported.
pub fn shortened(glue: &str, names: &str) -> String {
    let mut glue = without_unused(glue, names);
    for (long, short) in short_names(names) {
        // An import is a key of an object, an export a member of `wasm`.
        glue = glue.replace(
            &format!(" {long}: function"),
            &format!(" {short}: function"),
        );
        for end in [".", ",", " ", "(", ";", ")"] {
            glue = glue.replace(&format!("wasm.{long}{end}"), &format!("wasm.{short}{end}"));
        }
    }
    glue.replace("\"./module_bg.js\":", "\"a\":")
}

/// Turns it into the text of `members.js`: exports and imports as wasm-bindgen
/// wrote them, on the helpers below.
pub fn replaceable(glue: &str) -> Done<String> {
    const IMPORTS: &str = "\nfunction __wbg_get_imports() {";
    let end = glue
        .find(IMPORTS)
        .and_then(|start| Some(start + glue.get(start..)?.find("\n}\n")? + 3))
        .ok_or("the glue has no imports: another wasm-bindgen?")?;
    let kept = glue.get(..end).unwrap_or_default();
    if let Some(unknown) = [
        "getArrayJsValue",
        "passArray",
        "makeMutClosure",
        "debugString",
    ]
    .iter()
    .find(|helper| kept.contains(**helper))
    {
        return Err(format!(
            "the glue needs {unknown}, which glue.rs does not have"
        ));
    }
    Ok(format!("{kept}{REPLACEABLE}"))
}

/// As wasm-bindgen wrote it, but that another instance may follow one that
/// failed. Its finalizers would free an address of the one before in that one, so
/// it frees nothing by itself: `pkg/backend/core.js` does, and knows the instance.
pub fn again(glue: &str) -> Done<String> {
    const ONCE: &str = "function initSync(module) {\n    if (wasm !== undefined) return wasm;\n";
    const FINALIZATION: &str = "Finalization = (typeof FinalizationRegistry === 'undefined')\n    ? { register: () => {}, unregister: () => {} }\n    : new FinalizationRegistry(";
    let (head, tail) = glue
        .split_once(FINALIZATION)
        .and_then(|(head, rest)| Some((head, rest.split_once(";\n")?.1)))
        .filter(|(head, tail)| head.contains(ONCE) || tail.contains(ONCE))
        .ok_or("the glue begins or finalizes otherwise: another wasm-bindgen?")?;
    if tail.contains("new FinalizationRegistry") {
        return Err("the glue finalizes more than one class".to_owned());
    }
    let glue =
        format!("{head}Finalization = {{ register: () => {{}}, unregister: () => {{}} }};\n{tail}");
    Ok(glue.replace(ONCE, "function initSync(module) {\n"))
}

/// The exports that a glue speaks of.
pub fn mentioned(glue: &str) -> BTreeSet<&str> {
    glue.split("wasm.")
        .skip(1)
        .map(|rest| {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            rest.split(|c| !is_name(c)).next().unwrap_or_default()
        })
        .collect()
}

/// The names that `export.rs` exports.
pub fn exports(glue: &str) -> impl Iterator<Item = &str> {
    glue.lines()
        .filter_map(|line| line.strip_prefix("export function ")?.split('(').next())
}

/// The imports as arrow functions, which are shorter.
fn with_arrows(core: &str) -> String {
    let mut lines = String::new();
    for line in core.lines() {
        match line.split_once(": function(") {
            Some((name, rest)) => {
                lines.push_str(&format!("{name}: ({}", rest.replacen(") {", ") => {", 1)));
            }
            None => lines.push_str(line),
        }
        lines.push('\n');
    }
    lines
}

/// An import of `page.name(arg0 >>> 0, …)` is a method of the page with that
/// number, held weakly, and likewise for `call`. Numbers are below 2^31, and our
/// own functions take 0 and 1 for a bool.
fn by_handle(imports: &str) -> String {
    let mut lines = String::new();
    for line in imports.lines() {
        let mut line = line.to_owned();
        for (kind, by_number) in [("page.", "page("), ("call.", "calls.get(")] {
            if let Some((before, after)) = line.split_once(kind)
                && let Some((name, arguments)) = after.split_once("(arg")
                && let Some((handle, rest)) = arguments.split_once(" >>> 0")
            {
                let rest = rest.strip_prefix(", ").unwrap_or(rest);
                line = format!("{before}{by_number}arg{handle}).{name}({rest}")
                    .replace(" >>> 0", "")
                    .replace(" !== 0", "");
            }
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

/// Leaves out the imports that the module no longer has.
fn without_unused(core: &str, names: &str) -> String {
    let mut lines = String::new();
    let mut unused = false;
    for line in core.lines() {
        if let Some((name, _)) = line.trim_start().split_once(": function(") {
            unused = !short_names(names).any(|(long, _)| long == name);
        }
        if !unused {
            lines.push_str(line);
            lines.push('\n');
        }
        unused &= line != "        },";
    }
    lines
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

/// What glue and module that are loaded on demand stand on. The instance may be
/// replaced after a failure; wasm-bindgen's own loader would keep the first one
/// for ever. It is made asynchronously: Chromium up to 114 refuses to compile and
/// to instantiate more than 4 kB on the main thread.
const REPLACEABLE: &str = "
import { jobs } from '#browser/members/jobs.js'
let wasm
let WASM_VECTOR_LEN
const getArrayU8FromWasm0 = (at, length) => new Uint8Array(wasm.memory.buffer, at >>> 0, length)
const getStringFromWasm0 = (at, length) => new TextDecoder().decode(getArrayU8FromWasm0(at, length))
const passStringToWasm0 = (text, malloc) => {
  const bytes = new TextEncoder().encode(text)
  const at = malloc(WASM_VECTOR_LEN = bytes.length, 1) >>> 0
  getArrayU8FromWasm0(at, bytes.length).set(bytes)
  return at
}
const getDataViewMemory0 = () => new DataView(wasm.memory.buffer)
const isLikeNone = value => value == null
const handleError = (act, given) => {
  try {
    return act(...given)
  } catch (error) {
    const at = wasm.__externref_table_alloc()
    wasm.__wbindgen_externrefs.set(at, error)
    wasm.__wbindgen_exn_store(at)
  }
}
export const instantiate = async module => {
  const { exports } = await WebAssembly.instantiate(module, __wbg_get_imports())
  wasm = exports
  wasm.__wbindgen_start()
}
";

/// What the imports stand on. A text goes out of the memory at once, and into
/// it in two: its length first, so that the module makes room. What comes in is
/// ASCII: no token, origin, number or record has anything else, so that DEL may
/// stand for the rest. (TextEncoder takes two microseconds.)
const HELPERS: &str = "
const page = number => pages.get(number).deref()
const getStringFromWasm0 = (at, length) =>
  new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, at >>> 0, length))
const text = {
  length: () => waiting.came.length,
  copy: at => {
    const { came } = waiting
    const bytes = new Uint8Array(wasm.memory.buffer, at >>> 0)
    for (let i = 0; i < came.length; i++) bytes[i] = Math.min(came.charCodeAt(i), 127)
  },
}
";
