//! One standard word for each thing: a word that was replaced does not return, neither in a
//! name nor in a comment, a document or the name of a file.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// Words that were replaced, and by what: nobody but the authors knew what they stood for,
/// and each has a word that RFCs, Fetch or other libraries use.
const REPLACED: [(&str, &str); 33] = [
    ("belief", "ttl"),
    ("came", "result, response"),
    ("deed", "activity"),
    ("deeds", "activity log"),
    ("desk", "backend"),
    ("doubt", "invalidate"),
    ("doubts", "invalidate"),
    ("errand", "task"),
    ("errands", "tasks"),
    ("hush", "redact"),
    ("judge", "validate"),
    ("judged", "validated"),
    ("judges", "validates"),
    ("keepsake", "stored state"),
    ("keepsakes", "stored state"),
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
    ("silence", "timeout"),
    ("silenced", "timed out"),
    ("speaker", "signer"),
    ("speakers", "signers"),
    ("tally", "counters"),
    ("told", "reported, result"),
    ("verdict", "result"),
    ("whoever", "caller, person, visitor, member"),
];

/// The same of words that are ordinary ones apart from each other.
const REPLACED_PHRASES: [(&str, &str); 4] = [
    ("may hear", "is allowed to receive"),
    ("speak as", "act as"),
    ("speaks as", "acts as"),
    ("spoke as", "acted as"),
];

/// Texts of others or of tools, and the diary.
const NOT_OURS: [&str; 7] = [
    ".cargo",
    ".git",
    "CHANGELOG.md",
    "dist",
    "node_modules",
    "package-lock.json",
    "target",
];

/// What is text.
const TEXTS: [&str; 10] = [
    "cjs", "css", "html", "js", "md", "mjs", "rs", "toml", "ts", "tsx",
];

#[test]
fn no_replaced_word_returns() {
    let mut files = Vec::new();
    collect(root(), &mut files);
    assert!(files.len() > 150, "{} files", files.len());
    let found: Vec<String> = files.iter().flat_map(|file| found_in(file)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What a text, and its name, has of replaced words.
fn found_in(file: &Path) -> Vec<String> {
    let name = file.strip_prefix(root()).expect("below the root");
    let name = name.to_string_lossy();
    let mut text = fs::read_to_string(file).expect("a text");
    if name == "SECURITY.md" {
        // Names of tests are those of the tests.
        text = text.split('`').step_by(2).collect();
    }
    let lines = [&*name].into_iter().chain(text.lines()).enumerate();
    let found = lines.flat_map(|(number, line)| {
        let words = replaced(line).into_iter();
        words.map(move |(old, new)| (number, old, new))
    });
    found
        .map(|(number, old, new)| format!("{name}:{number}: {old} ({new})"))
        .collect()
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

#[test]
fn a_phrase_is_found_in_sentences_and_in_names() {
    for text in ["It speaks as a member.", "the_page_speaks_as_a_member"] {
        assert_eq!(replaced(text), [("speaks as", "acts as")], "{text}");
    }
    assert_eq!(replaced("it speaks, as a rule, plainly"), []);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts of this folder and those below.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default();
        let is_ours = !NOT_OURS.iter().any(|not| *not == name);
        // This file names the words.
        if !is_ours || path == root().join(file!()) {
            continue;
        }
        let extension = path.extension().unwrap_or_default();
        if path.is_dir() {
            collect(&path, files);
        } else if TEXTS.iter().any(|text| *text == extension) {
            files.push(path);
        }
    }
}

/// The replaced words of a line, each with what replaces it.
fn replaced(line: &str) -> Vec<(&'static str, &'static str)> {
    let words: Vec<String> = words(line).iter().map(|word| word.to_lowercase()).collect();
    let single = words
        .iter()
        .flat_map(|word| REPLACED.into_iter().find(|(old, _)| old == word));
    let sentence = line.replace('_', " ").to_lowercase();
    let phrases = REPLACED_PHRASES
        .into_iter()
        .filter(|(old, _)| sentence.contains(old));
    single.chain(phrases).collect()
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
