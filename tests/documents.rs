//! What documents name exists: a file that moved has moved in them, too.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

const DOCUMENTS: [&str; 10] = [
    "README.md",
    "docs/compatibility.md",
    "ARCHITECTURE.md",
    "BENCHMARKS.md",
    "CHANGELOG.md",
    "RELEASING.md",
    "pkg/README.md",
    "pkg/docs/hosts.md",
    "pkg/docs/rendering.md",
    "docs/patterns.md",
];

/// Where a path in a document may begin. Tests are named from their own folder, and so is what
/// the package brings along.
const ROOTS: [&str; 3] = ["", "tests", "pkg"];

#[test]
fn every_file_that_a_document_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    let mut number = 0;
    for document in DOCUMENTS {
        let text = fs::read_to_string(root.join(document)).expect("a document");
        for path in paths(&without_listings(&text)) {
            number += 1;
            if !ROOTS.iter().any(|at| exists(&root.join(at), path)) {
                missing.push(format!("{document}: {path}"));
            }
        }
    }
    assert!(number > 50, "{number} paths");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn each_command_of_the_table_of_tools_is_one_that_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &Path| fs::read_to_string(path).expect("a file");
    let folders = fs::read_dir(root.join("tests/package")).expect("tests/package");
    let consumers: String = folders
        .map(|folder| folder.expect("an entry").path().join("consumers.json"))
        .filter(|list| list.exists())
        .map(|list| read(&list))
        .collect();
    let document = read(&root.join("docs/compatibility.md"));
    let mut number = 0;
    for row in document.lines().filter(|line| line.starts_with("| ")) {
        for command in row.split("`cargo xtask test package ").skip(1) {
            let name = command.split('`').next().expect("a name");
            let entry = format!("\"name\": \"{name}\"");
            assert!(consumers.contains(&entry), "nothing runs {name}");
            number += 1;
        }
    }
    assert!(number > 30, "{number} commands");
}

#[test]
fn a_path_is_known_by_its_first_folder_and_its_extension() {
    let text = "`src/a.rs`, [b](pkg/b.d.ts), tests/c*.rs. See https://a.example/src/x.js and `src/oauth/`.";
    let found = paths(text).collect::<Vec<_>>();
    assert_eq!(found, ["src/a.rs", "pkg/b.d.ts", "tests/c*.rs"]);
}

#[test]
fn the_oldest_browsers_are_those_that_the_error_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a file");
    let readme = read("README.md");
    let sentence = read("pkg/error.js");
    for family in ["Chromium", "Firefox", "Safari"] {
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| {family}")))
            .expect("a row");
        let oldest = row.split('|').nth(2).expect("a cell").trim();
        let version = oldest.split(',').next().expect("a version");
        assert!(sentence.contains(&format!("{family} {version}")), "{row}");
    }
}

/// Without code of a language: its paths are those of the reader's project.
fn without_listings(text: &str) -> String {
    let parts = text.split("\n```").enumerate();
    let kept = parts.filter(|(number, part)| number % 2 == 0 || part.starts_with('\n'));
    kept.map(|(_, part)| part).collect()
}

/// The relative paths of files in a text.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let tokens = text.split(|letter: char| letter.is_whitespace() || "`()[]|,;:".contains(letter));
    tokens
        .map(|token| token.trim_end_matches('.'))
        .filter(|token| {
            let folder = token.split_once('/').map(|(folder, _)| folder);
            let is_file = [".rs", ".js", ".mjs", ".ts", ".md"]
                .iter()
                .any(|extension| token.ends_with(extension));
            is_file && folder.is_some_and(|folder| FOLDERS.contains(&folder))
        })
}

const FOLDERS: [&str; 14] = [
    "src", "docs", "pkg", "tests", "www", "xtask", "oauth", "wix", "session", "members", "backend",
    "browser", "pages", "package",
];

/// `*` stands for any part of a file's name.
fn exists(root: &Path, path: &str) -> bool {
    let Some((start, end)) = path.split_once('*') else {
        return root.join(path).is_file();
    };
    let (folder, start) = start.rsplit_once('/').unwrap_or(("", start));
    let entries = fs::read_dir(root.join(folder)).into_iter().flatten();
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(start) && name.ends_with(end)
    })
}
