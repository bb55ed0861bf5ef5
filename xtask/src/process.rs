//! A process that runs beside us, and ends with us.

// Three calls into the system that std has no word for.
#![allow(unsafe_code)]

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::Done;
use crate::command;

/// Ended when dropped, with the processes that it started: it leads a process group of its own,
/// and the group is told by the id we got when we made it. If we are killed, the kernel tells it.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts it. What it says on standard error goes to the log, and on standard output too
    /// unless the caller has piped it.
    pub fn start(mut command: Command, log: &Path) -> Done<Self> {
        let file = File::create(log).map_err(|why| format!("{}: {why}", log.display()))?;
        command.process_group(0).stderr(file);
        die_with_us(&mut command);
        let child = command
            .spawn()
            .map_err(|why| command::not_started(&command, &why))?;
        Ok(Self {
            child,
            log: log.to_path_buf(),
        })
    }

    /// Starts it and waits for the first line on its standard output.
    pub fn start_and_hear(mut command: Command, log: &Path) -> Done<(Self, String)> {
        command.stdout(Stdio::piped());
        let mut process = Self::start(command, log)?;
        let stdout = process.child.stdout.take().ok_or("no standard output")?;
        let (said, heard) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(stdout);
            let mut line = String::new();
            let read = lines.read_line(&mut line);
            let _ = said.send(read.map(|_| line));
            // Goes on reading, so that it never writes into a closed pipe.
            let _ = lines.read_to_end(&mut Vec::new());
        });
        match heard.recv_timeout(PATIENCE) {
            Ok(Ok(line)) if !line.trim().is_empty() => Ok((process, line.trim().to_owned())),
            _ => Err(format!("it did not come up:\n{}", process.said())),
        }
    }

    /// What it wrote to its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits for its end while Ctrl-C, and being told to end, go to it and not to us.
    pub fn wait_through_interrupt(mut self) -> Done {
        TOLD.store(self.group(), Ordering::Relaxed);
        for signal in [libc::SIGINT, libc::SIGTERM] {
            // SAFETY: the handler does what a handler may: it reads an atomic and calls kill.
            unsafe {
                libc::signal(signal, forward as *const () as libc::sighandler_t);
            }
        }
        match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("it ended with {status}:\n{}", self.said())),
            Err(why) => Err(format!("it cannot be waited for: {why}")),
        }
    }

    fn group(&self) -> i32 {
        // A process id is never above 2^22.
        i32::try_from(self.child.id()).unwrap_or(i32::MAX)
    }

    fn tell(&self, signal: i32) {
        // SAFETY: kill touches no memory; the group is ours until its leader has been waited for.
        unsafe {
            libc::kill(-self.group(), signal);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.has_ended() {
            return;
        }
        self.tell(libc::SIGTERM);
        let until = Instant::now() + GRACE;
        while Instant::now() < until {
            if self.has_ended() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.tell(libc::SIGKILL);
        let _ = self.child.wait();
    }
}

/// A cut short run must not leave browsers behind.
fn die_with_us(command: &mut Command) {
    #[cfg(target_os = "linux")]
    // SAFETY: prctl is async-signal-safe, and the closure does nothing else.
    unsafe {
        command.pre_exec(|| {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM);
            Ok(())
        });
    }
    #[cfg(not(target_os = "linux"))]
    let _ = command;
}

static TOLD: AtomicI32 = AtomicI32::new(0);

extern "C" fn forward(signal: i32) {
    let group = TOLD.load(Ordering::Relaxed);
    if group > 0 {
        // SAFETY: kill is async-signal-safe.
        unsafe {
            libc::kill(-group, signal);
        }
    }
}

/// How long a process may take to say its first word.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a process may take to end before it is made to.
const GRACE: Duration = Duration::from_secs(3);
