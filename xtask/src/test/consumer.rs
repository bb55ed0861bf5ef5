//! Somebody who installs the tarball into an empty folder and uses it, without configuration.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::checkout::Checkout;
use crate::listener::{Listener, Site};
use crate::scratch::{self, Scratch};
use crate::stand_in::StandIn;
use crate::{command, display, page, setup};
use harness::{Engine, Process};
use serde::Deserialize;
use serde_json::Value;

/// One entry of a consumers.json in tests/package.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consumer {
    pub name: String,
    /// That of the consumers.json. It is copied.
    #[serde(skip)]
    folder: PathBuf,
    /// Another folder, by its path from that one, which is copied over it: older versions, for example.
    with: Option<String>,
    /// What is run once, in a line of words; "today's node" is that instead of the one on
    /// PATH. It finds the stand-in's origin as API.
    run: Option<String>,
    #[serde(default)]
    then: Then,
    /// Otherwise it is used by its name, or with --all.
    #[serde(default = "yes")]
    pub quick: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Then {
    /// What was run once has said it all.
    #[default]
    Nothing,
    /// The folder is served as it is, under the strict policy that users are promised.
    Static,
    /// This server serves it; PORT stands for its port. It finds the stand-in's origin as API.
    Serve(String),
    /// No page: these say how it went on standard output; API stands for the stand-in's origin.
    Print(Vec<String>),
    /// The same, of one script in each runtime of servers.
    PrintEverywhere(String),
    /// Its tests drive every engine.
    Browsers,
    /// The same of a project whose server renders: they build and start it, and write figures.
    Drive,
    /// As `Nothing`; fetch-with-auth-dev is installed as well, and CHROMIUM is that browser. It
    /// prints how long the start of that took.
    Dev,
    /// As `Print`, with a running fetch-with-auth-dev in the place of the stand-in.
    PrintByDev(Vec<String>),
}

const fn yes() -> bool {
    true
}

/// What is installed.
pub struct Tarballs {
    pub library: PathBuf,
    /// Only where somebody needs it.
    pub dev: Option<PathBuf>,
}

impl Consumer {
    /// All of tests/package, by the names of their folders.
    pub fn all(checkout: &Checkout) -> Result<Vec<Self>, String> {
        let mut folders = fs::read_dir(checkout.root.join("tests/package"))
            .and_then(|entries| {
                entries
                    .map(|entry| Ok(entry?.path()))
                    .collect::<Result<Vec<_>, _>>()
            })
            .map_err(|why| format!("tests/package: {why}"))?;
        folders.retain(|folder| folder.join("package.json").exists());
        folders.sort();
        let mut all = Vec::new();
        for folder in folders {
            let list = folder.join("consumers.json");
            let text =
                fs::read_to_string(&list).map_err(|why| format!("{}: {why}", list.display()))?;
            let consumers: Vec<Self> =
                serde_json::from_str(&text).map_err(|why| format!("{}: {why}", list.display()))?;
            all.extend(consumers.into_iter().map(|consumer| Self {
                folder: folder.clone(),
                ..consumer
            }));
        }
        Ok(all)
    }

    pub fn use_it(
        &self,
        checkout: &Checkout,
        tarballs: &Tarballs,
        stand_in: &StandIn,
    ) -> Result<(), String> {
        let api = &stand_in.api;
        let folder = Scratch::new(&self.name)?;
        self.install(checkout, tarballs, folder.path())?;
        if let Some(line) = &self.run {
            let mut program = match line.strip_prefix("today's ") {
                Some(line) => words_of(&setup::node_of_today(checkout)?, line, folder.path()),
                None => words(line, folder.path()),
            };
            if matches!(self.then, Then::Dev) {
                setup::driver(Engine::Chrome, checkout)?;
                program.env("CHROMIUM", "/usr/bin/chromium");
            }
            let printed = command::output(program.env("API", api))?;
            let started = printed.lines().filter(|line| line.contains("started in"));
            started.for_each(|line| println!("{}: {}", self.name, line.trim()));
        }
        match &self.then {
            Then::Static => open_static(checkout, folder.path(), stand_in),
            Then::Serve(line) => open_served(checkout, line, folder.path(), api),
            Then::Print(lines) => print(lines, folder.path(), api),
            Then::PrintByDev(lines) => {
                let dev = words("fetch-with-auth-dev --port 0 --json", folder.path());
                let log = folder.path().join("dev.log");
                let (_process, line) = Process::start_and_read_line(dev, &log)?;
                let origins: Value = serde_json::from_str(&line)
                    .map_err(|why| format!("its first line is not JSON ({why}): {line}"))?;
                print(
                    lines,
                    folder.path(),
                    origins["apiOrigin"].as_str().unwrap_or_default(),
                )
            }
            Then::PrintEverywhere(script) => {
                for (program, flags) in setup::javascript_runtimes(checkout)? {
                    let mut run = Command::new(&program);
                    run.current_dir(folder.path())
                        .args(flags)
                        .args([script.as_str(), api]);
                    let printed = command::output(&mut run)?;
                    expect(printed.trim())
                        .map_err(|why| format!("{}: {why}", program.display()))?;
                }
                Ok(())
            }
            Then::Browsers => drive(checkout, folder.path(), api),
            Then::Drive => {
                drive(checkout, folder.path(), api)?;
                compare_figures(checkout, folder.path())
            }
            Then::Nothing | Then::Dev => Ok(()),
        }
    }

