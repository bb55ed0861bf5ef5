//! Every place of the package that sends: a request of ours that carries a secret
//! in a header or its body follows no redirect. A place that is not listed here
//! fails this test.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

/// What a place that sends does about redirects.
enum Redirects {
    /// It names this itself.
    Refuses(&'static str),
    /// It hands on a request that another place of this list made.
    HandsOn,
    /// It is a call of the page's own, which is exactly `fetch`: browsers drop
    /// the token across origins (Fetch §4.4).
    OfTheCaller,
    /// It carries no secret: a file may be anywhere.
    NoSecret,
}
use Redirects::{HandsOn, NoSecret, OfTheCaller, Refuses};

/// The files that send, in how many places, and what each of these does.
const SENDS: &[(&str, usize, Redirects)] = &[
    // The token endpoint, for pages.
    ("src/browser/http.js", 2, Refuses("redirect: 'error'")),
    // The Wix API, for pages; and the token endpoint by way of http.js.
    (
        "src/browser/members/host.js",
        2,
        Refuses("redirect: 'error'"),
    ),
    ("pkg/wix-sdk/external.js", 1, Refuses("redirect: 'error'")),
    ("pkg/wix-sdk/session.js", 2, HandsOn),
    // Everything that a backend asks Wix for. A Worker knows no "error".
    ("pkg/backend/post.js", 1, Refuses("redirect: 'manual'")),
    ("pkg/backend/external-login.js", 1, HandsOn),
    // The module as a file.
    ("pkg/compile-url.js", 1, NoSecret),
    // The local Wix, without a secret.
    ("pkg/devtools/local-wix.js", 1, Refuses("redirect: 'error'")),
    // Of a response, by Fastify.
    ("pkg/node.js", 1, HandsOn),
    // Calls.
    ("src/browser/request.js", 2, OfTheCaller),
    ("pkg/index.js", 4, OfTheCaller),
    ("pkg/options.js", 2, HandsOn),
    ("pkg/workerd/options.js", 1, HandsOn),
    ("pkg/web-methods.js", 1, OfTheCaller),
    ("pkg/wix.js", 1, OfTheCaller),
    ("pkg/wix-host.js", 3, HandsOn),
    ("pkg/wix-backend.js", 1, OfTheCaller),
    ("pkg/backend/options.js", 1, HandsOn),
    ("pkg/backend/fetch.js", 4, OfTheCaller),
    ("pkg/server/options.js", 1, HandsOn),
    ("pkg/sveltekit.js", 3, OfTheCaller),
    ("pkg/server/session.js", 1, OfTheCaller),
];

/// How JavaScript sends, besides by navigation.
const WAYS: [&str; 9] = [
    "fetch(",
    "fetchWithAuth(",
    ".send(",
    "sendBeacon",
    "XMLHttpRequest",
    "EventSource",
    "WebSocket",
    "WebTransport",
    "importScripts",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The JavaScript of this folder and below it, by its path from the root.
fn scripts(folder: &str, found: &mut Vec<String>) {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in names {
        let path = format!("{folder}/{name}");
        if root().join(&path).is_dir() {
            // Built from the rest.
            if name != "dist" && name != "node_modules" {
                scripts(&path, found);
            }
        } else if name.ends_with(".js") {
            found.push(path);
        }
    }
}

/// The code of a file, without its comments.
fn code(path: &str) -> String {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn sends(code: &str) -> usize {
    WAYS.iter().map(|way| code.matches(way).count()).sum()
}

#[test]
fn every_place_that_sends_is_listed() {
    let mut paths = Vec::new();
    scripts("pkg", &mut paths);
    scripts("src", &mut paths);
    for path in &paths {
        let listed = SENDS.iter().find(|(listed, ..)| listed == path);
        let expected = listed.map_or(0, |(_, count, _)| *count);
        assert_eq!(
            sends(&code(path)),
            expected,
            "{path} sends in another number of places than tests/sends.rs says: \
             does each refuse redirects, if it carries a secret?"
        );
    }
    for (listed, ..) in SENDS {
        assert!(paths.iter().any(|path| path == listed), "no {listed}");
    }
}

#[test]
fn every_request_of_ours_refuses_redirects() {
    for (path, _, redirects) in SENDS {
        if let Refuses(text) = redirects {
            assert!(code(path).contains(text), "{path} has no {text}");
        }
        assert!(
            !code(path).contains("redirect: 'follow'"),
            "{path} follows redirects"
        );
    }
}

#[test]
fn what_a_backend_sends_goes_through_one_place() {
    for path in ["callers.js", "external-login.js", "app-token.js"] {
        let path = format!("pkg/backend/{path}");
        let posts = code(&path).matches("post(").count();
        assert!(posts > 0, "{path} asks nobody");
    }
}
