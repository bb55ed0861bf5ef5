//! A backend as its author deploys it: its files, the built package, and what
//! serves them, in a folder of their own.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::checkout::Checkout;
use crate::scratch::{self, Scratch};
use crate::stand_in::StandIn;
use crate::{command, setup};
use harness::Process;

/// The demo shop's backend. Runs until dropped; the stand-in knows where.
pub struct Shop {
    _process: Process,
    _folder: Scratch,
    _log: Scratch,
}

impl Shop {
    pub fn open(checkout: &Checkout, stand_in: &StandIn) -> Result<Self, String> {
        let folder = for_demo(checkout)?;
        let log = Scratch::new("shop")?;
        let mut server = Process::command("node");
        server
            .current_dir(folder.path())
            .args(["server.js", &stand_in.api, &stand_in.app])
            // It ends when this does.
            .stdin(Stdio::piped());
        let (process, _) = Process::start_and_read_line(server, &log.path().join("log"))
            .map_err(|why| format!("the shop's backend: {why}"))?;
        Ok(Self {
            _process: process,
            _folder: folder,
            _log: log,
        })
    }
}

/// The backend of the demo shop.
pub fn for_demo(checkout: &Checkout) -> Result<Scratch, String> {
    assemble(checkout, "www/backend")
}

/// The files of this folder, with the package and its servers installed.
pub fn assemble(checkout: &Checkout, from: &str) -> Result<Scratch, String> {
    let folder = Scratch::new("backend")?;
    scratch::copy(&checkout.root.join(from), folder.path())?;
    let modules = folder.path().join("node_modules");
    checkout.link_package(folder.path())?;
    let failed = |why| format!("{}: {why}", modules.display());
    for entry in fs::read_dir(setup::runtimes(checkout)?).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        symlink(entry.path(), modules.join(entry.file_name())).map_err(failed)?;
    }
    Ok(folder)
}

/// The backend that tests call, for every runtime that serves it.
pub fn for_tests(checkout: &Checkout) -> Result<Scratch, String> {
    let folder = assemble(checkout, "tests/backend")?;
    worker(checkout, folder.path())?;
    Ok(folder)
}

/// As wrangler bundles a Worker: with the conditions of workerd, the module
/// as a file beside it.
fn worker(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    command::run_captured(
        Command::new(setup::npm(checkout)?.join(".bin/esbuild"))
            .current_dir(folder)
            .args(["worker.mjs", "--bundle", "--format=esm"])
            .args(["--conditions=workerd,worker,browser"])
            .args(["--external:node:*", "--external:*.wasm"])
            .arg("--outfile=worker.js"),
    )?;
    let module = "backend.wasm";
    fs::copy(
        checkout.dist().join("workerd").join(module),
        folder.join(module),
    )
    .map(drop)
    .map_err(|why| format!("{module}: {why}"))
}
