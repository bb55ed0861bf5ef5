//! `stand-in --site-root www --package-root pkg [--control] [--site-port N] [--mount /prefix=dir]... [--until-eof]`
//!
//! Prints the six origins as one line of JSON, then serves until it is asked to end.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use serde_json::json;
use stand_in::{Options, Running, start};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match serve(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stand-in: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> io::Result<()> {
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    let running = start(arguments.options).await?;
    announce(&running)?;
    let ended = end_of_input(arguments.until_eof);
    tokio::select! {
        _ = interrupted.recv() => {}
        _ = terminated.recv() => {}
        () = ended => {}
    }
    running.stop().await;
    Ok(())
}

fn announce(running: &Running) -> io::Result<()> {
    let origins = json!({
        "site": running.site,
        "api": running.api,
        "app": running.app,
        "foreign": running.foreign,
        "wix": running.wix,
        "idp": running.idp,
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{origins}")?;
    out.flush()
}

/// A thread of its own: a blocking read on the runtime would keep the process from ending.
async fn end_of_input(wanted: bool) {
    if !wanted {
        return std::future::pending().await;
    }
    let (sender, ended) = oneshot::channel();
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        let mut ignored = [0; 256];
        while matches!(input.read(&mut ignored), Ok(read) if read > 0) {}
        let _ = sender.send(());
    });
    let _ = ended.await;
}

/// The arguments of the command line.
#[derive(Default)]
struct Arguments {
    options: Options,
    until_eof: bool,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self::default();
        let options = &mut arguments.options;
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} wants a value"));
            match word.as_str() {
                "--site-root" => options.site_root = value()?.into(),
                "--package-root" => options.package_root = value()?.into(),
                "--control" => options.control = true,
                "--site-port" => {
                    let port = value()?;
                    options.site_port = port.parse().map_err(|_| format!("no port: {port}"))?;
                }
                "--mount" => {
                    let mount = value()?;
                    let (prefix, folder) = mount.split_once('=').ok_or("no = in --mount")?;
                    options.extra_roots.push((prefix.to_owned(), folder.into()));
                }
                "--until-eof" => arguments.until_eof = true,
                _ => return Err(format!("not known: {word}")),
            }
        }
        if options.site_root.as_os_str().is_empty() || options.package_root.as_os_str().is_empty() {
            return Err("--site-root and --package-root are needed".to_owned());
        }
        Ok(arguments)
    }
}

const USAGE: &str = "usage: stand-in --site-root DIR --package-root DIR [--control] [--site-port N] \
    [--mount /PREFIX=DIR]... [--until-eof]";
