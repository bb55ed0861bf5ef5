//! What is printed for a log never shows a token or a key, not even its first
//! letters.

use fetch_with_auth::backend::{AppToken, Callers, Fingerprints};
use fetch_with_auth::oauth::grant::RawResponse;

use crate::example::{NOW, SECRET, accepted, head, inactive, learn, member, remembering};

const TOKEN: &str = "OauthNG.JWS.secret";
const KEY: &str = "IST.zyxwvuts";

#[track_caller]
fn assert_no_secret(printed: &str) {
    for secret in [TOKEN, KEY] {
        for part in secret.as_bytes().windows(4) {
            let part = std::str::from_utf8(part).unwrap();
            assert!(!printed.contains(part), "{part} in {printed}");
        }
    }
}

#[test]
fn callers_and_lookups_do_not_print_tokens() {
    let mut callers = Callers::new(accepted(), Some(KEY), remembering(9), SECRET);
    assert_no_secret(&format!("{callers:?}"));
    assert_no_secret(&format!("{:?}", callers.lookup(KEY, NOW)));
    // Asked about, waited for, known, refused.
    assert_no_secret(&format!(
        "{:?} {:?}",
        callers.lookup(TOKEN, NOW),
        callers.lookup(TOKEN, NOW)
    ));
    assert_no_secret(&format!("{callers:#?}"));
    let mut callers = Callers::new(accepted(), Some(KEY), remembering(9), SECRET);
    learn(&mut callers, TOKEN, &member("m", NOW.plus(900)), NOW).unwrap();
    assert_no_secret(&format!("{callers:?} {:?}", callers.lookup(TOKEN, NOW)));
    let ticket = callers.lookup(&format!("{TOKEN}{KEY}"), NOW);
    assert_no_secret(&format!("{ticket:?}"));
    let mut callers = Callers::new(accepted(), Some(KEY), remembering(9), SECRET);
    let refused = learn(&mut callers, TOKEN, &inactive(), NOW);
    assert_no_secret(&format!("{callers:?} {refused:?} {:?}", head(401)));
}

#[test]
fn fingerprints_do_not_print_the_secret_that_makes_them() {
    let printed = format!("{:?}", Fingerprints::new(SECRET));
    assert_eq!(printed, "Fingerprints");
    let callers = format!(
        "{:?}",
        Callers::new(accepted(), None, remembering(9), SECRET)
    );
    for half in SECRET {
        assert!(!callers.contains(&half.to_string()), "{callers}");
    }
}

#[test]
fn an_app_does_not_print_its_token() {
    let mut app = AppToken::default();
    let lines = format!("200\n\n14400\n{TOKEN}\n{KEY}\nBearer\n");
    app.store_response(&RawResponse::parse(&lines), NOW)
        .unwrap();
    assert_no_secret(&format!("{app:?} {:?}", app.current(None, NOW)));
    assert_no_secret(&format!("{:?}", app.current(Some(TOKEN), NOW)));
}

#[test]
fn a_token_becomes_a_header_in_one_function() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut places = Vec::new();
    for folder in ["pkg/backend", "src/browser"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "js") {
                continue;
            }
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                let line = line.trim().to_lowercase();
                let names = line.contains("'authorization'") || line.contains("authorization:");
                let reads =
                    line.contains(".get(") || line.contains("has(") || line.contains("has.call(");
                if names && !reads && !line.starts_with("//") {
                    places.push(format!("{}: {line}", path.display()));
                }
            }
        }
    }
    assert_eq!(places.len(), 1, "{places:#?}");
}
