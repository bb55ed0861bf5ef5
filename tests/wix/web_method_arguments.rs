use fetch_with_auth::wix::web_method_arguments::{Limits, are_arguments};
use proptest::prelude::*;
use serde_json::Value;

use crate::example::cases;

const LIMITS: Limits = Limits {
    body: 100_000,
    depth: 32,
};

fn within(depth: u32, body: &str) -> bool {
    are_arguments(body.as_bytes(), Limits { depth, ..LIMITS })
}

#[track_caller]
fn assert_arguments(body: &str, are: bool) {
    let shown = body.get(..80).unwrap_or(body);
    assert_eq!(are_arguments(body.as_bytes(), LIMITS), are, "{shown}");
}

#[test]
fn arguments_are_a_list() {
    for body in [
        "[]",
        "[1]",
        " \t\r\n[ 1 , \"a\" , null , true , -0.5e-3 ] \n",
        "[{}]",
        "[[]]",
        "[\"\\u00e9é\"]",
    ] {
        assert_arguments(body, true);
    }
    for body in [
        "",
        " ",
        "{}",
        "\"[]\"",
        "7",
        "null",
        "true",
        "(1)",
        "{\"0\":1}",
        "\u{feff}[]",
        "\u{a0}[]",
        "\u{c}[]",
        "//\n[]",
        "[",
        "]",
        "[]]",
        "[][]",
        "[],",
        "[] x",
        "[]\0",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1 2]",
        "[\"a",
        "[\"a]",
        "[{]",
        "[{\"a\"}]",
        "[{\"a\":}]",
        "[{\"a\":1,}]",
        "[{a:1}]",
        "[{1:1}]",
        "['a']",
        "[tru",
        "[nul]",
        "[TRUE]",
        "[undefined]",
        "[NaN]",
        "[Infinity]",
        "[01]",
        "[+1]",
        "[.5]",
        "[1.]",
        "[0x1]",
        "[1e]",
        "[-]",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"\\u12g4\"]",
        "[\"\\u+123\"]",
        "[\"\\u 123\"]",
        "[\"\n\"]",
        "[\"\0\"]",
        "[1]//",
        "[/**/]",
        "[...[]]",
    ] {
        assert_arguments(body, false);
    }
}

#[test]
fn a_number_may_be_larger_than_any_that_is_held() {
    for body in [
        "[1e308]",
        "[1e-999]",
        "[0e999]",
        "[18446744073709551616]",
        "[-9223372036854775809]",
        "[1e999]",
        "[-1e999]",
        "[{\"a\":[1E+309]}]",
        "[-0, -0.0e-0]",
    ] {
        assert_arguments(body, true);
    }
    assert_arguments(&format!("[{}]", "9".repeat(300)), true);
    assert_arguments(&format!("[{}]", "9".repeat(400)), true);
    for body in [
        "[--1]", "[1e+]", "[1e1.5]", "[1.e1]", "[00]", "[-01]", "[1_0]",
    ] {
        assert_arguments(body, false);
    }
}

#[test]
fn bytes_that_are_no_text_are_no_arguments() {
    for body in [
        &b"[\"\xff\"]"[..],
        b"[\"\xc3\"]",
        b"[\"\xc0\xaf\"]",
        b"[\"\xed\xa0\x80\"]",
        b"[\"\xf4\x90\x80\x80\"]",
        b"[{\"\xff\":1}]",
        b"[]\xff",
        b"\xff[]",
        b"\xff\xfe[\0]\0",
    ] {
        assert!(!are_arguments(body, LIMITS), "{body:?}");
    }
}

#[test]
fn half_a_character_is_a_text_where_json_parse_takes_it_for_one() {
    for body in [
        r#"["\ud83d\ude00"]"#,
        r#"["\ud83d"]"#,
        r#"["\ude00"]"#,
        r#"["\ude00\ud83d"]"#,
        r#"["\ud83dx"]"#,
        r#"["\uD83D\u0041"]"#,
        r#"["\ud83d\ud83d\ude00"]"#,
        r#"[{"\ud83d":1}]"#,
        r#"[{"\ud83d__proto__":1}]"#,
    ] {
        assert_arguments(body, true);
    }
    for body in [
        r#"["\ud83"]"#,
        r#"["\ud83d\"]"#,
        r#"["\u"]"#,
        r#"["\U0041"]"#,
    ] {
        assert_arguments(body, false);
    }
}

