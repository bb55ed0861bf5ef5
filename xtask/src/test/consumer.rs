//! Somebody who installs the tarball into an empty folder and uses it, without configuration.

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
use serde_json::Value;

pub struct Consumer {
    pub name: &'static str,
    /// The folder of tests/package that is copied.
    folder: &'static str,
    /// What is run once, in a line of words; "today's node" is that instead of the one on
    /// PATH. It finds the stand-in's origin as API.
    build: Option<&'static str>,
    then: Then,
}

enum Then {
    /// The folder is served as it is, under the strict policy that users are promised.
    Static,
    /// This server serves it; PORT stands for its port. It finds the stand-in's origin as API.
    Serve(&'static str),
    /// No page: these say how it went on standard output; API stands for the stand-in's origin.
    Print(&'static [&'static str]),
    /// The same, of one script in each runtime of servers.
    PrintEverywhere(&'static str),
    /// A project whose server renders: its tests build and start it, and drive these engines.
    Drive(&'static [Engine]),
    /// What was run once has said it all.
    Nothing,
    /// The same; fetch-with-auth-dev is installed as well, and CHROMIUM is that browser. It prints
    /// how long the start of that took.
    Dev,
    /// As `Print`, with a running fetch-with-auth-dev in the place of the stand-in.
    PrintByDev(&'static [&'static str]),
}

/// What is installed.
pub struct Tarballs {
    pub library: PathBuf,
    /// Only where somebody needs it.
    pub dev: Option<PathBuf>,
}

impl Consumer {
    pub fn use_it(
        &self,
        checkout: &Checkout,
        tarballs: &Tarballs,
        stand_in: &StandIn,
    ) -> Result<(), String> {
        let api = &stand_in.api;
        let folder = Scratch::new(self.name)?;
        self.install(checkout, tarballs, folder.path())?;
        if let Some(line) = self.build {
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
        match self.then {
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
                        .args([script, api]);
                    let printed = command::output(&mut run)?;
                    expect(printed.trim())
                        .map_err(|why| format!("{}: {why}", program.display()))?;
                }
                Ok(())
            }
            Then::Drive(engines) => drive(checkout, engines, folder.path(), api),
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
        scratch::copy(&from.join(self.folder), folder)?;
        for file in ["loopback.js", "shop.js", "show.js"] {
            std::fs::copy(from.join(file), folder.join(file))
                .map_err(|why| format!("{file}: {why}"))?;
        }
        if matches!(self.then, Then::Drive(_)) {
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
fn drive(checkout: &Checkout, engines: &[Engine], folder: &Path, api: &str) -> Result<(), String> {
    let mut tests = words_of(&setup::node_of_today(checkout)?, "node --test", folder);
    tests.env("API", api).env("NGINX", setup::nginx()?);
    let _display = display::drive(&mut tests, checkout, engines)?;
    command::run_captured(&mut tests)?;
    compare_figures(checkout, folder)
}

/// Each row of figures that the tests of a project have written is one of docs/rendering.md.
fn compare_figures(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
    };
    let rows = read(&folder.join("figures.md"))?;
    let document = read(&checkout.root.join("docs/rendering.md"))?;
    let missing: Vec<_> = rows
        .lines()
        .filter(|row| !document.lines().any(|line| line == *row))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the table in docs/rendering.md must have\n{}",
        missing.join("\n")
    ))
}

/// Each of these prints that all went well.
fn print(lines: &[&str], folder: &Path, api: &str) -> Result<(), String> {
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

/// Cheap ones first.
pub const ALL: &[Consumer] = &[
    consumer(
        "node",
        None,
        Then::Print(&["node check.mjs API", "node check.cjs API"]),
    ),
    consumer("calls", Some("node --test"), Then::Nothing),
    consumer("sdk-types", Some("node --test"), Then::Nothing),
    Consumer {
        name: "servers",
        folder: "node",
        build: None,
        then: Then::PrintEverywhere("server.mjs"),
    },
    consumer("page", None, Then::Static),
    consumer("cookie", None, Then::Static),
    consumer(
        "esbuild",
        Some("esbuild main.js --bundle --minify --outfile=bundle.js"),
        Then::Static,
    ),
    consumer(
        "wix-sdk",
        Some("esbuild main.js --bundle --format=esm --outfile=bundle.js"),
        Then::Static,
    ),
    Consumer {
        name: "wix-sdk-node",
        folder: "wix-sdk",
        build: None,
        then: Then::Print(&["node check.mjs API"]),
    },
    Consumer {
        name: "wix-sdk-dev",
        folder: "wix-sdk",
        build: None,
        then: Then::PrintByDev(&["node check.mjs API"]),
    },
    Consumer {
        name: "node-dev",
        folder: "node",
        build: None,
        then: Then::PrintByDev(&["node check.mjs API", "node check.cjs API"]),
    },
    consumer(
        "dev",
        Some("today's node --test --test-force-exit"),
        Then::Dev,
    ),
    Consumer {
        name: "tutorials",
        folder: "wix-sdk",
        build: Some("node tutorials/build.mjs"),
        then: Then::Static,
    },
    Consumer {
        name: "tutorials-node",
        folder: "wix-sdk",
        build: Some("node tutorials/build.mjs"),
        then: Then::Print(&["node tutorials/check.mjs API"]),
    },
    consumer(
        "webpack",
        Some("webpack --mode production --fail-on-warnings"),
        Then::Static,
    ),
    consumer(
        "vite",
        None,
        Then::Serve("vite --host 127.0.0.1 --strictPort --port PORT"),
    ),
    Consumer {
        name: "vite-build",
        folder: "vite",
        build: Some("vite build"),
        then: Then::Serve("vite preview --host 127.0.0.1 --strictPort --port PORT"),
    },
    consumer("web-methods", Some("node --test"), Then::Nothing),
    consumer("backend", Some("node --test"), Then::Nothing),
    consumer("sessions", Some("node --test"), Then::Nothing),
    Consumer {
        name: "sessions-everywhere",
        folder: "sessions",
        build: None,
        then: Then::PrintEverywhere("everywhere.mjs"),
    },
    consumer("sessions-page", None, Then::Serve("node server.mjs PORT")),
    consumer("webhooks", Some("node --test"), Then::Nothing),
    Consumer {
        name: "webhooks-everywhere",
        folder: "webhooks",
        build: None,
        then: Then::PrintEverywhere("everywhere.mjs"),
    },
    consumer("wix", Some("node --test"), Then::Nothing),
    consumer("bindings", Some("node --test"), Then::Nothing),
    consumer("runtimes", Some("today's node --test"), Then::Nothing),
    consumer("old-browsers", Some("node --test"), Then::Nothing),
    consumer("frameworks", Some("today's node --test"), Then::Nothing),
    consumer(
        "hosts",
        Some("node --test --test-force-exit"),
        Then::Nothing,
    ),
    Consumer {
        name: "hosts-page",
        folder: "hosts",
        build: None,
        then: Then::Serve("node serve.mjs PORT"),
    },
    consumer(
        "moving",
        Some("today's node --test --test-force-exit"),
        Then::Nothing,
    ),
    rendered("rendered-node", &Engine::ALL),
    rendered("rendered-worker", &Engine::ALL),
    rendered("rendered-astro", &Engine::ALL),
    rendered("rendered-sveltekit", &Engine::ALL),
    Consumer {
        name: "web-methods-page",
        folder: "web-methods",
        build: None,
        then: Then::Serve("vite --host 127.0.0.1 --strictPort --port PORT"),
    },
    consumer(
        "next",
        Some("next build"),
        Then::Serve("next start --hostname 127.0.0.1 --port PORT"),
    ),
];

const fn consumer(name: &'static str, build: Option<&'static str>, then: Then) -> Consumer {
    Consumer {
        name,
        folder: name,
        build,
        then,
    }
}

/// A project whose server renders, in these engines.
const fn rendered(name: &'static str, engines: &'static [Engine]) -> Consumer {
    consumer(name, None, Then::Drive(engines))
}

const EXPECTED: &str = "3 signed calls, 1 token request";

const TIMEOUT: Duration = Duration::from_secs(60);
