//! From the Rust crate to `pkg/dist/`, ready for `npm pack`.

mod bundle;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout::Checkout;
use crate::{command, encode, setup};

/// What a build leaves behind.
pub struct Built {
    pub page: Module,
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
    Page,
    Members,
    Backend,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Members => "members",
            Self::Backend => "backend",
        }
    }

    /// Nobody downloads what a server runs for each request.
    fn level(self) -> &'static str {
        match self {
            Self::Page | Self::Members => "z",
            Self::Backend => "3",
        }
    }

    /// The options of wasm-opt. What a page downloads has short names.
    fn optimisation(self) -> &'static [&'static str] {
        match self {
            Self::Page | Self::Members => &["-Oz", "--minify-imports-and-exports-and-modules"],
            Self::Backend => &["-O3"],
        }
    }

    fn features(self) -> &'static str {
        match self {
            Self::Page => "signing,small",
            Self::Members => "members",
            Self::Backend => "backend",
        }
    }
}

pub fn build(checkout: &Checkout) -> Result<Built, String> {
    setup::wasm_target(checkout)?;
    let programs = setup::wasm_bindgen(checkout)?;
    let modules = setup::npm(checkout)?;
    let folder = checkout.target.join("package");
    for folder in ["page", "members", "backend", "glue"].map(|name| folder.join(name)) {
        fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }

    fs::create_dir_all(checkout.dist()).map_err(|why| format!("dist: {why}"))?;

    let glue = folder.join("glue");
    let page = module(checkout, &programs, &modules, Part::Page)?;
    let members = module(checkout, &programs, &modules, Part::Members)?;
    let backend = module(checkout, &programs, &modules, Part::Backend)?;
    // Workers take it as a file, since they compile nothing.
    fs::copy(backend.wasm, checkout.dist().join("backend.wasm"))
        .map_err(|why| format!("backend.wasm: {why}"))?;
    bundle::for_pages(checkout, &modules, &glue)?;
    bundle::for_servers(checkout, &modules, &glue)?;
    Ok(Built { page, members })
}

/// Prints the bytes of the page's entry by file.
pub fn analyse(checkout: &Checkout) -> Result<(), String> {
    let glue = checkout.target.join("package/glue");
    bundle::analyse(checkout, &setup::npm(checkout)?, &glue)
}

/// Compiles a part, optimises it, and makes what wasm-bindgen writes for it a
/// function that can be called for each instance.
fn module(
    checkout: &Checkout,
    programs: &Path,
    modules: &Path,
    part: Part,
) -> Result<Module, String> {
    println!("build: the {} module", part.name());
    let folder = checkout.target.join("package");
    let own = folder.join(part.name());
    let compiled = cargo(checkout, part)?;
    command::run_captured(
        Command::new(programs.join("wasm-bindgen"))
            .args(["--target", "bundler"])
            .args(["--out-name", "module", "--out-dir"])
            .args([&own, &compiled]),
    )?;
    let wasm = own.join("module.wasm");
    let names = wasm::opt(
        modules,
        part.optimisation(),
        &own.join("module_bg.wasm"),
        &wasm,
    )?;
    let glue = read_text(&own.join("module_bg.js"))?;
    write(
        &own.join("bindings.js"),
        wasm::with_short_names(&glue, &names),
    )?;
    write(&own.join("entry.js"), wasm::with_short_names(ENTRY, &names))?;
    bundle::factory(
        modules,
        &own,
        &folder.join(format!("glue/{}.js", part.name())),
    )?;
    let encoded = encode(&wasm, part.name(), &folder)?;
    // For the type checker: `test types`.
    let declaration = format!(
        "import * as bindings from '../{}/module.js'\n{DECLARATION}",
        part.name()
    );
    write(
        &folder.join(format!("glue/{}.d.ts", part.name())),
        declaration,
    )?;
    let text = "declare const text: string\nexport default text\n";
    write(
        &folder.join(format!("glue/{}-encoded.d.ts", part.name())),
        text,
    )?;
    Ok(Module { wasm, encoded })
}

/// Compiles the crate. No path of this machine ships: a build is the same from any folder.
fn cargo(checkout: &Checkout, part: Part) -> Result<PathBuf, String> {
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let flags = [
        remap(&checkout.root, "/fetch-with-auth"),
        remap(&home("CARGO_HOME", ".cargo")?, "/cargo"),
        remap(&home("RUSTUP_HOME", ".rustup")?, "/rustup"),
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

/// Writes the module as JavaScript.
fn encode(wasm: &Path, name: &str, folder: &Path) -> Result<String, String> {
    let text = encode::encode(&read(wasm)?);
    let script = format!("export default '{text}'\n");
    write(&folder.join(format!("glue/{name}-encoded.js")), script)?;
    Ok(text)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), String> {
    fs::write(path, bytes).map_err(|why| format!("{}: {why}", path.display()))
}

fn home(variable: &str, folder: &str) -> Result<PathBuf, String> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(folder)))
        .ok_or_else(|| format!("neither {variable} nor HOME is set"))
}

/// The type of what [`bundle::factory`] makes.
const DECLARATION: &str =
    "declare const make: () => typeof bindings & { start(exports: object): void }
export default make
";

/// What `module.js` of wasm-bindgen's would do, but for one instance of several.
const ENTRY: &str = "import * as bindings from './bindings.js'
made = {
  ...bindings,
  start(exports) {
    bindings.__wbg_set_wasm(exports)
    exports.__wbindgen_start()
  },
}
";
