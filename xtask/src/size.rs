//! What a page that signs its calls has to transfer.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::bench::cold;
use crate::build::{self, Module};
use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::{command, setup};

#[derive(Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// The sizes, those of peers' pages that do the same, those of every entry, and where the bytes are.
pub fn all(checkout: &Checkout) -> Result<(), String> {
    let result = size(checkout);
    peers(checkout)?;
    entries(checkout)?;
    println!("\nWhere the bytes are: JavaScript by file, minified (esbuild --analyze)");
    build::analyse(checkout)?;
    for module in build::with_names(checkout)? {
        println!(
            "\nWhere the bytes are: {}, uncompressed (twiggy top)\n\
             The names of functions are for this table only, and do not ship.",
            module.display()
        );
        command::run(
            Command::new(setup::twiggy(checkout)?)
                .args(["top", "-n", "25"])
                .arg(module),
        )?;
    }
    result
}

fn peers(checkout: &Checkout) -> Result<(), String> {
    let folder = Scratch::new("peers")?;
    let pages = PEERS.map(|(page, _)| page);
    cold::bundle(checkout, &pages, &[], folder.path())?;
    println!("\nThe smallest page that makes one signed call, with each client");
    head();
    for (page, package) in PEERS {
        let manifest = format!("node_modules/{package}/package.json");
        let version = match package {
            "" => String::new(),
            package => format!(
                ": {package} {}",
                text(&json(&folder.path().join(manifest))?["version"])
            ),
        };
        let out = folder.path().join("out").join(page);
        loaded_row(&format!("{page}{version}"), folder.path(), &out)?;
    }
    Ok(())
}

/// Each entry for pages, bundled whole.
fn entries(checkout: &Checkout) -> Result<(), String> {
    let folder = Scratch::new("entries")?;
    checkout.link_package(folder.path())?;
    let esbuild = setup::npm(checkout)?.join(".bin/esbuild");
    println!("\nEach entry for pages, with all that it exports, without peer dependencies");
    head();
    let exports = json(&checkout.package().join("package.json"))?;
    for entry in exports["exports"].as_object().into_iter().flatten() {
        let script = text(&entry.1["default"]).rsplit('/').next();
        if script.is_none_or(|script| !build::ENTRIES.contains(&script)) {
            continue;
        }
        let name = entry.0.replacen('.', "fetch-with-auth", 1);
        let out = folder.path().join(name.replace('/', "-"));
        let script = out.with_extension("js");
        fs::write(&script, format!("export * from '{name}'\n"))
            .map_err(|why| format!("{}: {why}", script.display()))?;
        command::run_captured(
            Command::new(&esbuild)
                .current_dir(folder.path())
                .arg(format!("page={}", script.display()))
                .args(["--bundle", "--minify", "--format=esm", "--splitting"])
                .args(["--external:@wix/*", "--external:react", "--external:vue"])
                .args(name.contains("/slim").then_some(SLIM).into_iter().flatten())
                .arg(format!("--outdir={}", out.display()))
                .arg(format!("--metafile={}/meta.json", out.display())),
        )?;
        loaded_row(&name, folder.path(), &out)?;
    }
    Ok(())
}

fn head() {
    println!(
        "{:<42}{:>8}{:>8}{:>8}{:>12}",
        "", "raw", "gzip", "brotli", "on demand"
    );
}

/// What a bundle in this folder loads with its script `page.js`, its module if that is a file, and
/// what that may load later, each file compressed alone.
fn loaded_row(name: &str, folder: &Path, out: &Path) -> Result<(), String> {
    let meta = json(&out.join("meta.json"))?;
    let outputs = meta["outputs"].as_object().ok_or("esbuild made nothing")?;
    let mut at_once: Vec<&str> = outputs
        .keys()
        .map(String::as_str)
        .filter(|file| file.ends_with("/page.js") || file.ends_with("/page.wasm"))
        .collect();
    let mut number = 0;
    while let Some(file) = at_once.get(number) {
        let imports = outputs[*file]["imports"].as_array().into_iter().flatten();
        let imported: Vec<&str> = imports
            .filter(|import| import["kind"] == "import-statement")
            .map(|import| text(&import["path"]))
            .filter(|path| outputs.contains_key(*path) && !at_once.contains(path))
            .collect();
        at_once.extend(imported);
        number += 1;
    }
    let mut whole = Size::default();
    let mut on_demand = 0;
    for file in outputs.keys() {
        let path = out.join(Path::new(file).file_name().unwrap_or_default());
        let size = measure(folder, &read(&path)?)?;
        if at_once.contains(&file.as_str()) {
            whole.raw += size.raw;
            whole.gzip += size.gzip;
            whole.brotli += size.brotli;
        } else {
            on_demand += size.brotli;
        }
    }
    println!(
        "{name:<42}{:>8}{:>8}{:>8}{on_demand:>12}",
        whole.raw, whole.gzip, whole.brotli
    );
    Ok(())
}

