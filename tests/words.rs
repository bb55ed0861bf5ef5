//! One standard word for each thing: a word that was replaced does not return, neither in a
//! document nor as a part of a name.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// Words that were replaced, and by what.
const REPLACED: [(&str, &str); 26] = [
    ("belief", "ttl"),
    ("came", "result, response"),
    ("deed", "activity"),
    ("deeds", "activity log"),
    ("desk", "backend"),
    ("doubt", "invalidate"),
    ("doubts", "invalidate"),
    ("errand", "task"),
    ("hush", "redact"),
    ("judge", "validate"),
    ("judged", "validated"),
    ("judges", "validates"),
    ("keepsake", "stored state"),
    ("knocking", "token lookup"),
    ("lent", "request of the caller"),
    ("lever", "fault switch"),
    ("levers", "fault switches"),
    ("park", "capture"),
    ("parked", "captured"),
    ("patience", "timeout"),
    ("quiet", "backoff"),
    ("room", "buffer"),
    ("seat", "page handle"),
    ("speaker", "signer"),
    ("tally", "counters"),
    ("told", "reported, result"),
];

/// What is free of them. Add a folder here once it is.
const PLACES: [&str; 17] = [
    "README.md",
    "ARCHITECTURE.md",
    "BENCHMARKS.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "pkg/README.md",
    "pkg/error.js",
    "pkg/vite",
    "www/server/README.md",
    "src/wix",
    "src/backend",
    "src/json.rs",
    "src/json",
    "src/members",
    "tests/members",
    "tests/wix",
    "tests/json.rs",
];

/// Declarations, wherever they are in the package.
const DECLARATIONS: &str = ".d.ts";

#[test]
fn no_replaced_word_returns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for place in PLACES {
        collect(&root.join(place), &mut files);
    }
    for entry in fs::read_dir(root.join("pkg")).expect("the package") {
        let path = entry.expect("an entry").path();
        if path.to_string_lossy().ends_with(DECLARATIONS) {
            files.push(path);
        }
    }
    assert!(files.len() > 20, "{} files", files.len());
    let mut found = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut text = fs::read_to_string(&file).expect("a text");
        if name == "SECURITY.md" {
            // Names of tests are those of the tests.
            text = text.split('`').step_by(2).collect();
        }
        for (number, line) in [&*name].into_iter().chain(text.lines()).enumerate() {
            for (old, new) in replaced(line) {
                found.push(format!("{}:{number}: {old} ({new})", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_word_is_found_in_every_spelling_of_a_name() {
    for text in [
        "told",
        "is_told",
        "Told",
        "TOLD_AT",
        "isToldNow",
        "what was told: it",
    ] {
        assert_eq!(replaced(text), [("told", "reported, result")], "{text}");
    }
    for text in ["untold", "toldo", "became", "parking", "satellite"] {
        assert_eq!(replaced(text), [], "{text}");
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            collect(&entry.expect("an entry").path(), files);
        }
    } else {
        files.push(path.to_owned());
    }
}

/// The replaced words of a line, each with what replaces it.
fn replaced(line: &str) -> Vec<(&'static str, &'static str)> {
    let words = words(line);
    let all = words.iter().flat_map(|word| {
        let word = word.to_lowercase();
        REPLACED.into_iter().find(|(old, _)| *old == word)
    });
    all.collect()
}

/// The words that names and sentences consist of: snake_case, camelCase, SCREAMING_CASE.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in line.chars() {
        if !letter.is_alphabetic() || (letter.is_uppercase() && before.is_lowercase()) {
            words.push(String::new());
        }
        if letter.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.push(letter);
        }
        before = letter;
    }
    words
}
