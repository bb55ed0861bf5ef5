//! Every way we say no: the same list in Rust, in JavaScript and in the types.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::path::Path;

use fetch_with_auth::Error;
use fetch_with_auth::members::ErrorCode;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn codes() -> Vec<String> {
    Error::ALL
        .iter()
        .map(|error| error.code().to_owned())
        .collect()
}

/// The text between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let text = text
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start}"))
        .1;
    text.split_once(end).map_or(text, |(text, _)| text)
}

/// The sentences of `pkg/error.js`, each with its code.
fn sentences() -> Vec<(String, String)> {
    between(&read("pkg/error.js"), "const SENTENCES = {\n", "\n}")
        .lines()
        .map(|line| line.trim().split_once(": ").unwrap())
        .map(|(code, text)| (code.to_owned(), text.trim_end_matches(',').to_owned()))
        .collect()
}

#[test]
fn codes_are_unique_and_plain() {
    let unique = codes().into_iter().collect::<BTreeSet<_>>();
    assert_eq!(unique.len(), Error::ALL.len());
    for code in unique {
        assert!(
            code.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{code}"
        );
    }
}

#[test]
fn javascript_has_the_same_codes_in_the_same_order() {
    let listed = sentences()
        .into_iter()
        .map(|(code, _)| code)
        .collect::<Vec<_>>();
    assert_eq!(listed, codes());
}

#[test]
fn every_code_has_a_sentence_but_the_one_that_names_the_option() {
    for (code, sentence) in sentences() {
        assert_eq!(
            sentence.len() <= 2,
            code == "invalid_options",
            "{code}: {sentence}"
        );
    }
}

#[test]
fn the_types_have_the_same_codes_in_the_same_order() {
    let types = read("pkg/index.d.ts");
    let listed = between(&types, "export type AuthErrorCode =\n", "\n\n")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("| '")?.strip_suffix('\''))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    // Those of the part that loads on demand come after; the last three are known to
    // JavaScript alone.
    let members = [
        ErrorCode::StateMismatch,
        ErrorCode::LoginRefused,
        ErrorCode::OriginNotAllowed,
        ErrorCode::FrameSilent,
        ErrorCode::ApiRefused,
        ErrorCode::ApiUnavailable,
    ];
    let members = members.map(|code| code.name().to_owned());
    let all: Vec<_> = codes()
        .into_iter()
        .map(|code| code.to_string())
        .chain(members)
        .chain(["no_page", "host_silent", "host_failed"].map(str::to_owned))
        .collect();
    assert_eq!(listed, all);
}

/// The families of errors with a page for each code, and where the types list their codes.
const FAMILIES: [(&str, &str, &str); 6] = [
    ("auth", "pkg/index.d.ts", "export type AuthErrorCode =\n"),
    ("login", "pkg/index.d.ts", "export type LoginErrorCode =\n"),
    ("warning", "pkg/index.d.ts", "export type AuthWarning =\n"),
    (
        "backend",
        "pkg/backend.d.ts",
        "export type BackendErrorCode =\n",
    ),
    (
        "server",
        "pkg/server.d.ts",
        "export type SessionErrorCode =\n",
    ),
    (
        "login-redirect",
        "pkg/server.d.ts",
        "export type LoginErrorCode =\n",
    ),
];

#[test]
fn each_code_has_a_page_and_no_page_is_of_another_code() {
    for (family, types, start) in FAMILIES {
        let declared: BTreeSet<_> = between(&read(types), start, "\n\n")
            .lines()
            .filter_map(|line| {
                let line = line.trim();
                let line = line.strip_prefix("| '").or(line.strip_prefix("code: '"))?;
                line.strip_suffix('\'').map(str::to_owned)
            })
            .collect();
        let page = read(&format!("www/docs/errors/{family}.md"));
        let described: Vec<_> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## ").map(str::to_owned))
            .collect();
        let unique: BTreeSet<_> = described.iter().cloned().collect();
        assert_eq!(unique, declared, "{family}");
        assert_eq!(unique.len(), described.len(), "{family}");
    }
}