fn json(path: &Path) -> Result<Value, String> {
    serde_json::from_slice(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn size(checkout: &Checkout) -> Result<(), String> {
    let built = build::build(checkout)?;
    let folder = Scratch::new("size")?;
    let page = signing_page(checkout, folder.path())?;
    let whole = measure(folder.path(), page.as_bytes())?;

    let version = |program: &Path| command::output(Command::new(program).arg("--version"));
    println!(
        "Bundles are of esbuild {} (--bundle --minify --format=esm --splitting). Compressed by\n\
         zlib of Node {}, each file alone: gzip 9, brotli 11. All figures are bytes.",
        version(&setup::npm(checkout)?.join(".bin/esbuild"))?.trim(),
        version(Path::new("node"))?.trim()
    );
    println!("{:<34}{:>8}{:>8}{:>8}", "", "raw", "gzip", "brotli");
    for (name, bytes) in parts(&built.page, &page)? {
        row(name, &measure(folder.path(), &bytes)?);
    }
    row("signing page, all of it", &whole);
    let members = measure(folder.path(), &read(&checkout.dist().join("members.js"))?)?;
    row(
        "members.wasm",
        &measure(folder.path(), &read(&built.members.wasm)?)?,
    );
    row("members, loaded on demand", &members);
    for (entry, budget) in BESIDE {
        let script = measure(folder.path(), &read(&checkout.dist().join(entry))?)?;
        row(&format!("{entry}, beside the package"), &script);
        if script.brotli > budget {
            return Err(format!("{entry}: more than {budget} bytes"));
        }
    }
    if whole.brotli > BUDGET {
        return Err(format!(
            "a signing page transfers {} bytes, {} above the budget of {BUDGET}",
            whole.brotli,
            whole.brotli - BUDGET
        ));
    }
    if members.brotli > MEMBERS_BUDGET {
        return Err(format!(
            "what members need is {} bytes, {} above the budget of {MEMBERS_BUDGET}",
            members.brotli,
            members.brotli - MEMBERS_BUDGET
        ));
    }
    println!(
        "{} and {} bytes below the budgets of {BUDGET} and {MEMBERS_BUDGET}",
        BUDGET - whole.brotli,
        MEMBERS_BUDGET - members.brotli
    );
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

/// The smallest page that signs, bundled as its author would.
fn signing_page(checkout: &Checkout, folder: &Path) -> Result<String, String> {
    let modules = setup::npm(checkout)?;
    checkout.link_package(folder)?;
    let failed = |why| format!("{}: {why}", folder.display());
    fs::write(folder.join("page.js"), PAGE).map_err(failed)?;
    command::run_captured(
        Command::new(modules.join(".bin/esbuild"))
            .current_dir(folder)
            .args(["page.js", "--bundle", "--minify", "--format=esm"])
            .args(["--splitting", "--outdir=bundle"]),
    )?;
    fs::read_to_string(folder.join("bundle/page.js")).map_err(failed)
}

/// The largest parts, each compressed alone, so that they do not quite add up.
fn parts(module: &Module, page: &str) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let wasm = read(&module.wasm)?;
    let script = page.replacen(&module.encoded, "", 1);
    if script.len() == page.len() {
        return Err("the module is not in the bundle as it was encoded".to_owned());
    }
    Ok(vec![
        ("module.wasm", wasm),
        ("the module as it is inlined", module.encoded.clone().into()),
        ("JavaScript without the module", script.into()),
    ])
}

/// By Node's zlib, the encoders that servers have.
fn measure(folder: &Path, bytes: &[u8]) -> Result<Size, String> {
    let path = folder.join("measured");
    fs::write(&path, bytes).map_err(|why| format!("{}: {why}", path.display()))?;
    let printed = command::output(Command::new("node").args(["-e", MEASURE]).arg(&path))?;
    let numbers: Vec<usize> = printed
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    match numbers[..] {
        [raw, gzip, brotli] => Ok(Size { raw, gzip, brotli }),
        _ => Err(format!("no sizes in: {printed}")),
    }
}

fn row(name: &str, size: &Size) {
    println!(
        "{name:<34}{:>8}{:>8}{:>8}",
        size.raw, size.gzip, size.brotli
    );
}

const PAGE: &str = r#"import { configure, fetchWithAuth } from "fetch-with-auth";
configure({ clientId: "2d5b1bf5-7ef6-4ea5-8b0b-1b1ba3ce2a2d" });
fetchWithAuth("/api/cart").then((response) => console.log(response.status));
"#;

/// The pages of `xtask/bench/cold/pages`, and the package that each is there for.
const PEERS: [(&str, &str); 10] = [
    ("plain", ""),
    ("ours", ""),
    ("ours-slim", ""),
    ("wix-sdk", "@wix/sdk"),
    ("wix-sdk-stored", "@wix/sdk"),
    ("wix-sdk-documented", "@wix/sdk"),
    ("oidc-client-ts", "oidc-client-ts"),
    ("supabase-auth", "@supabase/auth-js"),
    ("supabase", "@supabase/supabase-js"),
    ("auth0-spa-js", "@auth0/auth0-spa-js"),
];

/// The modules as files, which esbuild does not find itself.
const SLIM: [&str; 3] = [
    "page=fetch-with-auth/slim/page.wasm",
    "members=fetch-with-auth/slim/members.wasm",
    "--loader:.wasm=copy",
];

const MEASURE: &str = "const { readFileSync } = require('fs'); \
    const { gzipSync, brotliCompressSync, constants } = require('zlib'); \
    const bytes = readFileSync(process.argv[1]); \
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }; \
    console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, { params }).length)";

/// Brotli 11. The leanest page with the SDK that this replaces is 16.3 kB.
const BUDGET: usize = 22_500;

/// Brotli 11, of `dist/members.js`: loaded when the first of its functions is called.
const MEMBERS_BUDGET: usize = 30_000;

/// Brotli 11: what components need, each with what they share, and the panel for development.
const BESIDE: [(&str, usize); 4] = [
    ("react.js", 1000),
    ("svelte.js", 1000),
    ("vue.js", 1000),
    ("devtools.js", 12_000),
];
