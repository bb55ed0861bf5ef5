use std::env;
use std::path::PathBuf;
use std::process::Stdio;

use harness::Process;
use tempfile::TempDir;

use crate::Stage;

/// A backend of the app's own, behind the site's origin. Dropping it ends it.
pub struct Backend {
    _process: Process,
    _log: TempDir,
}

impl Backend {
    /// The one of tests/backend, in a runtime.
    pub async fn start(stage: &Stage, runtime: &str) -> Result<Self, String> {
        Self::run("E2E_BACKEND", &["start.mjs", runtime, &stage.origins.api]).await
    }

    /// The demo shop's.
    pub async fn shop(stage: &Stage) -> Result<Self, String> {
        let origins = &stage.origins;
        Self::run("E2E_SHOP", &["server.js", &origins.api, &origins.app]).await
    }

    /// Starts it, and waits until it has said where it is, to the stand-in first. It ends
    /// when its standard input does, so that it never outlives us.
    async fn run(variable: &str, words: &[&str]) -> Result<Self, String> {
        let folder = env::var_os(variable).map(PathBuf::from);
        let folder = folder.ok_or(format!("{variable} is not set: run `cargo xtask test e2e`"))?;
        let log = TempDir::new().map_err(|why| format!("no folder for a log: {why}"))?;
        let mut node = Process::command("node");
        node.args(words).current_dir(folder).stdin(Stdio::piped());
        let (process, line) = Process::start_and_read_line(node, &log.path().join("log"))?;
        if !line.contains("origin") {
            return Err(format!("the backend's first line names no origin: {line}"));
        }
        Ok(Self {
            _process: process,
            _log: log,
        })
    }
}
