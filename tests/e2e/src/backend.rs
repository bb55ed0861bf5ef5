use std::env;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::{Patience, Stage, Told, until};

/// The app's backend of tests/backend in a runtime, behind the site's origin.
/// Dropping it ends it.
pub struct Backend {
    process: Child,
}

impl Backend {
    /// Starts it, and waits until the site passes requests on to it. It ends
    /// when its standard input does, so that it never outlives us.
    pub async fn start(stage: &Stage, runtime: &str) -> Told<Self> {
        let folder = env::var_os("E2E_BACKEND").map(PathBuf::from);
        let folder = folder.ok_or("E2E_BACKEND is not set: run `cargo xtask test e2e`")?;
        let process = Command::new("node")
            .args(["start.mjs", runtime, &stage.origins.api])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|why| format!("node: {why}"))?;
        let mut backend = Self { process };
        let url = stage.page("/backend/nobody/_events");
        until("the backend answers", Patience::SHORT, async || {
            if let Ok(Some(ended)) = backend.process.try_wait() {
                return Err(format!("the backend ended at once: {ended}"));
            }
            let answer = reqwest::get(&url).await;
            Ok(answer
                .is_ok_and(|answer| answer.status().is_success())
                .then_some(()))
        })
        .await?;
        Ok(backend)
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        // First its input, so that it ends what it started itself.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