    /// Whether fetch-with-auth-dev is installed, too.
    pub fn has_dev(&self) -> bool {
        matches!(self.then, Then::Dev | Then::PrintByDev(_))
    }

    fn install(
        &self,
        checkout: &Checkout,
        tarballs: &Tarballs,
        folder: &Path,
    ) -> Result<(), String> {
        let from = checkout.root.join("tests/package");
        scratch::copy(&self.folder, folder)?;
        if let Some(with) = &self.with {
            scratch::copy(&self.folder.join(with), folder)?;
        }
        for file in ["loopback.js", "shop.js", "show.js"] {
            fs::copy(from.join(file), folder.join(file)).map_err(|why| format!("{file}: {why}"))?;
        }
        if matches!(self.then, Then::Browsers | Then::Drive) {
            scratch::copy(&from.join("rendered"), &folder.join("rendered"))?;
        }
        let npm = || {
            let mut npm = Command::new("npm");
            npm.current_dir(folder);
            npm
        };
        const QUICK: [&str; 4] = [
            "--ignore-scripts",
            "--prefer-offline",
            "--no-audit",
            "--no-fund",
        ];
        if folder.join("package-lock.json").exists() {
            command::run_captured(npm().arg("ci").args(QUICK))?;
        }
        command::run_captured(
            npm()
                .args(["install", "--no-save"])
                .args(QUICK)
                .arg(&tarballs.library)
                .args(tarballs.dev.iter().filter(|_| self.has_dev())),
        )
    }
}

/// Its tests find the driver of each engine under the name that the e2e tests use.
fn drive(checkout: &Checkout, folder: &Path, api: &str) -> Result<(), String> {
    let mut tests = words_of(&setup::node_of_today(checkout)?, "node --test", folder);
    tests.env("API", api).env("NGINX", setup::nginx()?);
    let _display = display::drive(&mut tests, checkout, &Engine::ALL)?;
    command::run_captured(&mut tests)
}

/// Each row that the tests of a project have written is one of these documents.
fn compare_figures(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    let read =
        |path: &Path| fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()));
    let rows = read(&folder.join("figures.md"))?;
    let documents = ["docs/rendering.md", "docs/compatibility.md"]
        .map(|document| read(&checkout.root.join(document)));
    let documents = documents.into_iter().collect::<Result<String, _>>()?;
    let missing: Vec<_> = rows
        .lines()
        .filter(|row| !documents.lines().any(|line| line == *row))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the table in docs/rendering.md, or docs/compatibility.md, must have\n{}",
        missing.join("\n")
    ))
}

/// Each of these prints that all went well.
fn print(lines: &[String], folder: &Path, api: &str) -> Result<(), String> {
    lines.iter().try_for_each(|line| {
        let printed = command::output(&mut words(&line.replace("API", api), folder))?;
        expect(printed.trim())
    })
}

fn open_static(checkout: &Checkout, folder: &Path, stand_in: &StandIn) -> Result<(), String> {
    let StandIn { api, wix, .. } = stand_in;
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {api}; \
         frame-src {wix}; require-trusted-types-for 'script'"
    );
    let listener = Listener::start(Site {
        folders: vec![("", folder.to_path_buf())],
        headers: vec![("Content-Security-Policy", policy)],
        ..Site::default()
    })?;
    open(checkout, &listener.origin, &listener, api)
}

fn open_served(checkout: &Checkout, line: &str, folder: &Path, api: &str) -> Result<(), String> {
    let port = harness::free_port()?;
    let listener = Listener::start(Site::default())?;
    let mut server = words(&line.replace("PORT", &port.to_string()), folder);
    server.stdout(std::process::Stdio::null()).env("API", api);
    let mut server = Process::start(server, &folder.join("server.log"))?;
    wait_for(port, &mut server)?;
    open(
        checkout,
        &format!("http://127.0.0.1:{port}"),
        &listener,
        api,
    )
    .map_err(|why| format!("{why}\n{}", server.log()))
}

fn open(checkout: &Checkout, origin: &str, listener: &Listener, api: &str) -> Result<(), String> {
    let url = format!("{origin}/?api={api}&report={}/report", listener.origin);
    let report = page::report(checkout, &url, listener, &[], TIMEOUT)?;
    expect(report["text"].as_str().unwrap_or_default())
}

fn expect(said: &str) -> Result<(), String> {
    if said == EXPECTED {
        Ok(())
    } else {
        Err(format!("expected '{EXPECTED}', and it said '{said}'"))
    }
}

/// A program that npm installed there, or node itself.
fn words(line: &str, folder: &Path) -> Command {
    words_of(Path::new("node"), line, folder)
}

fn words_of(node: &Path, line: &str, folder: &Path) -> Command {
    let mut words = line.split(' ');
    let program = words.next().unwrap_or_default();
    let mut command = match program {
        "node" => Process::command(node),
        _ => Process::command(folder.join("node_modules/.bin").join(program)),
    };
    command
        .args(words)
        .current_dir(folder)
        .env("NEXT_TELEMETRY_DISABLED", "1")
        .env_remove("NODE_ENV");
    command
}

fn wait_for(port: u16, server: &mut Process) -> Result<(), String> {
    let deadline = Instant::now() + TIMEOUT;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if server.has_ended() || Instant::now() > deadline {
            return Err(format!("its server did not come up:\n{}", server.log()));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

const EXPECTED: &str = "3 signed calls, 1 token request";

const TIMEOUT: Duration = Duration::from_secs(60);
