//! docs/patterns.md: what becomes of each pattern of today's projects is shown by a test that
//! exists, and the third-party packages are those that the tests of the package install.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

mod shown_by;

/// How a row says what becomes of the code.
const ANSWERS: [&str; 4] = [
    "works unchanged",
    "one import",
    "delete these lines",
    "no, because",
];

/// The numbers of the patterns: those of rendering servers are 4, 8 and 10.
const NUMBERED: [&str; 15] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
];

#[test]
fn each_pattern_has_an_answer_and_a_test_that_shows_it() {
    let rows = rows(
        &document(),
        "| # | what projects do | here | shown by |\n|---|---|---|---|\n",
    );
    let faults: Vec<_> = rows.iter().filter_map(|row| fault(row)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for number in NUMBERED {
        assert!(
            rows.iter().any(|row| row[0] == number),
            "no row of pattern {number}"
        );
    }
}

#[test]
fn an_answer_without_a_test_is_a_fault_unless_it_is_no() {
    let row = |here: &str, shown_by: &str| {
        fault(&["1", "a pattern", here, shown_by].map(str::to_owned)).is_some()
    };
    let test = "`patterns.rs: an_answer_without_a_test_is_a_fault_unless_it_is_no`";
    assert!(!row("works unchanged", test));
    assert!(!row("**one import**: from elsewhere", test));
    assert!(row("it works", test));
    assert!(row("one import", ""));
    assert!(row("one import", "`patterns.rs: gone`"));
    assert!(!row("no, because it is closed", ""));
    assert!(row("no, because it is closed", "`patterns.rs: gone`"));
    assert!(row("no, because", ""));
}

#[test]
fn the_packages_are_those_that_the_tests_install_and_lock() {
    let rows = rows(
        &document(),
        "| packages | folder | what is run | by |\n|---|---|---|---|\n",
    );
    let listed: BTreeMap<&str, &str> = rows
        .iter()
        .map(|row| (row[1].trim_matches('`'), row[0].as_str()))
        .collect();
    for folder in folders() {
        let wanted = installed(&folder);
        if wanted.is_empty() {
            assert!(!listed.contains_key(&*folder), "{folder} installs nothing");
            continue;
        }
        let found = listed.get(&*folder).copied().unwrap_or_default();
        assert_eq!(found, wanted, "docs/patterns.md, the row of {folder}");
    }
    let consumers: String = folders()
        .iter()
        .map(|folder| read(&format!("{folder}/consumers.json")))
        .collect();
    for row in &rows {
        let commands = shown_by::tests_in(&row[3]);
        assert!(!commands.is_empty(), "nothing runs {}", row[0]);
        for command in commands {
            let name = command.strip_prefix("cargo xtask test package ");
            let name = name.unwrap_or_else(|| panic!("no test of the package: {command}"));
            assert!(
                consumers.contains(&format!("\"name\": \"{name}\"")),
                "{command}"
            );
        }
    }
    assert_eq!(
        listed.len(),
        rows.len(),
        "a folder is listed more than once"
    );
}

/// What is wrong with a row of a pattern.
fn fault(row: &[String]) -> Option<String> {
    let here = row[2].replace("**", "");
    let name = &row[1];
    let Some(answer) = ANSWERS.iter().find(|answer| here.starts_with(*answer)) else {
        return Some(format!("no answer of the four: {name}"));
    };
    let is_no = *answer == ANSWERS[3];
    if is_no && here.len() < answer.len() + 10 {
        return Some(format!("no reason: {name}"));
    }
    let tests = shown_by::tests_in(&row[3]);
    if tests.is_empty() && !is_no {
        return Some(format!("no test shows: {name}"));
    }
    let gone = tests.iter().find(|test| !shown_by::exists(test))?;
    Some(format!("no such test: {gone} (for: {name})"))
}

/// What a folder of tests installs, as its row has it.
fn installed(folder: &str) -> String {
    let json = |name: &str| -> Value {
        let text = read(&format!("{folder}/{name}"));
        serde_json::from_str(&text).unwrap_or_else(|why| panic!("{folder}/{name}: {why}"))
    };
    let package = json("package.json");
    let Some(dependencies) = package["dependencies"].as_object() else {
        return String::new();
    };
    let lock = json("package-lock.json");
    let packages = dependencies.iter().map(|(name, wanted)| {
        let locked = &lock["packages"][format!("node_modules/{name}")]["version"];
        let locked = locked.as_str().unwrap_or_default();
        let wanted = wanted.as_str().unwrap_or_default();
        let version = wanted.rsplit('@').next().unwrap_or_default();
        assert_eq!(
            version, locked,
            "{folder}: {name} is not pinned to what is locked"
        );
        format!("`{name}` {locked}")
    });
    packages.collect::<Vec<_>>().join(", ")
}

/// The folders of tests that install packages.
fn folders() -> Vec<String> {
    let entries = fs::read_dir(root().join("tests/package")).expect("tests/package");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut folders: Vec<String> = names
        .map(|name| format!("tests/package/{}", name.to_string_lossy()))
        .filter(|folder| root().join(folder).join("package.json").is_file())
        .collect();
    folders.sort_unstable();
    folders
}

/// The rows of the tables with this head, each by its cells.
fn rows(text: &str, head: &str) -> Vec<Vec<String>> {
    let tables = text.split(head).skip(1);
    let lines = tables.flat_map(|table| table.lines().take_while(|line| line.starts_with('|')));
    let rows: Vec<Vec<String>> = lines
        .map(|line| {
            let cells = line.trim_matches('|').split(" | ");
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect();
    assert!(!rows.is_empty(), "no table with the head {head}");
    for row in &rows {
        assert_eq!(row.len(), 4, "cells of: {}", row.join(" | "));
    }
    rows
}

fn document() -> String {
    read("docs/patterns.md")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
