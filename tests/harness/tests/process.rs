use std::env;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use harness::Process;

#[test]
fn a_dropped_process_takes_along_what_it_started() {
    let log = env::temp_dir().join(format!("harness-{}-group", std::process::id()));
    let mut shell = Process::command("sh");
    shell.args(["-c", "sleep 1000 & echo $!; wait"]);
    let (process, id) = Process::start_and_read_line(shell, &log).unwrap();
    assert!(runs(&id));
    drop(process);
    let deadline = Instant::now() + Duration::from_secs(10);
    while runs(&id) {
        assert!(Instant::now() < deadline, "{id} still runs");
        thread::sleep(Duration::from_millis(10));
    }
    fs::remove_file(log).unwrap();
}

#[test]
fn a_process_that_ends_without_a_line_says_why() {
    let log = env::temp_dir().join(format!("harness-{}-no-line", std::process::id()));
    let mut shell = Process::command("sh");
    shell.args(["-c", "echo no port left >&2"]);
    let failure = Process::start_and_read_line(shell, &log).map(drop);
    assert_eq!(failure, Err("it did not start:\nno port left\n".to_owned()));
    fs::remove_file(log).unwrap();
}

/// A process that has ended may remain as a zombie until its parent asks.
fn runs(id: &str) -> bool {
    fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}
