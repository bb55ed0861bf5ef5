//! What the backend half costs a request, beside a handler that verifies nothing.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::load::{Load, load};
use super::median::median;
use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::stand_in::StandIn;
use crate::{backend, build, command, setup};
use harness::Process;

pub fn bench(checkout: &Checkout) -> Result<(), String> {
    build::build(checkout)?;
    let folder = backend::assemble(checkout, "tests/backend")?;
    let stand_in = StandIn::start(checkout)?;
    println!(
        "{REQUESTS} requests with {TOKENS} tokens to each handler in turn, {ROUNDS} rounds after \
         {WARM_UP} to warm up, {STARTS} times from the start"
    );
    for node in setup::nodes(checkout)? {
        let version = command::output(Command::new(&node).arg("--version"))?;
        println!("\nNode {}", version.trim().trim_start_matches('v'));
        let mut rounds = Vec::new();
        for _ in 0..STARTS {
            rounds.extend(compare(&node, &folder, &stand_in)?);
        }
        print(&rounds);
    }
    println!("\ntoken-info was asked {TOKENS} times by each backend");
    Ok(())
}

/// All handlers, in this Node. What an engine makes of them is not the same at
/// each start.
fn compare(
    node: &Path,
    folder: &Scratch,
    stand_in: &StandIn,
) -> Result<Vec<Vec<Measured>>, String> {
    let client = stand_in.control("POST", "/clients", "{}")?;
    let client = client["clientId"].as_str().unwrap_or_default().to_owned();
    let mut requests = Vec::new();
    for _ in 0..TOKENS {
        let visitor = stand_in.control("POST", &format!("/clients/{client}/visitor"), "{}")?;
        requests.push(request(
            visitor["access_token"].as_str().unwrap_or_default(),
        ));
    }
    let mut servers = Vec::new();
    for kind in KINDS {
        servers.push(Server::start(node, folder, kind, &stand_in.api, &client)?);
    }
    let mut rounds: Vec<Vec<Measured>> = Vec::new();
    for round in 0..ROUNDS + WARM_UP {
        let mut measured = Vec::new();
        for server in &servers {
            measured.push(server.measure(&requests)?);
        }
        if round >= WARM_UP {
            rounds.push(measured);
        }
    }
    let seen = stand_in.control("GET", &format!("/clients/{client}"), "")?;
    let asked = seen["tokenInfoRequests"].as_u64().unwrap_or_default();
    // By two of the handlers.
    if asked != 2 * TOKENS as u64 {
        return Err(format!(
            "token-info was asked {asked} times, not {TOKENS} by each backend"
        ));
    }
    Ok(rounds)
}

/// A handler in a Node process of its own.
struct Server {
    process: Process,
    port: u16,
    pid: u64,
    _log: Scratch,
}

struct Measured {
    load: Load,
    /// Microseconds of the server's processor for a request.
    cpu: f64,
}

impl Server {
    fn start(
        node: &Path,
        folder: &Scratch,
        kind: &str,
        api: &str,
        client: &str,
    ) -> Result<Self, String> {
        let log = Scratch::new("bench")?;
        let mut node = Process::command(node);
        node.args(["bench.mjs", kind, api, client])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .env("NODE_ENV", "production");
        let (process, line) = Process::start_and_read_line(node, &log.path().join("log"))?;
        let started: Value = serde_json::from_str(&line).map_err(|why| format!("{why}: {line}"))?;
        let port = started["port"]
            .as_u64()
            .and_then(|port| u16::try_from(port).ok());
        Ok(Self {
            process,
            port: port.ok_or("the server names no port")?,
            pid: started["pid"].as_u64().unwrap_or_default(),
            _log: log,
        })
    }

    fn measure(&self, requests: &[String]) -> Result<Measured, String> {
        let before = self.cpu()?;
        let load = load(self.port, requests, REQUESTS)
            .map_err(|why| format!("{why}\n{}", self.process.log()))?;
        let cpu = (self.cpu()? - before) / REQUESTS as f64;
        Ok(Measured { load, cpu })
    }

    /// Microseconds that it has used, in the system as well.
    fn cpu(&self) -> Result<f64, String> {
        let path = format!("/proc/{}/stat", self.pid);
        let text = fs::read_to_string(&path).map_err(|why| format!("{path}: {why}"))?;
        let fields = text.rsplit(')').next().unwrap_or_default();
        let ticks: f64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<f64>().ok())
            .sum();
        Ok(ticks * MICROSECONDS_PER_TICK)
    }
}

fn request(token: &str) -> String {
    let body = r#"[{"productId":"vase","quantity":2,"note":"a sentence of some length"}]"#;
    format!(
        "POST /api/shop/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Authorization: {token}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Each figure as the median over rounds, and as the median of what it is of the
/// bare handler's in the same round.
fn print(rounds: &[Vec<Measured>]) {
    println!(
        "{:<14}{:>10}{:>8}{:>10}{:>8}{:>10}{:>8}",
        "", "requests/s", "of bare", "p99 µs", "of bare", "cpu µs", "of bare"
    );
    for (at, kind) in KINDS.iter().enumerate() {
        let column = |figure: &dyn Fn(&Measured) -> f64| {
            let of = |round: &Vec<Measured>, at: usize| round.get(at).map_or(f64::NAN, figure);
            let own = median(rounds.iter().map(|round| of(round, at)).collect());
            let ratio = median(
                rounds
                    .iter()
                    .map(|round| of(round, at) / of(round, BARE))
                    .collect(),
            );
            (own, ratio)
        };
        let (rate, rate_ratio) = column(&|measured| measured.load.rate);
        let (late, late_ratio) = column(&|measured| measured.load.quantile(0.99));
        let (cpu, cpu_ratio) = column(&|measured| measured.cpu);
        println!(
            "{kind:<14}{rate:>10.0}{rate_ratio:>8.2}{late:>10.0}{late_ratio:>8.2}{cpu:>10.1}{cpu_ratio:>8.2}"
        );
    }
}

/// Those of `tests/backend/bench.mjs`. All are compared with `bare`; `raw` has not
/// even a `Request`.
const KINDS: [&str; 7] = [
    "fresh",
    "bare",
    "scoped",
    "endpoint",
    "routed",
    "web-method",
    "raw",
];
const BARE: usize = 1;

const REQUESTS: usize = 10_000;
const TOKENS: usize = 100;
const STARTS: usize = 4;
const ROUNDS: usize = 7;
const WARM_UP: usize = 3;

/// Of Linux' clock ticks.
const MICROSECONDS_PER_TICK: f64 = 10_000.0;