#[test]
fn every_character_is_one_that_a_text_may_have_or_may_not() {
    for code in 0..=0x7f_u8 {
        let body = [b"[\"a", &[code][..], b"a\"]"].concat();
        let is_plain = code >= b' ' && code != b'"' && code != b'\\';
        assert_eq!(are_arguments(&body, LIMITS), is_plain, "{code}");
        let body = [b"[\"\\", &[code][..], b"\"]"].concat();
        let is_escape = b"\"\\/bfnrt".contains(&code);
        assert_eq!(are_arguments(&body, LIMITS), is_escape, "{code}");
    }
}

#[test]
fn there_are_at_most_100_arguments() {
    let list = |length: usize, item: &str| format!("[{}]", vec![item; length].join(","));
    for item in ["1", "[]", "{}", "\"a\"", "null"] {
        assert_arguments(&list(100, item), true);
        assert_arguments(&list(101, item), false);
        assert_arguments(&list(5000, item), false);
    }
    // What is within one of them is not counted.
    assert_arguments(&format!("[{}]", list(5000, "1")), true);
    assert_arguments(&format!("[{{\"a\":{}}}]", list(5000, "1")), true);
}

/// So many within each other, of these.
fn nested(depth: usize, open: &str, close: &str) -> String {
    format!("[{}{}]", open.repeat(depth - 1), close.repeat(depth - 1))
}

#[test]
fn they_are_as_deep_as_is_allowed_and_no_deeper() {
    for depth in [1, 2, 31, 32, 100] {
        let limit = depth as u32;
        for (open, close) in [("[", "]"), ("{\"a\":[", "]}")] {
            // The second pair is two deep.
            let per = open.matches(['[', '{']).count();
            let body = nested(1 + (depth - 1) / per, open, close);
            let deep = 1 + (depth - 1) / per * per;
            assert!(within(limit, &body), "{depth}");
            assert!(within(deep as u32, &body), "{depth}");
            assert!(!within(deep as u32 - 1, &body), "{depth}");
        }
    }
    assert!(within(1, "[1,\"a\",null]"));
    assert!(!within(1, "[{}]"));
    assert!(!within(1, "[1,2,[]]"));
    assert!(!within(0, "[]"));
    // Beside each other is not within.
    assert!(within(2, "[[],[],{},{}]"));
    assert!(within(3, "[{\"a\":{},\"b\":{}}]"));
    assert!(!within(2, "[{\"a\":1,\"b\":{}}]"));
}

#[test]
fn what_is_deeper_than_any_stack_is_refused() {
    assert!(within(u32::MAX, &nested(127, "[", "]")));
    assert!(!within(u32::MAX, &nested(128, "[", "]")));
    for depth in [32, u32::MAX] {
        assert!(!within(depth, &nested(100_000, "[", "]")));
        assert!(!within(depth, &nested(100_000, "{\"a\":", "}")));
        assert!(!within(depth, &"[".repeat(100_000)));
        // Nor is the stack that of what is only passed over.
        let many = format!("[{}{}", "1,".repeat(100), "[".repeat(100_000));
        assert!(!within(depth, &many));
    }
}

#[test]
fn no_object_names_its_prototype() {
    for body in [
        r#"[{"__proto__":{}}]"#,
        r#"[{"__proto__":null}]"#,
        r#"[{"a":1,"__proto__":1}]"#,
        r#"[{"a":{"b":[{"__proto__":1}]}}]"#,
        r#"[{"\u005f_proto__":1}]"#,
        r#"[{"__proto_\u005F":1}]"#,
        r#"[{"\u005f\u005f\u0070\u0072\u006f\u0074\u006f\u005f\u005f":1}]"#,
        r#"[{"a":1,"a":2,"__proto__":1,"a":3}]"#,
        r#"[1,{"__proto__":1}]"#,
        r#"[{"constructor":{"prototype":{}}}]"#,
        r#"[{"constructor":{"a":1,"prototype":1}}]"#,
        r#"[{"\u0063onstructor":{"prototyp\u0065":1}}]"#,
        r#"[{"a":[{"constructor":{"prototype":1}}]}]"#,
        r#"[{"constructor":1,"constructor":{"prototype":1}}]"#,
        r#"[{"constructor":{"constructor":{"prototype":1}}}]"#,
    ] {
        assert_arguments(body, false);
    }
    for body in [
        r#"["__proto__"]"#,
        r#"[["constructor","prototype"]]"#,
        r#"[{"a":"__proto__"}]"#,
        r#"[{"__proto":1,"_proto_":1,"proto":1,"__PROTO__":1,"__proto__ ":1}]"#,
        r#"[{"\\u005f_proto__":1}]"#,
        r#"[{"prototype":{}}]"#,
        r#"[{"constructor":"Tait & Sons"}]"#,
        r#"[{"constructor":{"name":"Tait"}}]"#,
        r#"[{"constructor":1,"prototype":1}]"#,
        r#"[{"constructor":{"a":{"prototype":1}}}]"#,
        r#"[{"a":1,"a":2}]"#,
    ] {
        assert_arguments(body, true);
    }
}

