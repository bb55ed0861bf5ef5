use fetch_with_auth::wix::web_method::{is_json, is_method_name, is_module_name, route};
use proptest::prelude::*;

use crate::example::cases;

#[test]
fn a_path_below_the_base_names_module_and_method() {
    for (base, path) in [
        ("/api", "/api/shop/restock"),
        ("", "/shop/restock"),
        ("/a/b/c", "/a/b/c/shop/restock"),
        ("/api.v1~-_", "/api.v1~-_/shop/restock"),
        ("/shop", "/shop/shop/restock"),
    ] {
        assert_eq!(
            route(base, path),
            Some(("shop", "restock")),
            "{base} {path}"
        );
    }
}

#[test]
fn any_other_path_names_nothing() {
    for path in [
        "",
        "/",
        "/api",
        "/api/",
        "/api//",
        "/api/shop",
        "/api/shop/",
        "/api//restock",
        "/api/shop//restock",
        "//api/shop/restock",
        "/api//shop/restock",
        "/api/shop/restock//",
        "/api/shop/restock/more",
        "/api/shop/restock/more/",
        "/api/shop/restock/?x",
        "/api/shop/restock%2f",
        "/api/shop/constructor/",
        "/api/shop/restock?x",
        "/api/shop/restock#x",
        "/api/shop/restock;x",
        "/api/shop/re%73tock",
        "/api/sh%6fp/restock",
        "/api/shop%2frestock",
        "/api%2fshop/restock",
        "/%61pi/shop/restock",
        "/api/../shop/restock",
        "/api/./shop/restock",
        "/api/../restock",
        "/API/shop/restock",
        "/apis/shop/restock",
        "/ap/shop/restock",
        "api/shop/restock",
        "/shop/restock",
        "/other/api/shop/restock",
        "/api\\shop\\restock",
        "/api/shop/restöck",
        "/api/shop/restock ",
        "/api/shop/rest\0ock",
        "/api/shop/constructor",
        "/api/shop/__proto__",
        "/api/__proto__/restock",
    ] {
        assert_eq!(route("/api", path), None, "{path}");
    }
    assert_eq!(route("", "shop/restock"), None);
    assert_eq!(route("", "//shop/restock"), None);
    assert_eq!(route("/api/", "/api/shop/restock"), None);
}

#[test]
fn one_slash_at_the_end_makes_no_difference() {
    for (base, path) in [("/api", "/api/shop/restock/"), ("", "/shop/restock/")] {
        assert_eq!(route(base, path), Some(("shop", "restock")), "{path}");
    }
    for path in ["/api/shop/", "/api/shop//", "/api/", "/api/shop/restock///"] {
        assert_eq!(route("/api", path), None, "{path}");
    }
}

#[test]
fn a_method_is_named_as_functions_are() {
    for name in [
        "a", "restock", "reStock2", "_", "$", "__", "$$", "_$", "_a", "$a", "a_b$c", "_1", "$1",
        "name", "call",
    ] {
        assert!(is_method_name(name), "{name}");
    }
    for name in [
        "",
        " ",
        "1",
        "1a",
        "a-b",
        "a.b",
        "a b",
        "a/b",
        "a%62",
        "café",
        "名",
        "ａ",
        "a\u{200d}",
        "a\n",
        "#a",
    ] {
        assert!(!is_method_name(name), "{name}");
    }
}

#[test]
fn what_every_object_has_names_no_method() {
    for name in [
        "constructor",
        "prototype",
        "__proto__",
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    ] {
        assert_no_name(name);
    }
    assert!(is_method_name("Constructor"));
}

#[track_caller]
fn assert_no_name(name: &str) {
    assert!(!is_method_name(name), "{name}");
    assert_eq!(route("/api", &format!("/api/shop/{name}")), None);
    assert!(is_method_name(&format!("{name}_")), "{name}_");
}

/// What the page excludes from its object of methods besides what every object has.
fn names_of_the_page() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/web-methods.js");
    let source = std::fs::read_to_string(path).unwrap();
    let (_, list) = source.split_once("/^(?!(").unwrap();
    let (list, _) = list.split_once(")$)").unwrap();
    list.split('|').map(|name| name.replace('\\', "")).collect()
}

