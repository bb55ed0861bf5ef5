use fetch_with_auth::oauth::challenge::refuses_token;
use proptest::prelude::*;

use crate::example::cases;

#[track_caller]
fn assert_refuses(challenge: &str, expected: bool) {
    assert_eq!(refuses_token(401, Some(challenge)), expected, "{challenge}");
}

#[test]
fn a_bearer_challenge_without_an_error_or_with_invalid_token_refuses() {
    for challenge in [
        "Bearer",
        "bearer",
        "BEARER",
        " Bearer ",
        r#"Bearer realm="shop""#,
        r#"Bearer realm="""#,
        r#"Bearer scope="cart""#,
        r#"Bearer error="invalid_token""#,
        "Bearer error=invalid_token",
        r#"bearer ERROR="invalid_token""#,
        r#"Bearer error = "invalid_token""#,
        r#"Bearer error= "invalid_token""#,
        r#"Bearer realm="shop", error="invalid_token", error_description="The access token expired""#,
        r#"Bearer realm="shop",error="invalid_token""#,
        r#"Bearer realm="shop" error="invalid_token""#,
        "Bearer\trealm=\"shop\",\terror=\"invalid_token\"",
        r#"Bearer error="invalid_token", realm="a, Basic realm=\"b\"""#,
        r#"Bearer realm="a \" b, error=\"insufficient_scope", error="invalid_token""#,
        r#"Bearer error_uri="https://shop.example/?error=insufficient_scope""#,
    ] {
        assert_refuses(challenge, true);
    }
}

#[test]
fn another_error_or_no_bearer_challenge_does_not_refuse() {
    for challenge in [
        "",
        " ",
        ",",
        "Basic",
        r#"Basic realm="shop""#,
        r#"Basic realm="Bearer""#,
        r#"Basic realm="Bearer error=\"invalid_token\"""#,
        r#"Basic realm="a, Bearer error=\"invalid_token\", b""#,
        r#"Basic realm="a\\", charset="UTF-8""#,
        r#"DPoP error="invalid_token", algs="ES256""#,
        r#"NotBearer error="invalid_token""#,
        r#"Bearer2 error="invalid_token""#,
        r#"Bearer error="insufficient_scope""#,
        "Bearer error=insufficient_scope",
        r#"Bearer error="invalid_request""#,
        r#"Bearer error="insufficient_user_authentication", acr_values="x""#,
        r#"Bearer error="""#,
        r#"Bearer error= "insufficient_scope""#,
        "Bearer error=, invalid_token",
        r#"Bearer error="INVALID_TOKEN""#,
        r#"Bearer error="invalid_tokens""#,
        r#"Bearer error="insufficient_scope", error_description="not error=\"invalid_token\"""#,
        r#"Bearer realm="shop", error="insufficient_scope", scope="cart""#,
    ] {
        assert_refuses(challenge, false);
    }
}

