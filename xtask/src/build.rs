//! From the Rust crate to `pkg/dist/`, ready for `npm pack`.

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
            Self::Signing => 30,
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
    bundle(checkout, &modules, &glue, &folder)?;
    serve(checkout, &modules, &glue)?;
    Ok(Built { signing, members })
}

fn signing(checkout: &Checkout, programs: &Path, modules: &Path, folder: &Path) -> Done<Module> {
    let bare = folder.join("signing");
    bindgen(checkout, programs, Part::Signing, &bare)?;
    hush(&bare)?;
    let script = read_text(&bare.join("module.js"))?;
    let exports = ["memory"].into_iter().chain(glue::exports(&script));
    let used = used(modules, &bare.join("module_bg.wasm"), exports, &bare)?;
    let (wasm, names) = opt(modules, &used, &bare)?;
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
    let used = used(modules, &bare.join("module_bg.wasm"), exports, &bare)?;
    let (wasm, names) = opt(modules, &used, &bare)?;
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
            .args(FEATURES)
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
            .args([
                "build",
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

/// Keeps what these exports reach. wasm-bindgen exports more, for handles and
/// texts as it would hand them over.
fn used<'a>(
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

/// Writes the module as JavaScript.
fn encode(wasm: &Path, name: &str, folder: &Path) -> Done<String> {
    let text = encode::encode(&read(wasm)?);
    let script = format!("export default '{text}'\n");
    write(&folder.join(format!("glue/{name}-encoded.js")), script)?;
    Ok(text)
}

/// Joins the package's face, the glue and the encoded module into one
/// self-contained module, and what loads on demand into others. Private names
/// are the same in all of them.
fn bundle(checkout: &Checkout, modules: &Path, glue: &Path, folder: &Path) -> Done {
    let names = folder.join("names.json");
    write(&names, "{}")?;
    let browser = checkout.root.join("src/browser");
    for entry in ENTRIES {
        let others = ENTRIES.iter().filter(|other| **other != entry);
        command::quiet(
            Command::new(modules.join(".bin/esbuild"))
                .current_dir(checkout.package())
                .args([entry, "--bundle", "--minify", "--format=esm"])
                .args(["--target=es2022", "--legal-comments=none"])
                .args(others.map(|other| format!("--external:./{other}")))
                .arg(format!("--mangle-props=^({PRIVATE})$"))
                .arg(format!("--mangle-cache={}", names.display()))
                .arg(format!("--alias:#glue={}", glue.display()))
                .arg(format!("--alias:#browser={}", browser.display()))
                .arg(format!(
                    "--outfile={}",
                    checkout.dist().join(entry).display()
                )),
        )?;
    }
    Ok(())
}

/// The entries for servers, and the one that says so in a page. Their names stay
/// as they are: what they export is public, and nobody downloads them.
fn serve(checkout: &Checkout, modules: &Path, glue: &Path) -> Done {
    let browser = checkout.root.join("src/browser");
    for (entry, face, compiled) in SERVERS {
        let compiled = checkout.package().join("backend").join(compiled);
        command::quiet(
            Command::new(modules.join(".bin/esbuild"))
                .current_dir(checkout.package())
                .args([face, "--bundle", "--format=esm"])
                .args(["--target=es2022", "--legal-comments=none"])
                .args(["--minify-whitespace", "--minify-syntax"])
                .args(["--external:./backend.wasm", "--external:node:*"])
                .arg(format!("--alias:#compiled={}", compiled.display()))
                .arg(format!("--alias:#glue={}", glue.display()))
                .arg(format!("--alias:#browser={}", browser.display()))
                .arg(format!(
                    "--outfile={}",
                    checkout.dist().join(entry).display()
                )),
        )?;
    }
    Ok(())
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

/// Members that only our own files know, so that their names may be short. None
/// of them is a name of the browser's.
const PRIVATE: &str = "take|visitorToken|rejoined|beside|refused|storageOf|dispatch|settings|departure|authorization|renewed|unlock|told|original|flags|sent|came|\
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

/// What the package consists of. Whatever is not the first loads on demand or
/// on its own.
const ENTRIES: [&str; 4] = [
    "index.js",
    "members.js",
    "wix-session-cookie.js",
    "wix-sdk.js",
];

/// Each with its face, and where it gets its compiled module from.
const SERVERS: [(&str, &str, &str); 3] = [
    ("backend.js", "backend.js", "compiled.js"),
    ("backend-workerd.js", "backend.js", "compiled-workerd.js"),
    ("backend-page.js", "backend-page.js", "compiled.js"),
];