#[test]
fn what_an_object_is_asked_for_names_no_method_here_or_in_the_page() {
    let names = [
        "then",
        "catch",
        "finally",
        "toJSON",
        "prototype",
        "default",
        "nodeType",
        "asymmetricMatch",
        "$$typeof",
    ];
    for name in names {
        assert_no_name(name);
    }
    for name in ["__v_isRef", "__v_raw", "__v_", "__v_skip_"] {
        assert!(!is_method_name(name), "{name}");
    }
    assert!(is_method_name("__v") && is_method_name("a__v_"));
    let mut all: Vec<_> = names.map(str::to_owned).into();
    all.push("__v_.*".to_owned());
    assert_eq!(names_of_the_page(), all);
}

#[test]
fn a_module_is_named_as_files_are() {
    for name in [
        "a",
        "shop",
        "Shop2",
        "a-b",
        "a_b",
        "a-",
        "constructor",
        "default",
    ] {
        assert!(is_module_name(name), "{name}");
    }
    for name in [
        "",
        "_a",
        "-a",
        "1a",
        "$",
        "a$",
        "a.b",
        "a.web",
        "..",
        "a b",
        "é",
        "__proto__",
    ] {
        assert!(!is_module_name(name), "{name}");
    }
}

#[test]
fn a_name_has_at_most_64_characters() {
    for first in ["a", "_"] {
        let name = |length: usize| format!("{first}{}", "a".repeat(length - 1));
        assert!(is_method_name(&name(64)));
        assert!(!is_method_name(&name(65)));
    }
    assert!(is_method_name(&"$".repeat(64)));
    assert!(!is_method_name(&"$".repeat(65)));
    assert!(is_module_name(&"a".repeat(64)));
    assert!(!is_module_name(&"a".repeat(65)));
}

#[test]
fn arguments_are_json_by_their_type() {
    for content_type in [
        "application/json",
        "Application/JSON",
        " application/json ",
        "application/json;",
        "application/json; charset=utf-8",
        "application/json;charset=\"utf-8\"",
        "application/json ; charset=latin1",
        "application/json; a=b; c=d",
    ] {
        assert!(is_json(content_type), "{content_type}");
    }
    for content_type in [
        "",
        " ",
        ";",
        "text/plain",
        "text/plain; application/json",
        "text/plain;charset=application/json",
        "text/json",
        "application/json5",
        "application/jsonp",
        "application/x-json",
        "application/ld+json",
        "application/problem+json",
        "application/json, text/plain",
        "application/json text/plain",
        "application /json",
        "application/",
        "json",
        "*/*",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=application/json",
        "\"application/json\"",
        "application/ｊson",
    ] {
        assert!(!is_json(content_type), "{content_type}");
    }
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn a_route_is_what_it_was_made_of(module in "[a-zA-Z][a-zA-Z0-9_-]{0,20}", method in "[a-zA-Z_$][a-zA-Z0-9_$]{0,20}") {
        prop_assume!(is_method_name(&method));
        for base in ["", "/api", "/a/b"] {
            let path = format!("{base}/{module}/{method}");
            prop_assert_eq!(route(base, &path), Some((&*module, &*method)));
            let slashed = format!("{path}/");
            prop_assert_eq!(route(base, &slashed), Some((&*module, &*method)));
        }
    }

    #[test]
    fn any_path_is_validated(path in any::<String>(), base in "(/[a-z]{0,3}){0,3}") {
        for path in [path.clone(), format!("{base}{path}"), format!("{base}/a/{path}")] {
            if let Some((module, method)) = route(&base, &path) {
                let named = format!("{base}/{module}/{method}");
                prop_assert!(path == named || path == format!("{named}/"), "{}", path);
                prop_assert!(is_module_name(module) && is_method_name(method));
            }
        }
    }

    #[test]
    fn a_name_is_letters_digits_and_marks(name in any::<String>()) {
        let _ = is_json(&name);
        prop_assert!(!is_method_name(&name) || name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$".contains(&byte)));
        prop_assert!(!is_module_name(&name) || name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)));
    }
}
