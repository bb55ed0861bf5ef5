//! From the Rust crate to `pkg/dist/`, ready for `npm pack`.

mod bundle;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use crate::checkout::Checkout;
use crate::silence::silence;
use crate::{command, encode, glue, setup};

/// What a build leaves behind.
pub struct Built {
    pub signing: Module,
    pub members: Module,
}

/// A WebAssembly module of the package.
pub struct Module {
    /// As it ships, before it is encoded into JavaScript.
    pub wasm: PathBuf,
    /// Its encoded form, as it stands in the bundle.
    pub encoded: String,
}

/// What the crate is compiled for: one module that every page needs, one that
/// is loaded on demand, and one for servers.
#[derive(Clone, Copy)]
enum Part {
    Signing,
    Members,
    Backend,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Signing => "signing",
            Self::Members => "members",
            Self::Backend => "backend",
        }
    }

    /// LLVM's threshold: by trial where bytes count, its own where time does.
    fn inlining(self) -> u32 {
        match self {
            Self::Signing => 8,
            Self::Members => 75,
            Self::Backend => 225,
        }
    }

    /// Nobody downloads what a server runs for each request.
    fn level(self) -> &'static str {
        match self {
            Self::Signing | Self::Members => "z",
            Self::Backend => "3",
        }
    }

    fn features(self) -> &'static str {
        match self {
            Self::Signing => "signing,small",
            Self::Members => "members",
            Self::Backend => "backend",
        }
    }
}

pub fn build(checkout: &Checkout) -> Done<Built> {
    setup::wasm_target(checkout)?;
    let programs = setup::wasm_bindgen(checkout)?;
    let modules = setup::npm(checkout)?;
    let folder = checkout.target.join("package");
    for folder in ["signing", "members", "backend", "glue"].map(|name| folder.join(name)) {
        fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }

    let glue = folder.join("glue");
    let signing = signing(checkout, &programs, &modules, &folder)?;
    let members = members(checkout, &programs, &modules, &folder)?;
    backend(checkout, &programs, &modules, &folder)?;
    bundle::for_pages(checkout, &modules, &glue, &folder)?;
    bundle::for_servers(checkout, &modules, &glue)?;
    Ok(Built { signing, members })
}

fn signing(checkout: &Checkout, programs: &Path, modules: &Path, folder: &Path) -> Done<Module> {
    let bare = folder.join("signing");
    bindgen(checkout, programs, Part::Signing, &bare)?;
    hush(&bare)?;
    let script = read_text(&bare.join("module.js"))?;
    let exports = ["memory"].into_iter().chain(glue::exports(&script));
    let used = wasm::used(modules, &bare.join("module_bg.wasm"), exports, &bare)?;
    let (wasm, names) = wasm::opt(modules, &used, &bare)?;
    let encoded = encode(&wasm, "signing", folder)?;
    write(
        &folder.join("glue/core.js"),
        &glue::factory(&script, &names)?,
    )?;
    Ok(Module { wasm, encoded })
}

/// This one keeps the glue that wasm-bindgen wrote for it.
fn members(checkout: &Checkout, programs: &Path, modules: &Path, folder: &Path) -> Done<Module> {
    let bare = folder.join("members");
    bindgen(checkout, programs, Part::Members, &bare)?;
    hush(&bare)?;
    let script = glue::replaceable(&read_text(&bare.join("module.js"))?)?;
    let exports = glue::mentioned(&script).into_iter();
    let used = wasm::used(modules, &bare.join("module_bg.wasm"), exports, &bare)?;
    let (wasm, names) = wasm::opt(modules, &used, &bare)?;
    let encoded = encode(&wasm, "members", folder)?;
    let script = glue::shortened(&script, &names);
    write(&folder.join("glue/members.js"), &script)?;
    Ok(Module { wasm, encoded })
}

/// This one is for servers: it keeps all of its glue and its words, and is
/// optimised for speed. Workers take it as a file, since they compile nothing.
fn backend(checkout: &Checkout, programs: &Path, modules: &Path, folder: &Path) -> Done {
    let bare = folder.join("backend");
    bindgen(checkout, programs, Part::Backend, &bare)?;
    let wasm = checkout.dist().join("backend.wasm");
    fs::create_dir_all(checkout.dist()).map_err(|why| format!("dist: {why}"))?;
    command::quiet(
        Command::new(modules.join(".bin/wasm-opt"))
            .args(wasm::FEATURES)
            .args(["-O3", "--strip-debug", "--strip-producers"])
            .arg("--strip-target-features")
            .arg(bare.join("module_bg.wasm"))
            .arg("-o")
            .arg(&wasm),
    )?;
    encode(&wasm, "backend", folder)?;
    let script = glue::again(&read_text(&bare.join("module.js"))?)?;
    write(&folder.join("glue/backend.js"), script)
}

/// Compiles the crate. No path of this machine ships: a build is the same from any folder.
fn cargo(checkout: &Checkout, part: Part) -> Done<PathBuf> {
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let flags = [
        remap(&checkout.root, "/fetch-with-auth"),
        remap(&home("CARGO_HOME", ".cargo")?, "/cargo"),
        remap(&home("RUSTUP_HOME", ".rustup")?, "/rustup"),
        // Less is inlined than even `opt-level = "s"` would: 3 % smaller.
        format!("-Cllvm-args=-inline-threshold={}", part.inlining()),
        // Browsers have it since 2021: no loops of our own that copy bytes.
        "-Ctarget-feature=+bulk-memory".to_owned(),
    ];
    command::run(
        checkout
            .cargo()
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", part.level())
            // One crate type: with several, Cargo leaves `lto` out.
            .args([
                "rustc",
                "--crate-type=cdylib",
                "--release",
                "--lib",
                "--package",
                "fetch-with-auth",
            ])
            .args(["--no-default-features", "--features", part.features()])
            .args(["--target", setup::WASM]),
    )?;
    Ok(checkout
        .target
        .join(setup::WASM)
        .join("release/fetch_with_auth.wasm"))
}

/// Compiles, and makes the glue between module and JavaScript.
fn bindgen(checkout: &Checkout, programs: &Path, part: Part, folder: &Path) -> Done {
    println!("build: the {} module", part.name());
    let module = cargo(checkout, part)?;
    command::quiet(
        Command::new(programs.join("wasm-bindgen"))
            .args(["--target", "web", "--omit-default-module-path"])
            .args(["--no-typescript", "--out-name", "module", "--out-dir"])
            .args([folder, &module]),
    )
}

/// Takes the words out of a module.
fn hush(folder: &Path) -> Done {
    let bare = folder.join("module_bg.wasm");
    write(&bare, silence(&read(&bare)?)?)
}

/// Writes the module as JavaScript.
fn encode(wasm: &Path, name: &str, folder: &Path) -> Done<String> {
    let text = encode::encode(&read(wasm)?);
    let script = format!("export default '{text}'\n");
    write(&folder.join(format!("glue/{name}-encoded.js")), script)?;
    Ok(text)
}

fn read(path: &Path) -> Done<Vec<u8>> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn read_text(path: &Path) -> Done<String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Done {
    fs::write(path, bytes).map_err(|why| format!("{}: {why}", path.display()))
}

fn home(variable: &str, folder: &str) -> Done<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(folder)))
        .ok_or_else(|| format!("neither {variable} nor HOME is set"))
}
