//! The same list in Rust, in JavaScript and in the types.

use std::collections::BTreeSet;
use std::path::Path;

use fetch_with_auth::Error;
use fetch_with_auth::backend::Refusal;
use fetch_with_auth::oauth::challenge::refuses_token;
use fetch_with_auth::wix::identity::Unidentified;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The text between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let text = text
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start}"))
        .1;
    text.split_once(end).map_or(text, |(text, _)| text)
}

fn codes() -> Vec<String> {
    Refusal::ALL.map(|refusal| refusal.code().to_owned()).into()
}

/// The sentences of `pkg/backend/error.js`, each with its code.
fn sentences() -> Vec<(String, String)> {
    between(
        &read("pkg/backend/error.js"),
        "const SENTENCES = {\n",
        "\n}",
    )
    .lines()
    .map(|line| line.trim().split_once(": ").unwrap())
    .map(|(code, text)| (code.to_owned(), text.trim_end_matches(',').to_owned()))
    .collect()
}

#[test]
fn all_are_listed_in_the_order_of_their_numbers() {
    let source = read("src/backend/refusal.rs");
    let variants: Vec<_> = between(&source, "pub enum Refusal {", "\n}")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(|line| line.trim_end_matches(',').trim_end_matches(" = 0"))
        .collect();
    let listed = Refusal::ALL.map(|refusal| format!("{refusal:?}"));
    assert_eq!(listed.as_slice(), variants);
    for (refusal, number) in Refusal::ALL.into_iter().zip(0u32..) {
        assert_eq!(refusal as u32, number);
    }
}

#[test]
fn codes_are_unique_and_plain() {
    let unique = codes().into_iter().collect::<BTreeSet<_>>();
    assert_eq!(unique.len(), Refusal::ALL.len());
    for code in unique {
        let is_word =
            |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(code.split('_').all(is_word), "{code}");
    }
}

#[test]
fn a_code_is_the_name_in_snake_case() {
    for refusal in Refusal::ALL {
        let words = format!("{refusal:?}");
        let snake = words.chars().fold(String::new(), |mut snake, letter| {
            if letter.is_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(letter.to_lowercase());
            snake
        });
        assert_eq!(refusal.code(), snake);
    }
}

#[test]
fn each_has_its_status_and_its_challenge() {
    const INVALID: &str = r#"Bearer error="invalid_token""#;
    const SCOPE: &str = r#"Bearer error="insufficient_scope""#;
    let table = [
        ("token_missing", 401, "Bearer"),
        ("token_invalid", 401, INVALID),
        ("token_foreign", 401, INVALID),
        ("permission_denied", 403, SCOPE),
        ("not_owner", 403, ""),
        ("identity_unavailable", 503, ""),
        ("not_found", 404, ""),
        ("method_not_allowed", 405, ""),
        ("too_large", 413, ""),
        ("unsupported_media_type", 415, ""),
        ("invalid_arguments", 400, ""),
        ("not_identified", 500, ""),
        ("elevation_over", 500, ""),
        ("has_caller", 500, ""),
        ("elevation_refused", 500, ""),
        ("elevation_unavailable", 503, ""),
        ("token_in_answer", 500, ""),
        ("tokens_refused", 502, ""),
        ("tokens_unavailable", 503, ""),
        ("webhook_refused", 403, ""),
        ("webhook_running", 409, ""),
        ("foreign_origin", 500, ""),
        ("authorization_present", 500, ""),
        ("no_cors", 500, ""),
        ("invalid_options", 500, ""),
        ("internal", 500, ""),
    ];
    let listed =
        Refusal::ALL.map(|refusal| (refusal.code(), refusal.status(), refusal.challenge()));
    assert_eq!(listed, table);
}

#[test]
fn a_401_is_one_that_the_page_s_own_half_renews_its_token_for() {
    for refusal in Refusal::ALL {
        let refuses = refuses_token(refusal.status().into(), Some(refusal.challenge()));
        assert_eq!(refuses, refusal.status() == 401, "{refusal:?}");
    }
}

#[test]
fn javascript_has_a_sentence_for_each_but_the_one_that_names_the_option() {
    let mut codes = codes();
    codes.retain(|code| code != "invalid_options");
    let sentences = sentences();
    let listed: Vec<_> = sentences.iter().map(|(code, _)| code.clone()).collect();
    assert_eq!(listed, codes);
    for (code, sentence) in sentences {
        assert!(sentence.ends_with(".'"), "{code}: {sentence}");
    }
}

#[test]
fn the_types_have_the_same_codes() {
    let types = read("pkg/backend.d.ts");
    let listed: Vec<_> = between(&types, "export type BackendErrorCode =\n", "\n\n")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("| '")?.strip_suffix('\''))
        .map(str::to_owned)
        .collect();
    let sorted = |mut codes: Vec<String>| {
        codes.sort();
        codes
    };
    assert_eq!(sorted(listed), sorted(codes()));
}

#[test]
fn what_the_types_say_of_a_status_is_so() {
    let types = read("pkg/backend.d.ts");
    let said = between(&types, "export type BackendErrorCode =\n", "\n\n");
    for pair in said.lines().collect::<Vec<_>>().chunks(2) {
        let [comment, code] = pair else { continue };
        let code = code.trim().trim_start_matches("| '").trim_end_matches('\'');
        let number = comment.trim().trim_start_matches("/** ").get(..3);
        if let Some(status) = number.and_then(|number| number.parse::<u16>().ok()) {
            let refusal = Refusal::ALL
                .into_iter()
                .find(|refusal| refusal.code() == code);
            assert_eq!(refusal.map(Refusal::status), Some(status), "{code}");
        }
    }
}

#[test]
fn an_unidentified_caller_and_a_request_that_is_not_sent_are_refused() {
    assert_eq!(Refusal::from(Unidentified::Invalid), Refusal::TokenInvalid);
    assert_eq!(Refusal::from(Unidentified::Foreign), Refusal::TokenForeign);
    for error in Error::ALL {
        let expected = match error {
            Error::ForeignOrigin | Error::AuthorizationPresent | Error::NoCors => error.code(),
            _ => "internal",
        };
        assert_eq!(Refusal::from(error).code(), expected);
    }
}
