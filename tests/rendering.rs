//! docs/rendering.md: each project whose server renders is one that a command tests, and each
//! has a row of figures. That the figures are those of the tests, the command compares.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

#[test]
fn each_rendered_project_is_tested_and_has_its_rows_of_figures() {
    let document = read("docs/rendering.md");
    let mut rows: Vec<&str> = document
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| project "))
        .collect();
    for folder in folders() {
        let consumers = read(&format!("tests/package/{folder}/consumers.json"));
        let entry = format!("\"name\": \"{folder}\", \"then\": \"drive\"");
        assert!(consumers.contains(&entry), "nothing runs {folder}");
        let names = names(&folder);
        assert!(!names.is_empty(), "{folder} drives nothing");
        for name in names {
            let row = rows
                .iter()
                .position(|row| row.starts_with(&format!("| {name} |")));
            rows.remove(row.unwrap_or_else(|| panic!("docs/rendering.md has no row of {name}")));
        }
    }
    assert!(rows.is_empty(), "of no project: {}", rows.join("\n"));
}

/// What the tests of a project call it.
fn names(folder: &str) -> Vec<String> {
    let files = fs::read_dir(root().join("tests/package").join(folder)).expect("a folder");
    let mut names = Vec::new();
    for file in files {
        let path = file.expect("a file").path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            let text = fs::read_to_string(path).expect("a text");
            let calls = text.split("\nrendered(\"").skip(1);
            names.extend(calls.filter_map(|call| Some(call.split_once('"')?.0.to_owned())));
        }
    }
    names
}

fn folders() -> Vec<String> {
    let entries = fs::read_dir(root().join("tests/package")).expect("tests/package");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.starts_with("rendered-"))
        .collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
