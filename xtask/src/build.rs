//! From the Rust crate to `pkg/dist/`, ready for `npm pack`.

mod bundle;
mod wasm;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout::Checkout;
use crate::{command, encode, setup};

pub use bundle::ENTRIES;
pub use wasm::opt as optimise;

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
    let glue = folder.join("glue");
    let wasm = ["inline", "slim", "workerd", "edge-light"].map(|name| glue.join(name));
    let parts = ["page", "members", "backend"].map(|name| folder.join(name));
    let [fetched, files] = ["slim", "workerd"].map(|folder| checkout.dist().join(folder));
    // Nothing of another build ships.
    fs::remove_dir_all(checkout.dist())
        .or_else(|why| match why.kind() {
            ErrorKind::NotFound => Ok(()),
            _ => Err(why),
        })
        .map_err(|why| format!("dist: {why}"))?;
    for folder in parts.iter().chain(&wasm).chain([&fetched, &files]) {
        fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }

    let page = module(checkout, &programs, &modules, Part::Page)?;
    let members = module(checkout, &programs, &modules, Part::Members)?;
    let backend = module(checkout, &programs, &modules, Part::Backend)?;
    // Workers and edge runtimes take them as files, since they compile nothing.
    for (folder, part, module) in [
        (&files, "page", &page),
        (&files, "members", &members),
        (&files, "backend", &backend),
        (&fetched, "page", &page),
        (&fetched, "members", &members),
    ] {
        fs::copy(&module.wasm, folder.join(format!("{part}.wasm")))
            .map_err(|why| format!("{part}.wasm: {why}"))?;
    }
    bundle::for_pages(checkout, &modules, &glue)?;
    bundle::for_servers(checkout, &modules, &glue)?;
    Ok(Built { page, members })
}

/// The modules of a page as the last build made them, but with the names of their functions.
pub fn with_names(checkout: &Checkout) -> Result<Vec<PathBuf>, String> {
    let modules = setup::npm(checkout)?;
    let named = [Part::Page, Part::Members].map(|part| {
        let own = checkout.target.join("package").join(part.name());
        let named = own.join("named.wasm");
        wasm::opt_with_names(
            &modules,
            part.optimisation(),
            &own.join("module_bg.wasm"),
            &named,
        )?;
        Ok(named)
    });
    named.into_iter().collect()
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
    let encoded = encode::encode(&read(&wasm)?);
    let glue = folder.join("glue");
    let inline = match part {
        Part::Page | Part::Members => format!("export default '{encoded}'\n"),
        // Nobody downloads it, so it is what every bundler makes of bytes.
        Part::Backend => import("../../backend/module.wasm"),
    };
    let script = format!("{}.js", part.name());
    write(&glue.join("inline").join(&script), inline)?;
    // Not a URL yet: what is no module has no import.meta.url.
    let url = format!(
        "export default () => new URL('./{}.wasm', import.meta.url)\n",
        part.name()
    );
    write(&glue.join("slim").join(&script), url)?;
    for (variant, path) in FILES {
        let path = path.replace("NAME", part.name());
        write(&glue.join(variant).join(&script), import(&path))?;
    }
    // For the type checker: `test types`.
    let declaration = format!(
        "import * as bindings from '../{}/module.js'\n{DECLARATION}",
        part.name()
    );
    write(
        &folder.join(format!("glue/{}.d.ts", part.name())),
        declaration,
    )?;
    let source = "declare const source: any\nexport default source\n";
    write(
        &glue.join("inline").join(format!("{}.d.ts", part.name())),
        source,
    )?;
    Ok(Module { wasm, encoded })
}

fn cargo(checkout: &Checkout, part: Part) -> Result<PathBuf, String> {
    let features = ["--no-default-features", "--features", part.features()];
    compile(checkout, "fetch-with-auth", part.level(), &features)
}

/// Compiles a crate to one module. No path of this machine ships: a build is the same from any folder.
pub fn compile(
    checkout: &Checkout,
    package: &str,
    level: &str,
    words: &[&str],
) -> Result<PathBuf, String> {
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
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level)
            // One crate type: with several, Cargo leaves `lto` out.
            .args([
                "rustc",
                "--crate-type=cdylib",
                "--release",
                "--lib",
                "--package",
                package,
            ])
            .args(words)
            .args(["--target", setup::WASM]),
    )?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(checkout.target.join(setup::WASM).join("release").join(file))
}

/// A script that only hands on what it imports.
fn import(path: &str) -> String {
    format!("import source from '{path}'\nexport default source\n")
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

/// How what is deployed imports a module that is a file: as it stands there in the variant's
/// folder of `dist`. Vercel's edge runtime and Next ask for the query.
const FILES: [(&str, &str); 2] = [
    ("workerd", "./NAME.wasm"),
    ("edge-light", "../workerd/NAME.wasm?module"),
];

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
