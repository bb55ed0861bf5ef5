//! From the Rust crate to `pkg/dist/`, ready for `npm pack`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use crate::checkout::Checkout;
use crate::{command, setup};

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
    let wasm = opt(&modules, &glue.join("module_bg.wasm"), &folder)?;
    let encoded = encode(&wasm, &glue)?;
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
            .args(["--target", setup::WASM]),
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

/// Makes the module small. Never skipped: an unoptimised module must not ship by accident.
fn opt(modules: &Path, module: &Path, folder: &Path) -> Done<PathBuf> {
    let out = folder.join("module.wasm");
    command::quiet(
        Command::new(modules.join(".bin/wasm-opt"))
            .args(WASM_OPT)
            .arg(module)
            .arg("-o")
            .arg(&out),
    )?;
    Ok(out)
}

/// Writes the module as JavaScript: deflated, then base64.
fn encode(wasm: &Path, glue: &Path) -> Done<String> {
    let text = command::output(Command::new("node").args(["-e", ENCODE]).arg(wasm))?;
    let path = glue.join("encoded.js");
    fs::write(&path, format!("export default {text:?};\n"))
        .map_err(|why| format!("{}: {why}", path.display()))?;
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

const ENCODE: &str = "const { readFileSync } = require('fs'); \
    const { deflateRawSync } = require('zlib'); \
    process.stdout.write(deflateRawSync(readFileSync(process.argv[1]), { level: 9 }).toString('base64'))";

/// The features are listed one by one: with --all-features, Node 20 would reject the module.
const WASM_OPT: [&str; 11] = [
    "-Oz",
    "--enable-reference-types",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];
