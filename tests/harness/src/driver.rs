use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::{Process, free_port, request};

/// A WebDriver process of our own, on a free port. Dropping it ends it and whatever it started.
pub struct Driver {
    process: Process,
    pub url: String,
}

impl Driver {
    /// `home` is an empty folder: everything that driver and browser keep goes there.
    pub fn start(program: &Path, home: &Path) -> Result<Self, String> {
        let port = free_port()?;
        let mut command = Process::command(program);
        command
            .arg(format!("--port={port}"))
            .envs(FOLDERS.map(|name| (name, home)))
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let mut driver = Self {
            process: Process::start(command, &home.join("driver.log"))?,
            url: format!("http://127.0.0.1:{port}"),
        };
        driver.wait_until_ready()?;
        Ok(driver)
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let status = format!("{}/status", self.url);
        let deadline = Instant::now() + START_TIMEOUT;
        while request("GET", &status, "").is_err() {
            if self.process.has_ended() || Instant::now() > deadline {
                return Err(format!("the driver did not start: {}", self.process.log()));
            }
            thread::sleep(POLL_INTERVAL);
        }
        Ok(())
    }
}

/// Where browsers look for a folder for their files.
const FOLDERS: [&str; 5] = [
    "HOME",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
];

const START_TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(50);
