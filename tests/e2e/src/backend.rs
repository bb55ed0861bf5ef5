use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::{Patience, Stage, Told};

/// A backend of the app's own, behind the site's origin. Dropping it ends it.
pub struct Backend {
    process: Child,
}

impl Backend {
    /// The one of tests/backend, in a runtime.
    pub async fn start(stage: &Stage, runtime: &str) -> Told<Self> {
        Self::run("E2E_BACKEND", &["start.mjs", runtime, &stage.origins.api]).await
    }

    /// The demo shop's.
    pub async fn shop(stage: &Stage) -> Told<Self> {
        let origins = &stage.origins;
        Self::run("E2E_SHOP", &["server.js", &origins.api, &origins.app]).await
    }

    /// Starts it, and waits until it has said where it is, to the stand-in first. It ends
    /// when its standard input does, so that it never outlives us.
    async fn run(variable: &str, words: &[&str]) -> Told<Self> {
        let folder = env::var_os(variable).map(PathBuf::from);
        let folder = folder.ok_or(format!("{variable} is not set: run `cargo xtask test e2e`"))?;
        let process = Command::new("node")
            .args(words)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|why| format!("node: {why}"))?;
        let mut backend = Self { process };
        let output = backend.process.stdout.take();
        let mut output = BufReader::new(output.ok_or("node has no output")?);
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            output.read_line(&mut line).map(|_| line)
        });
        match tokio::time::timeout(Patience::SHORT.0, line).await {
            Ok(Ok(Ok(line))) if line.contains("origin") => Ok(backend),
            Ok(_) => Err("the backend ended at once".to_owned()),
            Err(_) => Err("the backend does not come up".to_owned()),
        }
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        // First its input, so that it ends what it started itself.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
