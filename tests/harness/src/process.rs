//! A process that runs beside us, and ends with us.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGINT, SIGTERM};

/// Ended when dropped, together with the processes that it started: it leads a process group
/// of its own. If we are killed, the kernel sends it SIGTERM.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// A command for [`Process::start`]: `setpriv` asks the kernel to end the program together
    /// with us, before it becomes the program. std would need an unsafe closure for that.
    pub fn command(program: impl AsRef<Path>) -> Command {
        if !Path::new(SETPRIV).is_file() {
            return Command::new(program.as_ref());
        }
        let mut command = Command::new(SETPRIV);
        command
            .args(["--pdeathsig", "TERM", "--"])
            .arg(program.as_ref());
        command
    }

    /// Starts it. Standard error goes to the log.
    pub fn start(mut command: Command, log: &Path) -> Result<Self, String> {
        let file = File::create(log).map_err(|why| format!("{}: {why}", log.display()))?;
        let child = command
            .process_group(0)
            .stderr(file)
            .spawn()
            .map_err(|why| format!("{command:?} does not start: {why}"))?;
        Ok(Self {
            child,
            log: log.to_path_buf(),
        })
    }

    /// Starts it and waits for the first line on its standard output.
    pub fn start_and_read_line(mut command: Command, log: &Path) -> Result<(Self, String), String> {
        command.stdout(Stdio::piped());
        let mut process = Self::start(command, log)?;
        let stdout = process.child.stdout.take().ok_or("no standard output")?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(stdout);
            let mut line = String::new();
            let read = lines.read_line(&mut line);
            let _ = sender.send(read.map(|_| line));
            // Goes on reading, so that it never writes into a closed pipe.
            let _ = lines.read_to_end(&mut Vec::new());
        });
        match receiver.recv_timeout(START_TIMEOUT) {
            Ok(Ok(line)) if !line.trim().is_empty() => Ok((process, line.trim().to_owned())),
            _ => Err(format!("it did not start:\n{}", process.log())),
        }
    }

    /// What it wrote to its log.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it ends, or until Ctrl-C or SIGTERM end us: then it is ended.
    pub fn wait_or_interrupt(mut self) -> Result<(), String> {
        let is_interrupted = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register(signal, is_interrupted.clone())
                .map_err(|why| format!("no handler for signal {signal}: {why}"))?;
        }
        while !is_interrupted.load(Ordering::Relaxed) {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("it ended with {status}:\n{}", self.log()));
            }
            thread::sleep(POLL_INTERVAL);
        }
        Ok(())
    }

    /// The group is ours until its leader has been waited for.
    fn signal(&self, signal: Signal) {
        let _ = kill_process_group(Pid::from_child(&self.child), signal);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A server that reads its standard input ends when that does, and ends first what it
        // started itself.
        drop(self.child.stdin.take());
        if self.has_ended() {
            return;
        }
        self.signal(Signal::TERM);
        let deadline = Instant::now() + END_TIMEOUT;
        while Instant::now() < deadline {
            if self.has_ended() {
                return;
            }
            thread::sleep(POLL_INTERVAL);
        }
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Of util-linux, which every Debian has.
const SETPRIV: &str = "/usr/bin/setpriv";

/// How long a process may take to write its first line.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// How long a process may take to end before it is killed.
const END_TIMEOUT: Duration = Duration::from_secs(3);

const POLL_INTERVAL: Duration = Duration::from_millis(20);
