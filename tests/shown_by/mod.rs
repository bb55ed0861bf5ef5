//! The tests that a table names, `file: name of a test`: whether they exist.

use std::collections::BTreeSet;
use std::path::Path;

/// The names in a cell: what is between backquotes.
pub fn tests_in(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Whether a file of this folder has a test of this name.
pub fn exists(test: &str) -> bool {
    let Some((file, name)) = test.split_once(": ") else {
        return false;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(file);
    let source = std::fs::read_to_string(path).unwrap_or_default();
    let tests = if file.ends_with(".rs") {
        rust_tests(&source)
    } else {
        javascript_tests(&source)
    };
    tests.contains(name)
}

/// Functions under a test attribute, and the sentences of WebDriver scenarios, which are constants.
pub fn rust_tests(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut attributes = Vec::new();
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[") {
            attributes.push(line);
            continue;
        }
        let function = line.strip_prefix("async ").unwrap_or(line);
        if let Some((name, _)) = function
            .strip_prefix("fn ")
            .and_then(|it| it.split_once('('))
            && attributes.iter().any(|it| it.ends_with("test]"))
            && !attributes.iter().any(|it| it.starts_with("#[ignore"))
        {
            found.insert(name.to_owned());
        }
        attributes.clear();
    }
    for constant in source.split("\nconst ").skip(1) {
        let text = constant
            .split_once("&str =")
            .and_then(|(_, text)| literal(text.trim_start()));
        found.extend(text.filter(|text| text.contains(' ')).map(untagged));
    }
    found
}

/// The titles of `test(...)` and of `beside(...)`, a test that runs beside others, and
/// sentences that are methods: `async "…"()`, ``async [`…`]()``, `sentences["…"] = `.
pub fn javascript_tests(source: &str) -> BTreeSet<String> {
    let lines = source.lines().map(str::trim_start);
    let code = lines.filter(|line| !line.starts_with("//"));
    code.flat_map(|line| {
        ["test(", "beside(", "async ", "async [", "sentences["]
            .into_iter()
            .filter_map(move |call| {
                let at = line.find(call)?;
                let own = line[..at]
                    .chars()
                    .next_back()
                    .is_none_or(char::is_whitespace);
                literal(&line[at + call.len()..]).filter(|_| own)
            })
    })
    .map(untagged)
    .collect()
}

/// The text between the quotes at the beginning, with `…` for each expression in it.
fn literal(source: &str) -> Option<String> {
    let quote = source.chars().next().filter(|it| "\"'`".contains(*it))?;
    let mut text = String::new();
    let (mut depth, mut last) = (0, quote);
    for character in source.chars().skip(1) {
        match character {
            '{' if last == '$' || depth > 0 => {
                depth += 1;
                if depth == 1 {
                    text.pop();
                    text.push('…');
                }
            }
            '}' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            _ if character == quote => return Some(text),
            _ => text.push(character),
        }
        last = character;
    }
    None
}

/// Without the tags `(§8.5 #1)` and `(row 1)` at its end.
fn untagged(text: String) -> String {
    let prose = text.split(" (§").next().unwrap_or_default();
    prose.split(" (row").next().unwrap_or_default().to_owned()
}
