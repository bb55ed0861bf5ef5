use fetch_with_auth::oauth::callback::Code;
use fetch_with_auth::oauth::code_grant::CodeGrant;
use fetch_with_auth::oauth::pkce::Verifier;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn fields(redirect_uri: Option<&str>) -> Vec<(String, String)> {
    let (code, verifier) = (
        Code::read("C+o/d=e&").unwrap(),
        Verifier::read(VERIFIER).unwrap(),
    );
    let grant = CodeGrant {
        code: &code,
        verifier: &verifier,
        redirect_uri,
    };
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    grant.fields().map(owned).collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

#[test]
fn a_code_is_redeemed_with_its_verifier_and_the_very_redirect_uri() {
    for redirect_uri in [
        "https://shop.example/cb",
        "https://shop.example/cb/",
        "https://shop.example/cb?a=%20b",
    ] {
        assert_eq!(
            fields(Some(redirect_uri)),
            pairs([
                ("grant_type", "authorization_code"),
                ("code", "C+o/d=e&"),
                ("code_verifier", VERIFIER),
                ("redirect_uri", redirect_uri),
            ])
        );
    }
}

#[test]
fn where_the_authorization_request_had_no_redirect_uri_neither_has_the_grant() {
    assert_eq!(
        fields(None),
        pairs([
            ("grant_type", "authorization_code"),
            ("code", "C+o/d=e&"),
            ("code_verifier", VERIFIER),
        ])
    );
}

#[test]
fn neither_code_nor_verifier_is_printed() {
    let (code, verifier) = (
        Code::read("secret").unwrap(),
        Verifier::read(VERIFIER).unwrap(),
    );
    let printed = format!(
        "{:?}",
        CodeGrant {
            code: &code,
            verifier: &verifier,
            redirect_uri: None
        }
    );
    assert!(
        !printed.contains("secr") && !printed.contains("dBjf"),
        "{printed}"
    );
}
