//! From the package's face, the glue and the encoded modules to what ships.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::checkout::Checkout;
use crate::command;

/// Joins the package's face, the glue and the module into one self-contained module,
/// and what loads on demand into others: for pages and for what runs there
/// elsewhere.
pub fn for_pages(checkout: &Checkout, modules: &Path, glue: &Path) -> Result<(), String> {
    for variant in VARIANTS {
        for entry in variant.entries {
            let others = ENTRIES.iter().filter(|other| *other != entry);
            command::run_captured(
                esbuild(checkout, modules, glue, variant, entry)
                    .args([*entry, "--minify"])
                    .args(PEERS)
                    .args(others.map(|other| format!("--external:./{other}"))),
            )?;
        }
        mark_retry(&checkout.dist().join(variant.folder).join(ENTRIES[0]))?;
    }
    Ok(())
}

/// Bundlers warn of an import whose URL they do not know, unless a comment tells them to
/// leave it to the engine; and esbuild keeps no comment where it leaves out whitespace.
fn mark_retry(script: &Path) -> Result<(), String> {
    let failed = |why| format!("{}: {why}", script.display());
    let text = fs::read_to_string(script).map_err(failed)?;
    if text.matches(RETRY).count() != 1 {
        return Err(format!("{}: not one {RETRY}", script.display()));
    }
    let marked = RETRY.replace('(', "(/*webpackIgnore:true*//*@vite-ignore*/");
    fs::write(script, text.replace(RETRY, &marked)).map_err(failed)
}

/// Prints the bytes of the first entry by file.
pub fn analyse(checkout: &Checkout, modules: &Path, glue: &Path) -> Result<(), String> {
    let others = ENTRIES.iter().skip(1);
    command::run(
        esbuild(checkout, modules, glue, VARIANTS[0], ENTRIES[0])
            .args([ENTRIES[0], "--minify", "--analyze"])
            .args(others.map(|other| format!("--external:./{other}"))),
    )?;
    // It has been written once more.
    mark_retry(&checkout.dist().join(VARIANTS[0].folder).join(ENTRIES[0]))
}

/// The entries for servers, and the one that says so in a page. Their names stay
/// as they are: what they export is public, and nobody downloads them.
pub fn for_servers(checkout: &Checkout, modules: &Path, glue: &Path) -> Result<(), String> {
    let build = |variant, entry| {
        command::run_captured(
            esbuild(checkout, modules, glue, variant, entry)
                .args([entry, "--minify-whitespace", "--minify-syntax"])
                .args(["--external:node:*", "--external:fetch-with-auth/*"])
                .args(PEERS)
                .arg(format!("--external:./{WEBHOOK}")),
        )
    };
    for variant in VARIANTS.into_iter().filter(|variant| !variant.is_fetched) {
        webhook(checkout, modules, glue, variant)?;
        build(variant, "backend.js")?;
        build(variant, "server.js")?;
    }
    build(VARIANTS[0], "backend-page.js")?;
    build(VARIANTS[0], "node.js")?;
    // These have no module of their own: the bundler chooses the backend or server.
    WITHOUT_MODULES
        .iter()
        .try_for_each(|entry| build(VARIANTS[0], entry))
}

/// What verifies webhooks, with the JOSE library in it and the licence of that.
fn webhook(
    checkout: &Checkout,
    modules: &Path,
    glue: &Path,
    variant: Variant,
) -> Result<(), String> {
    let licence = modules.join("jose/LICENSE.md");
    let licence =
        fs::read_to_string(&licence).map_err(|why| format!("{}: {why}", licence.display()))?;
    command::run_captured(
        esbuild(checkout, modules, glue, variant, WEBHOOK)
            .env("NODE_PATH", modules)
            .args(["backend/webhook.js", "--minify-whitespace"])
            .arg("--minify-syntax")
            .arg(format!("--banner:js=/* jose, panva/jose\n{licence}*/")),
    )
}

/// Makes what wasm-bindgen wrote a function that returns its exports: each instance
/// of the module has its own.
pub fn factory(modules: &Path, folder: &Path, out: &Path) -> Result<(), String> {
    command::run_captured(
        Command::new(modules.join(".bin/esbuild"))
            .current_dir(folder)
            .args(["entry.js", "--bundle", "--format=iife", "--target=es2022"])
            .arg("--log-level=warning")
            .args([
                "--banner:js=export default () => {\nlet made",
                "--footer:js=return made\n}",
            ])
            .arg(format!("--outfile={}", out.display())),
    )
}