#[test]
fn each_of_several_challenges_counts() {
    for (challenge, refuses) in [
        (r#"Basic realm="shop", Bearer"#, true),
        (r#"Basic realm="shop", Bearer error="invalid_token""#, true),
        (
            r#"Basic realm="shop", Bearer error="insufficient_scope""#,
            false,
        ),
        (r#"Bearer, Basic realm="shop""#, true),
        (r#"Bearer error="invalid_token", Basic realm="shop""#, true),
        (
            r#"Bearer error="insufficient_scope", Basic realm="shop""#,
            false,
        ),
        (
            r#"Bearer error="insufficient_scope", Basic error="invalid_token""#,
            false,
        ),
        (
            r#"Bearer error="insufficient_scope", Bearer error="invalid_token""#,
            true,
        ),
        (r#"DPoP algs="ES256 PS256", Bearer realm="shop""#, true),
        (r#"Basic, Negotiate, Bearer"#, true),
        (r#"Basic,, ,Bearer"#, true),
        (
            r#"Digest qop="auth,auth-int", nonce="a,b", Bearer error="invalid_token""#,
            true,
        ),
        (r#"Basic realm="\"", Bearer error="invalid_token""#, true),
        (r#"Basic realm="\\", Bearer error="invalid_token""#, true),
    ] {
        assert_refuses(challenge, refuses);
    }
}

#[test]
fn a_token68_is_not_a_parameter() {
    for (challenge, refuses) in [
        ("Negotiate", false),
        ("Negotiate YWJj", false),
        ("Negotiate YWI=", false),
        ("Negotiate YQ==", false),
        ("Negotiate YWJj, Bearer", true),
        ("Negotiate YQ==, Bearer", true),
        (r#"Negotiate YWJj, Bearer error="invalid_token""#, true),
        (r#"Negotiate YQ==, Bearer error="invalid_token""#, true),
        (
            r#"Negotiate YQ==, Bearer error="insufficient_scope""#,
            false,
        ),
        ("Bearer, Negotiate YQ==", true),
        // One padding looks like the start of a parameter: RFC 9110 §11.2.
        ("Negotiate YWI=, Bearer", true),
        (r#"Negotiate YWI=, Bearer error="invalid_token""#, true),
        (
            r#"Negotiate YWI=, Bearer error="insufficient_scope""#,
            false,
        ),
    ] {
        assert_refuses(challenge, refuses);
    }
}

#[test]
fn a_challenge_that_cannot_be_read_counts_as_refusal() {
    assert!(refuses_token(401, None));
}

#[test]
fn only_a_401_refuses() {
    for status in [0, 200, 204, 302, 400, 402, 403, 407, 419, 500, 503] {
        for challenge in [
            None,
            Some("Bearer"),
            Some(r#"Bearer error="invalid_token""#),
        ] {
            assert!(!refuses_token(status, challenge), "{status} {challenge:?}");
        }
    }
}

/// A challenge of a scheme with parameters, and whether it refuses the token.
fn any_challenge() -> impl Strategy<Value = (String, bool)> {
    let scheme = prop::sample::select(vec!["Bearer", "bearer", "Basic", "DPoP", "Digest"]);
    let error = prop::option::of(prop::sample::select(vec![
        "invalid_token",
        "insufficient_scope",
        "invalid_request",
    ]));
    let realm = prop::option::of("[ -~]{0,20}");
    (scheme, error, realm, any::<bool>()).prop_map(|(scheme, error, realm, quoted)| {
        let mut parameters = Vec::new();
        if let Some(realm) = realm {
            let realm = realm.replace('\\', "\\\\").replace('"', "\\\"");
            parameters.push(format!("realm=\"{realm}\""));
        }
        if let Some(error) = error {
            parameters.push(if quoted {
                format!("error=\"{error}\"")
            } else {
                format!("error={error}")
            });
        }
        let refuses = scheme.eq_ignore_ascii_case("bearer")
            && error.is_none_or(|error| error == "invalid_token");
        (format!("{scheme} {}", parameters.join(", ")), refuses)
    })
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn any_text_is_parsed(text in any::<String>(), status in any::<u32>()) {
        let _ = refuses_token(401, Some(&text));
        prop_assert!(status == 401 || !refuses_token(status, Some(&text)));
    }

    #[test]
    fn any_text_of_the_grammar_s_own_characters_is_parsed(text in "[\" \t,=\\\\a]{0,24}") {
        let _ = refuses_token(401, Some(&text));
        let _ = refuses_token(401, Some(&format!("Bearer {text}")));
    }

    #[test]
    fn a_list_refuses_if_one_of_its_challenges_does(challenges in prop::collection::vec(any_challenge(), 1..5)) {
        let text = challenges.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(", ");
        let refuses = challenges.iter().any(|(_, refuses)| *refuses);
        prop_assert_eq!(refuses_token(401, Some(&text)), refuses, "{}", text);
    }
}