/// Lists and objects within each other.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn is_harmless(value: &Value) -> bool {
    let names_prototype = |value: &Value| value.get("prototype").is_some() && value.is_object();
    match value {
        Value::Array(items) => items.iter().all(is_harmless),
        Value::Object(members) => members.iter().all(|(name, value)| {
            name != "__proto__"
                && !(name == "constructor" && names_prototype(value))
                && is_harmless(value)
        }),
        _ => true,
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let name = prop_oneof![
        6 => "[a-z]{0,3}",
        1 => Just("__proto__".to_owned()),
        2 => Just("constructor".to_owned()),
        2 => Just("prototype".to_owned()),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Escapes some characters of what is within quotes, which changes nothing.
fn escaped(body: &str) -> String {
    let escape = |character: char| match character {
        '_' => "\\u005f".to_owned(),
        't' => "\\u0074".to_owned(),
        other => other.to_string(),
    };
    body.chars().map(escape).collect()
}

/// With other escapes instead of surrogates, of which serde takes pairs
/// alone: the same shape.
fn tamed(body: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(body).unwrap();
    let mut tamed = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        tamed.push(character);
        match (character, characters.peek()) {
            ('\\', Some('u')) => {
                tamed.push('u');
                characters.next();
                let code: String = characters.by_ref().take(4).collect();
                let is_half = code.starts_with(['d', 'D']);
                tamed.push_str(if is_half { "0041" } else { &code });
            }
            ('\\', Some(escaped)) => {
                tamed.push(*escaped);
                characters.next();
            }
            _ => {}
        }
    }
    tamed.into_bytes()
}

fn assert_sound(body: &[u8], limit: u32) -> Result<(), TestCaseError> {
    let are = are_arguments(
        body,
        Limits {
            depth: limit,
            ..LIMITS
        },
    );
    if are {
        let value = match serde_json::from_slice::<Value>(&tamed(body)) {
            Ok(value) => value,
            Err(why) if why.to_string().contains("number out of range") => return Ok(()),
            Err(why) => return Err(TestCaseError::fail(format!("{why}: {body:?}"))),
        };
        prop_assert!(value.as_array().is_some_and(|list| list.len() <= 100));
        prop_assert!(depth(&value) <= limit as usize);
        prop_assert!(is_harmless(&value));
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn a_list_is_arguments_if_it_is_small_and_harmless(list in prop::collection::vec(any_value(), 0..6), limit in 0..8u32) {
        let list = Value::from(list);
        let are = depth(&list) <= limit as usize && is_harmless(&list);
        let body = list.to_string();
        prop_assert_eq!(within(limit, &body), are, "{}", body);
        let pretty = serde_json::to_string_pretty(&list).unwrap();
        prop_assert_eq!(within(limit, &pretty), are, "{}", pretty);
    }

    #[test]
    fn an_escape_hides_no_name(name in prop::sample::select(vec!["__proto__", "to_t", "constructor"]), value in any_value()) {
        let body = |name: &str| format!("[{{\"{name}\":{value}}}]");
        prop_assert_eq!(within(32, &body(name)), within(32, &body(&escaped(name))));
    }

    #[test]
    fn any_bytes_are_validated(body in prop::collection::vec(any::<u8>(), 0..64)) {
        assert_sound(&body, 32)?;
        assert_sound(&[b"[", &*body, b"]"].concat(), 32)?;
    }

    #[test]
    fn any_text_of_the_grammar_s_own_characters_is_validated(body in "[\\[\\]{}:,\" 0-1eE.+\\\\u\\-]{0,24}", limit in 0..6u32) {
        assert_sound(body.as_bytes(), limit)?;
        let body = format!("[{body}]");
        assert_sound(body.as_bytes(), limit)?;
        // And nothing is refused but what is not JSON, or too deep.
        let value = serde_json::from_slice::<Value>(&tamed(body.as_bytes()));
        let is_list = value.is_ok_and(|value| depth(&value) <= limit as usize);
        prop_assert!(!is_list || within(limit, &body), "{}", body);
    }

    #[test]
    fn broken_arguments_are_validated(
        list in prop::collection::vec(any_value(), 0..4), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut body = Value::from(list).to_string().into_bytes();
        let at = at.index(body.len());
        if cut {
            body.truncate(at);
            prop_assert!(!are_arguments(&body, LIMITS));
        } else {
            body[at] = byte;
        }
        assert_sound(&body, 32)?;
    }
}
