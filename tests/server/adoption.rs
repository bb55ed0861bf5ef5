use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::server::{Adopted, adopt};
use proptest::prelude::*;
use serde_json::{Value, json};

const ACCESS: &str = "OauthNG.JWS.access";
const REFRESH: &str = "JWS.refresh";
const ENDS: u64 = 1_790_000_000;

fn nested(role: &str) -> Value {
    json!({
        "accessToken": { "value": ACCESS, "expiresAt": ENDS },
        "refreshToken": { "value": REFRESH, "role": role },
    })
}

fn flat(role: &str, expires_at: Value) -> Value {
    json!({ "accessToken": ACCESS, "refreshToken": REFRESH, "expiresAt": expires_at, "role": role })
}

fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' => (byte as char).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

#[track_caller]
fn assert_all(cookie: &str, is_member: bool) {
    let adopted = adopt(cookie, "C").unwrap_or_else(|| panic!("nothing of {cookie}"));
    assert_eq!(adopted.access.unwrap().expose(), ACCESS, "{cookie}");
    assert_eq!(adopted.refresh.unwrap().expose(), REFRESH, "{cookie}");
    assert_eq!(adopted.expires_at, UnixTime(ENDS), "{cookie}");
    assert_eq!(adopted.is_member, is_member, "{cookie}");
}

fn alone(cookie: &str) -> Option<(String, bool)> {
    let Adopted {
        access,
        refresh,
        is_member,
        ..
    } = adopt(cookie, "C")?;
    assert_eq!(access, None);
    Some((refresh?.expose().to_owned(), is_member))
}

#[test]
fn tokens_are_read_in_each_shape_encoding_and_unit_of_time() {
    for (role, is_member) in [("visitor", false), ("member", true)] {
        for tokens in [
            nested(role),
            flat(role, json!(ENDS)),
            flat(role, json!(ENDS * 1000)),
            flat(role, json!(ENDS.to_string())),
        ] {
            let wrapped = json!({ "clientId": "C", "tokens": tokens });
            let other_wrap = json!({ "tokens": tokens });
            for value in [tokens, wrapped, other_wrap] {
                let text = value.to_string();
                assert_all(&text, is_member);
                assert_all(&encoded(&text), is_member);
                assert_all(&encoded(&encoded(&text)), is_member);
                assert_all(&Value::from(text).to_string(), is_member);
            }
        }
    }
}

#[test]
fn a_refresh_token_is_read_alone() {
    let found = |is_member| Some((REFRESH.to_owned(), is_member));
    assert_eq!(alone(REFRESH), found(false));
    assert_eq!(alone(&format!("\"{REFRESH}\"")), found(false));
    for (role, is_member) in [("visitor", false), ("member", true)] {
        let cookie = json!({ "value": REFRESH, "role": role }).to_string();
        assert_eq!(alone(&cookie), found(is_member));
        assert_eq!(alone(&encoded(&cookie)), found(is_member));
    }
}

#[test]
fn an_access_token_alone_counts_if_it_is_known_when_it_expires() {
    let cookie = json!({ "accessToken": { "value": ACCESS, "expiresAt": ENDS } });
    let adopted = adopt(&cookie.to_string(), "C").unwrap();
    assert_eq!((adopted.refresh, adopted.is_member), (None, false));
    let cookie = json!({ "accessToken": { "value": ACCESS } });
    assert_eq!(adopt(&cookie.to_string(), "C"), None);
}

#[test]
fn what_is_of_another_client_or_library_is_left_alone() {
    let foreign = json!({ "clientId": "D", "tokens": nested("member") });
    for cookie in [
        &*foreign.to_string(),
        "",
        "%",
        "%7B",
        "{}",
        "[]",
        "null",
        "7",
        "s%3Aexpress.session",
        "eyJhbGciOiJIUzI1NiJ9.e30.abc",
        r#"{"accessToken":"gho_16C7e42F292c69","refreshToken":"ghr_1B4a2e77838347a","expiresAt":1790000000}"#,
        r#"{"accessToken":{"value":"","expiresAt":0},"refreshToken":{"value":"","role":"none"}}"#,
        r#"{"refreshToken":{"value":"two words","role":"visitor"}}"#,
        r#"{"value":7}"#,
    ] {
        assert_eq!(adopt(cookie, "C"), None, "{cookie}");
    }
}

#[test]
fn what_is_adopted_has_the_shape_of_the_wix_sdk() {
    for value in [nested("member"), nested("visitor")] {
        let adopted = adopt(&value.to_string(), "C").unwrap();
        let mut exact = value;
        exact["accessToken"]["expiresAt"] = json!(ENDS as f64);
        assert_eq!(serde_json::to_value(adopted.to_json()).unwrap(), exact);
    }
    assert_eq!(format!("{:?}", adopt(REFRESH, "C")), "Some(Adopted)");
}

proptest! {
    #[test]
    fn any_cookie_is_read_without_a_panic(cookie in "\\PC*", json in "[{}\\[\\]\",:%a-fA-F0-9.JWS]*") {
        adopt(&cookie, "C");
        adopt(&json, "C");
    }
}
