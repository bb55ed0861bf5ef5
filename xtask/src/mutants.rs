//! Mutation tests of what is tested natively: a change of the code that no test notices is a gap in the tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::{command, setup};

/// Tries every mutant, or those whose name matches the pattern. What survives must be listed with a reason,
/// and what is listed must survive.
pub fn mutants(checkout: &Checkout, filter: Option<&str>) -> Result<(), String> {
    let program = setup::cargo_mutants(checkout)?;
    let listed = listed(&read(&checkout.root.join(LIST))?)?;
    let folder = Scratch::new("mutants")?;
    let mut outcomes = Outcomes::default();
    for (files, tests) in PARTS {
        let run = Run {
            checkout,
            program: &program,
            files,
            filter,
            output: folder.path(),
        };
        // Most mutants are noticed by the tests written for their file, which are built fast. The others
        // have to survive all native tests.
        let first = run.with(tests, false)?;
        outcomes.killed += first.killed;
        outcomes.unviable += first.unviable;
        if !first.survivors.is_empty() {
            let second = run.with(&[], true)?;
            outcomes.killed += second.killed;
            outcomes.survivors.extend(second.survivors);
        }
    }
    outcomes.report(&listed, filter.is_none())
}

struct Run<'a> {
    checkout: &'a Checkout,
    /// The folder with cargo-mutants.
    program: &'a Path,
    files: &'a [&'a str],
    filter: Option<&'a str>,
    output: &'a Path,
}

impl Run<'_> {
    /// Runs these test targets, or all; again: for the mutants that the last run did not kill.
    fn with(&self, tests: &[&str], again: bool) -> Result<Outcomes, String> {
        let mut cargo = self.checkout.cargo();
        cargo
            .args(["mutants", "--package", "fetch-with-auth"])
            .args(["--profile", "mutants", "--output"])
            .arg(self.output)
            .args(self.files.iter().flat_map(|file| ["--file", file]))
            // An iterator without an end fills the memory before anything notices.
            .args(["--exclude-re", "Iterator for .*::next -> .* with Some"])
            .args(self.filter.iter().flat_map(|filter| ["--re", filter]))
            .args(again.then_some("--iterate"))
            // Not after `--`: there it would count for running tests, and all would be built.
            .args(
                tests
                    .iter()
                    .map(|test| format!("--cargo-arg=--test={test}")),
            )
            .env("PATH", command::path_with(&[self.program])?)
            // Dependencies are built once, and not for each run.
            .env("CARGO_TARGET_DIR", self.checkout.target.join("mutation"));
        let status = cargo
            .status()
            .map_err(|why| command::not_started(&cargo, &why))?;
        // 2: some mutants survived; 3: some made the tests run for ever.
        if !matches!(status.code(), Some(0 | 2 | 3)) {
            return Err(format!("cargo mutants failed ({status})"));
        }
        let results = self.output.join("mutants.out");
        let names = |file: &str| -> Result<Vec<String>, String> {
            let text = read(&results.join(file))?;
            Ok(text.lines().map(without_position).collect())
        };
        Ok(Outcomes {
            killed: names("caught.txt")?.len() + names("timeout.txt")?.len(),
            unviable: names("unviable.txt")?.len(),
            survivors: names("missed.txt")?,
        })
    }
}

#[derive(Default)]
struct Outcomes {
    killed: usize,
    /// What does not compile is no mutant.
    unviable: usize,
    survivors: Vec<String>,
}

impl Outcomes {
    fn report(&self, listed: &[String], all: bool) -> Result<(), String> {
        let (unlisted, gone) = difference(&self.survivors, listed);
        let known = self.survivors.len() - unlisted.len();
        println!(
            "\nmutants: {}, killed: {}, listed: {known}, survivors: {} ({} more do not compile)",
            self.killed + self.survivors.len(),
            self.killed,
            unlisted.len(),
            self.unviable,
        );
        let mut faults: Vec<String> = unlisted
            .iter()
            .map(|name| format!("survives, and is not in {LIST}: {name}"))
            .collect();
        if all {
            faults.extend(
                gone.iter()
                    .map(|name| format!("in {LIST}, but no survivor: {name}")),
            );
        }
        if faults.is_empty() {
            return Ok(());
        }
        Err(faults.join("\nerror: "))
    }
}

/// What is in one list only, counted: a function may have several mutants of one name.
fn difference(survivors: &[String], listed: &[String]) -> (Vec<String>, Vec<String>) {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    for name in survivors {
        *counts.entry(name).or_default() += 1;
    }
    for name in listed {
        *counts.entry(name).or_default() -= 1;
    }
    let (mut unlisted, mut gone) = (Vec::new(), Vec::new());
    for (name, count) in counts {
        let side = if count > 0 { &mut unlisted } else { &mut gone };
        side.extend((0..count.abs()).map(|_| name.to_owned()));
    }
    (unlisted, gone)
}

/// `src/a.rs:1:2: replace ...` without the line and the column, which change with every edit.
fn without_position(line: &str) -> String {
    match line.split_once(": ") {
        Some((position, change)) => {
            let file = position.split(':').next().unwrap_or_default();
            format!("{file}: {change}")
        }
        None => line.to_owned(),
    }
}

/// The names in the list. The indented lines below them are their reason, which no name may lack.
fn listed(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut lacks_reason = None;
    for line in text.lines() {
        if line.starts_with(' ') {
            lacks_reason = None;
        } else if line.is_empty() {
            if let Some(name) = lacks_reason {
                return Err(format!("{LIST}: no reason is given for: {name}"));
            }
        } else if !line.starts_with('#') {
            names.push(line.to_owned());
            lacks_reason = Some(line);
        }
    }
    match lacks_reason {
        None => Ok(names),
        Some(name) => Err(format!("{LIST}: no reason is given for: {name}")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

const LIST: &str = "tests/mutants.txt";

/// Sources, and the test targets written for them.
const PARTS: [(&[&str], &[&str]); 7] = [
    (&["src/oauth/**"], &["oauth"]),
    (
        &["src/wix/**", "src/json.rs", "src/json/**"],
        &["wix", "json"],
    ),
    (&["src/session/**"], &["session"]),
    (&["src/members/**"], &["members"]),
    (&["src/backend/**"], &["backend"]),
    (&["src/server/**"], &["server"]),
    (&["src/error.rs"], &["error"]),
];

#[cfg(test)]
mod tests {
    use super::{difference, listed, without_position};

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_mutant_is_named_without_its_position() {
        assert_eq!(
            without_position("src/a.rs:12:34: replace a::b -> c with d"),
            "src/a.rs: replace a::b -> c with d"
        );
    }

    #[test]
    fn every_listed_mutant_has_a_reason() {
        let text = "# Words.\n\na: 1\na: 2\n    Why.\n\nb: 1\n    Why,\n    and why.\n";
        assert_eq!(listed(text), Ok(names(&["a: 1", "a: 2", "b: 1"])));
        assert!(listed("a: 1\n").is_err());
        assert!(listed("a: 1\n\nb: 1\n    Why.\n").is_err());
    }

    #[test]
    fn survivors_and_list_are_compared_by_name_and_number() {
        assert_eq!(
            difference(&names(&["a", "a", "b"]), &names(&["a", "c"])),
            (names(&["a", "b"]), names(&["c"]))
        );
        assert_eq!(difference(&names(&["a"]), &names(&["a"])), (vec![], vec![]));
    }
}