/// What all of them have in common, into this file of the variant's folder.
fn esbuild(
    checkout: &Checkout,
    modules: &Path,
    glue: &Path,
    variant: Variant,
    entry: &str,
) -> Command {
    let package = checkout.package();
    let browser = checkout.root.join("src/browser");
    let out = checkout.dist().join(variant.folder).join(entry);
    let (compile, compiled) = match variant.is_file {
        true => ("compile-file.js", "backend/compiled-file.js"),
        false if variant.is_fetched => ("compile-url.js", ""),
        false => ("compile.js", "backend/compiled.js"),
    };
    let is_worker = variant.folder == "workerd";
    let options = match is_worker {
        true => "workerd/options.js",
        false => "options.js",
    };
    let aliases = [
        ("glue", glue.to_path_buf()),
        ("browser", browser),
        ("wasm", glue.join(variant.wasm)),
        ("compile", package.join(compile)),
        ("compiled", package.join(compiled)),
        ("options", package.join(options)),
    ];
    let mut esbuild = Command::new(modules.join(".bin/esbuild"));
    esbuild
        .current_dir(checkout.package())
        .args(["--bundle", "--format=esm", "--target=es2022"])
        .args(["--legal-comments=none", "--loader:.wasm=binary"])
        .args(aliases.map(|(name, path)| format!("--alias:#{name}={}", path.display())))
        .arg(format!("--outfile={}", out.display()));
    if variant.is_file {
        esbuild.args(["--external:*.wasm", "--external:*.wasm?module"]);
    }
    if is_worker {
        esbuild.arg("--inject:workerd/globals.js");
    }
    esbuild
}

/// What the package consists of for pages. Whatever is not the first loads on demand or
/// on its own.
pub const ENTRIES: [&str; 11] = [
    "index.js",
    "members.js",
    "with-members.js",
    "wix-session-cookie.js",
    "wix-sdk.js",
    "wix.js",
    "wix-host.js",
    "react.js",
    "svelte.js",
    "vue.js",
    "devtools.js",
];

/// Those of them that `fetch-with-auth/slim` has.
const SLIM: [&str; 4] = [
    "index.js",
    "members.js",
    "with-members.js",
    "wix-session-cookie.js",
];

/// Where the first entry imports what failed to load by another URL.
const RETRY: &str = "import(`${";

/// What uses the backend or the server of this package, as an import of it.
const WITHOUT_MODULES: [&str; 4] = ["wix-backend.js", "astro.js", "sveltekit.js", "next.js"];

/// What a project installs itself.
const PEERS: [&str; 4] = [
    "--external:@wix/*",
    "--external:next/*",
    "--external:react",
    "--external:vue",
];

/// Loads on a server with the first webhook that arrives.
const WEBHOOK: &str = "webhook.js";

/// Where the entries get their WebAssembly modules from.
#[derive(Clone, Copy)]
struct Variant {
    /// Of `dist`, and of the glue.
    folder: &'static str,
    wasm: &'static str,
    /// Compiled by what deploys them, and not when they run.
    is_file: bool,
    /// Files that the page fetches.
    is_fetched: bool,
    entries: &'static [&'static str],
}

/// For whatever compiles, pages above all; for pages that can serve a file more; for Cloudflare
/// Workers; for Vercel's edge runtime. See `exports` in `pkg/package.json`.
const VARIANTS: [Variant; 4] = [
    Variant {
        folder: "",
        wasm: "inline",
        is_file: false,
        is_fetched: false,
        entries: &ENTRIES,
    },
    Variant {
        folder: "slim",
        wasm: "slim",
        is_file: false,
        is_fetched: true,
        entries: &SLIM,
    },
    Variant {
        folder: "workerd",
        wasm: "workerd",
        is_file: true,
        is_fetched: false,
        entries: &ENTRIES,
    },
    Variant {
        folder: "edge-light",
        wasm: "edge-light",
        is_file: true,
        is_fetched: false,
        entries: &ENTRIES,
    },
];
