use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::{Engine, Patience, Told, until};

/// A WebDriver process of our own, on a free port. Dropping it ends it and whatever it started.
pub(crate) struct Driver {
    process: Child,
    pub url: String,
}

impl Driver {
    /// `home` is an empty folder: everything that driver and browser keep goes there.
    pub async fn start(engine: Engine, home: &Path) -> Told<Self> {
        let program = engine.driver()?;
        let port = free_port()?;
        let process = Command::new(&program)
            .arg(format!("--port={port}"))
            .envs(PLACES.map(|name| (name, home)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("{}: {why}", program.display()))?;
        let url = format!("http://127.0.0.1:{port}");
        let mut driver = Self { process, url };
        driver.answers().await?;
        Ok(driver)
    }

    async fn answers(&mut self) -> Told<()> {
        let status = format!("{}/status", self.url);
        let ready = until("the driver answers", Patience::SHORT, async || {
            if let Ok(Some(ended)) = self.process.try_wait() {
                return Err(format!("the driver ended at once: {ended}"));
            }
            let answer = reqwest::get(&status).await;
            Ok(answer.is_ok().then_some(()))
        });
        ready.await
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // First who they are: once their parent is gone, nobody can tell.
        let started = descendants(self.process.id());
        let _ = self.process.kill();
        let _ = self.process.wait();
        for id in started {
            let _ = Command::new("kill")
                .args(["-KILL", &id.to_string()])
                .stderr(Stdio::null())
                .status();
        }
    }
}

fn free_port() -> Told<u16> {
    let bound = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    bound
        .map(|address| address.port())
        .map_err(|why| format!("no free port: {why}"))
}

fn descendants(of: u32) -> Vec<u32> {
    let processes: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id| Some((id, parent(id)?)))
        .collect();
    let mut found = vec![of];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(processes.iter().filter(|it| it.1 == parent).map(|it| it.0));
        next += 1;
    }
    found.split_off(1)
}

/// The fourth field of `stat`; the second, in brackets, is a name that may contain anything.
fn parent(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok()
}

/// Where browsers look for a place to keep things.
const PLACES: [&str; 5] = [
    "HOME",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
];
