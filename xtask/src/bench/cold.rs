//! What the first call of a page costs, beside other clients, in headless Chromium: each page on
//! an origin that the browser has never seen, and once more, with what the first visit stored.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use harness::{Engine, Session};
use serde_json::{Value, json};

use super::median::median;
use crate::checkout::Checkout;
use crate::listener::{Listener, Site};
use crate::scratch::{self, Scratch};
use crate::{build, command, setup};

/// `--rounds N`, `--loopback` to leave out the emulated network, `--beside FOLDER`, as often
/// as one likes: other builds of this package, by their `dist`.
pub fn bench(checkout: &Checkout, words: &[&str]) -> Result<(), String> {
    let options = Options::read(words)?;
    build::build(checkout)?;
    let folder = Scratch::new("cold")?;
    let subjects = bundle(checkout, &PAGES, &options.beside, folder.path())?;
    let pages = Listener::start(Site {
        folders: vec![("", folder.path().join("out"))],
        ..Site::default()
    })?;
    let tokens = || TOKENS.to_owned();
    let api = Listener::start(Site {
        api: vec![("/oauth2/token", tokens()), ("/auth/v1/signup", tokens())],
        ..Site::default()
    })?;
    let driver = setup::driver(Engine::Chrome, checkout)?;
    let home = Scratch::new("cold-home")?;
    let bench = Bench {
        session: Session::chromium(&driver, home.path(), &[])?,
        pages: &pages,
        api: &api.origin,
    };
    println!(
        "{} rounds of {} pages; keep the machine idle",
        options.rounds,
        subjects.len()
    );
    let networks = if options.is_loopback {
        &NETWORKS[..1]
    } else {
        &NETWORKS[..]
    };
    let mut measured: BTreeMap<Row, Vec<Visit>> = BTreeMap::new();
    for round in 0..=options.rounds {
        for (network, _) in networks.iter().enumerate() {
            for turn in 0..subjects.len() {
                // Another one is first in each round.
                let subject = (turn + round) % subjects.len();
                let host = format!("c{round}-{network}-{subject}.localhost");
                for stored in [false, true] {
                    let visit = bench
                        .visit(&host, &subjects[subject], networks[network].1)
                        .map_err(|why| format!("{}: {why}", subjects[subject]))?;
                    // The first round warms the browser up.
                    if round > 0 {
                        let row = (network, stored, subject);
                        measured.entry(row).or_default().push(visit);
                    }
                }
            }
        }
    }
    for (network, (name, _)) in networks.iter().enumerate() {
        for (stored, what) in [(false, "cold"), (true, "with stored tokens")] {
            println!("\n{name}, {what}");
            print(&subjects, stored, |subject| {
                &measured[&(network, stored, subject)]
            });
        }
    }
    Ok(())
}

/// Network, stored or not, subject.
type Row = (usize, bool, usize);

struct Options {
    rounds: usize,
    is_loopback: bool,
    beside: Vec<PathBuf>,
}

impl Options {
    fn read(mut words: &[&str]) -> Result<Self, String> {
        let mut options = Self {
            rounds: ROUNDS,
            is_loopback: false,
            beside: Vec::new(),
        };
        while !words.is_empty() {
            words = match words {
                ["--rounds", number, rest @ ..] => {
                    let rounds = number.parse();
                    options.rounds = rounds.map_err(|why| format!("--rounds {number}: {why}"))?;
                    rest
                }
                ["--loopback", rest @ ..] => {
                    options.is_loopback = true;
                    rest
                }
                ["--beside", folder, rest @ ..] => {
                    let folder = fs::canonicalize(folder);
                    let folder = folder.map_err(|why| format!("--beside: {why}"))?;
                    options.beside.push(folder);
                    rest
                }
                [word, ..] => return Err(format!("bench cold does not know {word}")),
                [] => words,
            };
        }
        Ok(options)
    }
}

/// Bundles each of these pages as its author would, into a folder of its own below `out`, where
/// `meta.json` says what esbuild made; `beside` are other builds of ours. Returns the pages' names.
pub fn bundle(
    checkout: &Checkout,
    pages: &[&str],
    beside: &[PathBuf],
    folder: &Path,
) -> Result<Vec<String>, String> {
    scratch::copy(&checkout.root.join("xtask/bench/cold"), folder)?;
    let modules = folder.join("node_modules");
    let failed = |why| format!("{}: {why}", modules.display());
    symlink(setup::peers(checkout)?, &modules).map_err(failed)?;
    let esbuild = setup::npm(checkout)?.join(".bin/esbuild");
    let own = checkout.dist();
    let pages = pages.iter().map(|page| (*page, String::new(), &own));
    let beside = beside.iter().zip(1..);
    let beside =
        beside.flat_map(|(dist, number)| OURS.map(|page| (page, format!(" {number}"), dist)));
    let mut subjects = Vec::new();
    for (page, suffix, dist) in pages.chain(beside) {
        let subject = format!("{page}{suffix}");
        let out = folder.join("out").join(subject.replace(' ', "-"));
        let files =
            ["page", "members"].map(|part| format!("{part}={}/slim/{part}.wasm", dist.display()));
        command::run_captured(
            Command::new(&esbuild)
                .current_dir(folder)
                .arg(format!("page=pages/{page}.js"))
                .args(["--bundle", "--minify", "--format=esm", "--splitting"])
                .args(
                    page.ends_with("slim")
                        .then_some(files)
                        .into_iter()
                        .flatten(),
                )
                .arg("--loader:.wasm=copy")
                .args(
                    [("/slim", "slim/index"), ("", "index")].map(|(entry, script)| {
                        format!(
                            "--alias:fetch-with-auth{entry}={}/{script}.js",
                            dist.display()
                        )
                    }),
                )
                .arg(format!("--outdir={}", out.display()))
                .arg(format!("--metafile={}/meta.json", out.display())),
        )?;
        let html = out.join("index.html");
        fs::copy(folder.join("index.html"), &html)
            .map_err(|why| format!("{}: {why}", html.display()))?;
        subjects.push(subject);
    }
    Ok(subjects)
}

