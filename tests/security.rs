//! SECURITY.md: each row of its tables of threats names the tests that show it.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::path::Path;

mod shown_by;

use shown_by::{exists, javascript_tests, rust_tests, tests_in};

#[test]
fn each_row_names_a_test_that_exists() {
    let rows = rows(&read("SECURITY.md"));
    assert!(rows.len() > 20, "{} rows were found", rows.len());
    let faults: Vec<_> = rows.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_row_without_a_test_is_a_fault() {
    let rows = rows("| threat | by | shown by |\n|---|---|---|\n| a | b | |\n| c | d |\n\n| e |");
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(faults(&row).len(), 1, "{}", row.threat);
    }
}

#[test]
fn a_test_that_is_gone_is_a_fault() {
    for (name, count) in [
        ("security.rs: a_test_that_is_gone_is_a_fault", 0),
        ("security.rs: a_test_that_is_gone", 1),
        ("security.rs: faults", 1),
        ("gone.rs: a_test_that_is_gone_is_a_fault", 1),
        ("a_test_that_is_gone_is_a_fault", 1),
    ] {
        let row = Row {
            threat: "a threat".to_owned(),
            shown_by: vec![name.to_owned()],
        };
        assert_eq!(faults(&row).len(), count, "{name}");
    }
}

#[test]
fn tests_are_found_by_how_each_language_names_them() {
    let rust = "
        #[test]
        #[cfg(unix)]
        fn a_rule() {
        }
        #[wasm_bindgen_test]
        async fn an_effect() {
        }
        #[test]
        #[ignore]
        fn an_ignored_one() {
        }
        // #[test]
        // fn an_old_one() {
        fn a_helper() {
        }
const SCENARIO: &str =
    \"A scenario ends well (row 1)\";
const NAME: &str = \"name\";
";
    assert_eq!(
        rust_tests(rust),
        names(["a_rule", "an_effect", "A scenario ends well"])
    );
    let javascript = "
test(\"A page's own (§8.5 #1)\", () => {})
  for (const what of all) test(`A kind: ${what}, of ${`more`.length} (row 1)`, async () => {})
  beside('One of \"several\"', () => {})
  // test(\"An old one\", () => {})
  test.skip(\"A skipped one\", () => {})
  latest(\"No test\")
  async \"a sentence's method\"() {
  async [`${whose}: another`]() {
  sentences[`${whose}: a third`] = async () => {
  other[\"no sentence\"] = async () => {
";
    assert_eq!(
        javascript_tests(javascript),
        names([
            "A page's own",
            "A kind: …, of …",
            "One of \"several\"",
            "a sentence's method",
            "…: another",
            "…: a third"
        ])
    );
}

/// A row of a table of threats.
struct Row {
    threat: String,
    /// `file: name of a test`, as many as there are.
    shown_by: Vec<String>,
}

fn rows(text: &str) -> Vec<Row> {
    let tables = text.split("| threat | by | shown by |\n|---|---|---|\n");
    let lines = tables
        .skip(1)
        .flat_map(|table| table.lines().take_while(|line| line.starts_with('|')));
    lines
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            Row {
                threat: cells.next().unwrap_or_default().to_owned(),
                shown_by: cells.nth(1).map(tests_in).unwrap_or_default(),
            }
        })
        .collect()
}

/// What is wrong with a row.
fn faults(row: &Row) -> Vec<String> {
    if row.shown_by.is_empty() {
        return vec![format!("no test shows: {}", row.threat)];
    }
    let gone = row.shown_by.iter().filter(|test| !exists(test));
    gone.map(|test| format!("no such test: {test} (for: {})", row.threat))
        .collect()
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}
