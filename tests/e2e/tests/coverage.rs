//! Which sentence would catch which defect: COVERAGE.md, written from the sources and kept true.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::{env, fs};

use e2e::{Sentence, sentences};

#[test]
fn every_defect_and_every_row_is_named_by_a_sentence() {
    let found = sentences().unwrap();
    let unnamed = DEFECTS.iter().chain(&ROWS).filter(|(tag, _)| {
        let named = found.iter().any(|sentence| sentence.names(tag));
        !named
    });
    let unnamed: Vec<_> = unnamed.collect();
    assert!(unnamed.is_empty(), "no sentence names {unnamed:?}");
}

#[test]
fn the_table_says_what_the_sources_say() {
    let table = table(&sentences().unwrap());
    if env::var_os("E2E_WRITE_COVERAGE").is_some() {
        fs::write(FILE, &table).unwrap();
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    assert!(written == table, "COVERAGE.md is old: {REMEDY}");
}

#[test]
fn no_two_sentences_of_a_file_are_the_same() {
    let mut seen = BTreeSet::new();
    for sentence in sentences().unwrap() {
        assert!(seen.insert(sentence.clone()), "twice: {sentence:?}");
    }
}

fn table(found: &[Sentence]) -> String {
    let mut table = HEADING.to_owned();
    let parts = [
        ("Defects of the client that people use today", &DEFECTS[..]),
        ("What the standards ask", &ROWS[..]),
    ];
    for (title, entries) in parts {
        writeln!(
            table,
            "\n## {title}\n\n| | what | the sentences that would catch it |\n|---|---|---|"
        )
        .unwrap();
        for (tag, what) in entries {
            let named = found.iter().filter(|sentence| sentence.names(tag));
            let named: Vec<_> = named.map(cell).collect();
            writeln!(table, "| {tag} | {what} | {} |", named.join("<br>")).unwrap();
        }
    }
    table
}

/// Without the tags at its end, and with the file that it stands in.
fn cell(Sentence { text, file }: &Sentence) -> String {
    let prose = text.split(" (§").next().unwrap_or_default();
    let prose = prose.split(" (row").next().unwrap_or_default();
    let file = file.strip_prefix("tests/").unwrap_or(file);
    format!("{} `{file}`", prose.replace('|', "\\|"))
}

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/COVERAGE.md");
const REMEDY: &str = "E2E_WRITE_COVERAGE=1 cargo test -p e2e --test coverage";

const HEADING: &str = "# What these tests would catch

Each defect below was seen in another client, and each row is something that a standard asks of
clients in browsers; the numbers stand in the tests' names too. `…` is filled in when a test runs.
Written by `E2E_WRITE_COVERAGE=1 cargo test -p e2e --test coverage`, which also fails when it is old.
";

const DEFECTS: [(&str, &str); 47] = [
    ("#1", "a Headers instance is lost"),
    ("#2", "pairs of headers are broken"),
    ("#3", "header names are merged with regard to case"),
    (
        "#4",
        "entry points disagree about the caller's Authorization",
    ),
    ("#5", "a Request with init.headers loses the token"),
    (
        "#6",
        "the caller's Request is changed and carries the token on",
    ),
    ("#7", "a Request loses its own headers"),
    ("#8", "the token goes to any origin"),
    ("#9", "state of one call is sent with the next"),
    ("#10", "the caller's objects are changed"),
    ("#11", "a relative URL fails"),
    ("#12", "something can be set and is ignored"),
    ("#13", "something else can override Authorization"),
    ("#14", "FormData and Blob get a wrong content type"),
    ("#15", "parallel first calls make several visitors"),
    ("#16", "a member silently becomes a visitor"),
    ("#17", "a rotated refresh token is dropped"),
    ("#18", "a token is sent in its last second"),
    ("#19", "a token without expires_in never ends"),
    ("#20", "a refused token is not renewed"),
    ("#21", "a login without a network is a TypeError"),
    ("#22", "a validation error is a TypeError"),
    ("#23", "whatever is not known is a wrong e-mail address"),
    ("#24", "a wrong code of a mail throws"),
    ("#25", "two people's verifications share one memory"),
    (
        "#26",
        "reading a method binds it anew, until the stack overflows",
    ),
    (
        "#27",
        "a frame's answer is taken from any window and any origin",
    ),
    ("#28", "what a frame refuses with is lost"),
    ("#29", "a frame that keeps silent hangs for two minutes"),
    (
        "#30",
        "without a window, a document or localStorage it breaks",
    ),
    ("#31", "the verifier of a login is thrown away"),
    ("#32", "an empty Authorization is sent"),
    ("#33", "an empty token is taken for a token"),
    (
        "#34",
        "an answer without a refresh token erases the stored one",
    ),
    ("#35", "a callback without a state is believed"),
    (
        "#36",
        "storage is synchronous, and tabs do not know of each other",
    ),
    ("#37", "a login's tokens are handed out, and not stored"),
    ("#38", "a token request cannot be aborted and does not end"),
    ("#39", "storage is not kept apart by client"),
    ("#40", "a redirect takes the token along"),
    ("#41", "a failed sync counts as done for a week"),
    (
        "#42",
        "a login where there is no page leaves an unhandled rejection",
    ),
    ("#43", "the caller's fetch is not used for token requests"),
    ("#44", "a token that is no longer good elevates"),
    ("#45", "an empty token, or a refresh token, is asked about"),
    ("#46", "what a failure says is no text to show"),
    ("#47", "a failed token request has no code"),
];

const ROWS: [(&str, &str); 29] = [
    ("row 1", "RFC 7636: PKCE on every flow that ends in a code"),
    ("row 2", "RFC 7636 §4.1: a verifier that nobody can guess"),
    ("row 3", "RFC 9700: never the challenge method plain"),
    (
        "row 4",
        "RFC 9700: a callback is for the browser that asked, once",
    ),
    (
        "row 5",
        "RFC 6749 §10.12: a state is used up by a refusal too",
    ),
    ("row 10", "RFC 9700: no implicit grant, no password grant"),
    (
        "row 11",
        "RFC 9700 §4.18: of messages, window and origin are checked",
    ),
    (
        "row 12",
        "RFC 6749 §4.1.3: the redirect URI, exactly, and again",
    ),
    (
        "row 13",
        "RFC 6749 §5.1: token_type is checked, without regard to case",
    ),
    (
        "row 14",
        "RFC 6749 §6: a new refresh token replaces the old one, none keeps it",
    ),
    ("row 15", "RFC 6749 §3.2: form POST, no secret in a URL"),
    ("row 16", "RFC 6749 §5.2: error codes, and what is none"),
    (
        "row 17",
        "RFC 6749 §3.3: a scope that differs from the one asked for is reported",
    ),
    ("row 18", "RFC 6750 §2: the header, and no other way"),
    ("row 19", "RFC 6750 §3: which challenge is worth one retry"),
    ("row 21", "a token only goes to listed origins"),
    (
        "row 22",
        "Fetch: Authorization stays within an origin on redirects",
    ),
    (
        "row 23",
        "Fetch: whatever a Request may be arrives as given",
    ),
    ("row 24", "a body is sent again byte-equal, or not at all"),
    ("row 30", "an outage ends no session"),
    ("row 31", "leaving during a refresh loses no session"),
    ("row 32", "a sign-out during a refresh wins, in all tabs"),
    ("row 33", "no token where scripts, logs and people look"),
    (
        "row 34",
        "tokens kept out of shared storage are not in shared storage",
    ),
    ("row 36", "a sign-out works whatever the server says"),
    ("row 38", "a strict content security policy is enough"),
    ("row 39", "a wrong clock loses nothing and causes no storm"),
    ("row 40", "a storage that lies or throws stops nobody"),
    (
        "row 41",
        "a page from the back/forward cache knows what happened",
    ),
];
