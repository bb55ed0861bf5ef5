//! From the Rust crate to `pkg/dist/`, ready for `npm pack`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use crate::checkout::Checkout;
use crate::{command, encode, glue, setup};

/// What a build leaves behind.
pub struct Built {
    /// The module as it ships, before it is encoded into JavaScript.
    pub wasm: PathBuf,
    /// The module's encoded form, as it stands in the bundle.
    pub encoded: String,
}

pub fn build(checkout: &Checkout) -> Done<Built> {
    setup::wasm_target(checkout)?;
    let programs = setup::wasm_bindgen(checkout)?;
    let modules = setup::npm(checkout)?;
    let folder = checkout.target.join("package");
    fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;

    let module = cargo(checkout)?;
    let glue = folder.join("glue");
    bindgen(&programs, &module, &glue)?;
    let script = glue.join("module.js");
    let script =
        fs::read_to_string(&script).map_err(|why| format!("{}: {why}", script.display()))?;
    let used = used(&modules, &glue.join("module_bg.wasm"), &script, &folder)?;
    let (wasm, names) = opt(&modules, &used, &folder)?;
    let encoded = encode(&wasm, &script, &glue, &names)?;
    bundle(checkout, &modules, &glue)?;
    Ok(Built { wasm, encoded })
}

/// Compiles the crate. No path of this machine ships: a build is the same from any folder.
fn cargo(checkout: &Checkout) -> Done<PathBuf> {
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let flags = [
        remap(&checkout.root, "/fetch-with-auth"),
        remap(&home("CARGO_HOME", ".cargo")?, "/cargo"),
        remap(&home("RUSTUP_HOME", ".rustup")?, "/rustup"),
        // Less is inlined than even `opt-level = "s"` would: 3 % smaller.
        "-Cllvm-args=-inline-threshold=30".to_owned(),
    ];
    command::run(
        checkout
            .cargo()
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .args([
                "build",
                "--release",
                "--lib",
                "--package",
                "fetch-with-auth",
            ])
            .args(["--features", "small", "--target", setup::WASM]),
    )?;
    Ok(checkout
        .target
        .join(setup::WASM)
        .join("release/fetch_with_auth.wasm"))
}

/// Makes the glue between module and JavaScript.
fn bindgen(programs: &Path, module: &Path, glue: &Path) -> Done {
    command::quiet(
        Command::new(programs.join("wasm-bindgen"))
            .args(["--target", "web", "--omit-default-module-path"])
            .args(["--no-typescript", "--out-name", "module", "--out-dir"])
            .args([glue, module]),
    )
}

/// Keeps what the exports of `export.rs` reach. wasm-bindgen exports more, for
/// handles and texts as it would hand them over.
fn used(modules: &Path, module: &Path, script: &str, folder: &Path) -> Done<PathBuf> {
    let (graph, out) = (folder.join("used.json"), folder.join("used.wasm"));
    let exports: Vec<&str> = ["memory"]
        .into_iter()
        .chain(glue::exports(script))
        .collect();
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
fn opt(modules: &Path, module: &Path, folder: &Path) -> Done<(PathBuf, String)> {
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

/// Writes glue and module as JavaScript.
fn encode(wasm: &Path, script: &str, glue: &Path, names: &str) -> Done<String> {
    let read = |path: &Path| fs::read(path).map_err(|why| format!("{}: {why}", path.display()));
    let write = |name: &str, text: String| {
        fs::write(glue.join(name), text).map_err(|why| format!("{name}: {why}"))
    };
    let text = encode::encode(&read(wasm)?);
    write("core.js", glue::factory(script, names)?)?;
    write("encoded.js", format!("export default '{text}'\n"))?;
    Ok(text)
}

/// Joins the package's face, the glue and the encoded module into one self-contained module.
fn bundle(checkout: &Checkout, modules: &Path, glue: &Path) -> Done {
    let entry = checkout.dist().join("index.js");
    command::quiet(
        Command::new(modules.join(".bin/esbuild"))
            .current_dir(checkout.package())
            .args(["index.js", "--bundle", "--minify", "--format=esm"])
            .args(["--target=es2022", "--legal-comments=none"])
            .arg(format!("--mangle-props=^({PRIVATE})$"))
            .arg(format!("--alias:#glue={}", glue.display()))
            .arg(format!("--outfile={}", entry.display())),
    )
}

fn home(variable: &str, folder: &str) -> Done<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(folder)))
        .ok_or_else(|| format!("neither {variable} nor HOME is set"))
}

/// Members that only our own files know, so that their names may be short. None
/// of them is a name of the browser's.
const PRIVATE: &str = "settings|departure|authorization|renewed|unlock|told|original|flags|sent|came|\
    succeeded|exchange|challenge|discard|hold|repeats|own|park|ask|tell|drive|failed|shared|once|\
    kind|input|init|module|page|post|api|response|start|step|end|forget|renewal|for|unlock|lines|handle|number|all|load|lock|pause|token";

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