struct Bench<'a> {
    session: Session,
    pages: &'a Listener,
    api: &'a str,
}

/// What a first call took, in milliseconds.
struct Visit {
    /// From the navigation until the response had been read: `performance.now()`.
    wall: f64,
    /// Of the processor, in tasks of the main thread: DevTools' `TaskDuration` by the thread's own
    /// clock, which stands still while other processes run.
    cpu: f64,
}

impl Bench<'_> {
    /// Opens the page in a tab of its own.
    fn visit(&self, host: &str, subject: &str, network: Option<[f64; 3]>) -> Result<Visit, String> {
        let session = &self.session;
        session.open_tab()?;
        if let Some([latency, down, up]) = network {
            session.devtools("Network.enable", json!({}))?;
            session.devtools(
                "Network.emulateNetworkConditions",
                json!({
                    "offline": false,
                    "latency": latency,
                    "downloadThroughput": down,
                    "uploadThroughput": up,
                }),
            )?;
        }
        session.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" }))?;
        let port = self.pages.origin.rsplit(':').next().unwrap_or_default();
        let page = subject.replace(' ', "-");
        session.open(&format!(
            "http://{host}:{port}/{page}/index.html?api={}",
            self.api
        ))?;
        let report = self.pages.report(REPORT_TIMEOUT)?;
        if let Some(failure) = report["failure"].as_str() {
            return Err(failure.to_owned());
        }
        thread::sleep(SETTLE);
        let metrics = session.devtools("Performance.getMetrics", json!({}))?;
        session.close_tab()?;
        Ok(Visit {
            wall: report["wall"].as_f64().unwrap_or(f64::NAN),
            cpu: metric(&metrics, "TaskDuration") * 1000.0,
        })
    }
}

fn metric(metrics: &Value, name: &str) -> f64 {
    let metrics = metrics["metrics"].as_array().into_iter().flatten();
    let mut named = metrics.filter(|metric| metric["name"] == name);
    named
        .next()
        .and_then(|metric| metric["value"].as_f64())
        .unwrap_or(f64::NAN)
}

/// Medians, and the medians of what each is of the reference in the same round.
fn print<'a>(subjects: &[String], is_stored: bool, visits: impl Fn(usize) -> &'a Vec<Visit>) {
    let reference = subjects.iter().position(|name| name == REFERENCE);
    println!(
        "{:<22}{:>10}{:>8}{:>10}{:>8}",
        "", "CPU ms", "ratio", "wall ms", "ratio"
    );
    for (subject, name) in subjects.iter().enumerate() {
        if is_stored && name.starts_with(PER_TAB) {
            continue;
        }
        print!("{name:<22}");
        for figure in [|visit: &Visit| visit.cpu, |visit: &Visit| visit.wall] {
            let own: Vec<f64> = visits(subject).iter().map(figure).collect();
            let reference = visits(reference.unwrap_or(0)).iter().map(figure);
            let ratios = own.iter().zip(reference).map(|(own, other)| own / other);
            let ratio = median(ratios.collect());
            print!("{:>10.1}{ratio:>8.2}", median(own));
        }
        println!();
    }
}

/// Those of `xtask/bench/cold/pages`. `ours-session` has `storage: "session"`, and the SDK comes
/// with a `tokenStorage` and without.
const PAGES: [&str; 7] = [
    "plain",
    "ours",
    "ours-session",
    "wix-sdk",
    "wix-sdk-stored",
    "oidc-client-ts",
    "supabase",
];
/// The second visit is in another tab, which has nothing of this one's.
const PER_TAB: &str = "ours-session";
const OURS: [&str; 2] = ["ours", "ours-session"];
const REFERENCE: &str = "wix-sdk-stored";

/// Name; then milliseconds of latency and bytes per second, down and up: what DevTools calls
/// "Fast 4G".
const NETWORKS: [(&str, Option<[f64; 3]>); 2] = [
    ("loopback", None),
    ("emulated 4G", Some([165.0, 1_012_500.0, 168_750.0])),
];

/// What every token endpoint responds, of the clients compared.
const TOKENS: &str = r#"{"access_token":"OauthNG.JWS.cold","refresh_token":"JWS.cold","token_type":"Bearer","expires_in":14400,"user":{"id":"guest","is_anonymous":true}}"#;

const ROUNDS: usize = 15;
const REPORT_TIMEOUT: Duration = Duration::from_secs(30);

/// What a page does after the response, such as to store a token, counts.
const SETTLE: Duration = Duration::from_millis(150);
