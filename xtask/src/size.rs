//! What a page that signs its calls has to transfer.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::bench::cold;
use crate::build::{self, Module};
use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::{command, setup};

struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// The sizes, those of peers' pages that do the same, and what the page consists of.
pub fn all(checkout: &Checkout) -> Result<(), String> {
    let result = size(checkout);
    let folder = Scratch::new("peers")?;
    println!("\nThe smallest page that makes one signed call with");
    for peer in cold::bundle(checkout, &[], folder.path())? {
        let page = folder.path().join("out").join(&peer).join("page.js");
        row(&peer, &measure(folder.path(), &read(&page)?)?);
    }
    println!("\nWhere the bytes of dist/index.js are, minified");
    build::analyse(checkout)?;
    result
}

pub fn size(checkout: &Checkout) -> Result<(), String> {
    let built = build::build(checkout)?;
    let folder = Scratch::new("size")?;
    let page = signing_page(checkout, folder.path())?;
    let whole = measure(folder.path(), page.as_bytes())?;

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
    for binding in BINDINGS {
        let script = measure(folder.path(), &read(&checkout.dist().join(binding))?)?;
        row(&format!("{binding}, beside the package"), &script);
        if script.brotli > BINDING_BUDGET {
            return Err(format!("{binding}: more than {BINDING_BUDGET} bytes"));
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

const MEASURE: &str = "const { readFileSync } = require('fs'); \
    const { gzipSync, brotliCompressSync, constants } = require('zlib'); \
    const bytes = readFileSync(process.argv[1]); \
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }; \
    console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, { params }).length)";

/// Brotli 11. The leanest import of the SDK that this replaces is 16.0 kB; this stays clearly below it.
const BUDGET: usize = 22_500;

/// Brotli 11, of `dist/members.js`: loaded when the first of its functions is called.
const MEMBERS_BUDGET: usize = 30_000;

/// For components: each has what they share.
const BINDINGS: [&str; 3] = ["react.js", "svelte.js", "vue.js"];

/// Brotli 11, of each of them.
const BINDING_BUDGET: usize = 1000;
