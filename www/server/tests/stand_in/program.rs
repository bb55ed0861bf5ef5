use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::request::get;

#[tokio::test]
async fn the_program_prints_its_origins_and_ends_with_its_input() {
    let (mut child, origins) = run(&["--until-eof", "--control"]);
    let config = format!("{}/config.json", origins["site"].as_str().unwrap());
    assert_eq!(get(config).send().await.json()["control"], true);
    drop(child.stdin.take());
    assert!(ends_well(&mut child));
}

#[tokio::test]
async fn the_program_exits_with_success_on_a_signal() {
    for signal in ["-INT", "-TERM"] {
        let (mut child, _) = run(&[]);
        let message = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(message.unwrap().success());
        assert!(ends_well(&mut child), "{signal}");
    }
}

#[test]
fn an_unknown_argument_is_named() {
    let output = program().arg("--contrl").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--contrl"));
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_stand-in"))
}

fn run(words: &[&str]) -> (Child, Value) {
    let mut child = program()
        .args(["--site-root", ".", "--package-root", "."])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let out = child.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    (child, serde_json::from_str(&line).unwrap())
}

fn ends_well(child: &mut Child) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(5) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.success();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    false
}
