//! `cargo xtask <command>`: everything one does with this project.
//!
//! A command brings what it needs (`setup`), says what it does, and ends every process that it started.
//! Errors are sentences for the person who ran the command, empty if all has been said: nobody here
//! tells one kind of error from another.

mod backend;
mod bench;
mod build;
mod checkout;
mod command;
mod demo;
mod dev_package;
mod display;
mod docs;
mod encode;
mod listener;
mod mutants;
mod page;
mod release;
mod scratch;
mod setup;
mod size;
mod stand_in;
mod test;

use std::process::ExitCode;

use checkout::Checkout;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match carry_out(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            if !why.is_empty() {
                eprintln!("error: {why}");
            }
            ExitCode::FAILURE
        }
    }
}

fn carry_out(words: &[&str]) -> Result<(), String> {
    let Some((command, rest)) = words.split_first() else {
        println!("{HELP}");
        return Ok(());
    };
    if rest.iter().any(|word| matches!(*word, "--help" | "-h")) {
        println!("{HELP}");
        return Ok(());
    }
    match *command {
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        "build" => nothing_more(rest).and_then(|()| build::build(&Checkout::here()?).map(drop)),
        "test" => test::test(&Checkout::here()?, rest),
        "size" => nothing_more(rest).and_then(|()| size::all(&Checkout::here()?)),
        "bench" => bench::bench(&Checkout::here()?, rest),
        "mutants" => {
            nothing_more(rest.get(1..).unwrap_or_default())?;
            mutants::mutants(&Checkout::here()?, rest.first().copied())
        }
        "interleavings" => {
            nothing_more(rest).and_then(|()| test::native::interleavings(&Checkout::here()?))
        }
        "dev-package" => nothing_more(rest).and_then(|()| dev_package::build(&Checkout::here()?)),
        "docs" => nothing_more(rest).and_then(|()| docs::docs(&Checkout::here()?)),
        "release" => release::release(&Checkout::here()?, rest),
        "demo" => demo::demo(&Checkout::here()?, rest),
        other => Err(format!(
            "there is no command '{other}'; see cargo xtask help"
        )),
    }
}

fn nothing_more(rest: &[&str]) -> Result<(), String> {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(format!("'{word}' means nothing here; see cargo xtask help")),
    }
}

const HELP: &str = "\
cargo xtask <command>: what one does with this project

  demo            build everything, serve the demo shop with its backend, print its address;
                  Ctrl-C stops it
  demo --check    drive the demo in a headless browser; succeeds, or says what failed

  docs            build the documentation site, serve it, print its address; Ctrl-C stops it

  build           make pkg/ ready for `npm pack`: pkg/dist/ from the Rust crate
  dev-package     make www/dev/ ready for `npm pack`: the stand-in, compiled for Node
  test            everything below, in this order, up to the first part that fails
  test native     fmt, clippy for both targets, the wall between rules and browser, native tests
  test types      the type declarations, as TypeScript users of several settings see them
  test size       the size of a signing page, and of what loads on demand, against their budgets
  test docs       the documentation site: links, pages in a browser, playground, listings
                  [--all, with the tutorials, and axe on generated pages]
                  [accessible, errors, listings, playground, tutorials]
  test browsers   wasm-bindgen tests in real engines    [--chrome] [--firefox] [--safari]
  test e2e        WebDriver tests of pages and the demo [--chrome] [--firefox] [--safari] [filter]
  test package    the packed tarballs in empty folders, as each consumers.json of tests/package
                  says                    [--all, not only the quick ones] [name of one of them]

  mutants         changes the rules and flows in every way that cargo-mutants knows: fails for a
                  change that no native test notices, unless tests/mutants.txt says why;
                  20 minutes                            [pattern of the mutants' names]

  interleavings   the real flows of several pages in every order of small scopes, and in orders at
                  random of larger ones: schedules explored, laws broken

  size            the same: raw, gzip, brotli; beside pages with other clients, each entry alone,
                  JavaScript by file, and WebAssembly by function
  bench signed    what a signed call costs over a plain one, side by side in headless Chromium
                  [--beside DIST]: of another build of this package, too
  bench cold      what the first call of a page costs, beside other clients, in headless Chromium
                  [--rounds N] [--loopback] [--beside DIST]...: of other builds of this package
  bench backend   what the backend half costs a request, beside a bare handler in Node
  release         what a release is but its publication (RELEASING.md): tarballs, inventories and
                  licences, and the same bytes from two folders; writes pkg/THIRD_PARTY.md and
                  www/dev/THIRD_PARTY.md
                  [--dry-run]: names what is still open, instead of failing for it
  help            this text

Tools are fetched as they are needed, pinned, into ${XDG_CACHE_HOME:-~/.cache}/fetch-with-auth.
Needed beforehand: rustup with cargo, Node 20 with npm; for browsers a Debian, or its programs on PATH.";
