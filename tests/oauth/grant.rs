use fetch_with_auth::Error;
use fetch_with_auth::oauth::grant::{RawResponse, TokenResponse};
use fetch_with_auth::oauth::token::TokenSet;
use proptest::prelude::*;

use crate::example::{NOW, access, cases, refresh};

/// What grants, unless its status says otherwise.
fn granting(status: u64) -> RawResponse<'static> {
    RawResponse {
        status: Some(status),
        expires_in: Some(14_400),
        access_token: Some("A"),
        refresh_token: Some("R"),
        token_type: Some("Bearer"),
        ..RawResponse::default()
    }
}

fn refusing(status: u64, error: Option<&'static str>) -> RawResponse<'static> {
    RawResponse {
        status: Some(status),
        error,
        ..RawResponse::default()
    }
}

fn granted(response: &RawResponse<'_>) -> Option<TokenSet> {
    match response.token_response(NOW) {
        TokenResponse::Granted(set) => Some(set),
        _ => None,
    }
}

const NO_TOKENS: TokenResponse = TokenResponse::Failed(Error::InvalidTokenResponse);
const REFUSED: TokenResponse = TokenResponse::Failed(Error::TokenRequestRefused);

/// RFC 6749 §5.2, then what Wix and others say beside it, then nothing.
const ERRORS: [Option<&str>; 14] = [
    Some("invalid_request"),
    Some("invalid_client"),
    Some("invalid_grant"),
    Some("unauthorized_client"),
    Some("unsupported_grant_type"),
    Some("invalid_scope"),
    Some("authorization_pending"),
    Some("access_denied"),
    Some("-19976"),
    Some("VISITOR_BLOCKED"),
    Some("INVALID_GRANT"),
    Some("invalid_grant "),
    Some("invalid_grants"),
    None,
];

#[test]
fn an_error_response_means_this() {
    #[rustfmt::skip]
    let table = [
        // status, with invalid_grant, with any other error or none
        (100, NO_TOKENS, NO_TOKENS),
        (200, NO_TOKENS, NO_TOKENS),
        (204, NO_TOKENS, NO_TOKENS),
        (299, NO_TOKENS, NO_TOKENS),
        (300, NO_TOKENS, NO_TOKENS),
        (304, NO_TOKENS, NO_TOKENS),
        (399, NO_TOKENS, NO_TOKENS),
        (400, TokenResponse::InvalidGrant, REFUSED),
        (401, TokenResponse::InvalidGrant, REFUSED),
        (402, REFUSED, REFUSED),
        (403, REFUSED, REFUSED),
        (404, REFUSED, REFUSED),
        (408, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (409, REFUSED, REFUSED),
        (410, REFUSED, REFUSED),
        (413, REFUSED, REFUSED),
        (422, REFUSED, REFUSED),
        (428, REFUSED, REFUSED),
        (429, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (499, REFUSED, REFUSED),
        (500, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (501, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (502, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (503, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (504, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (520, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (599, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
        (999, TokenResponse::Unavailable(0), TokenResponse::Unavailable(0)),
    ];
    for (status, denied, other) in table {
        for error in ERRORS {
            let meaning = refusing(status, error).token_response(NOW);
            let expected = if error == Some("invalid_grant") {
                &denied
            } else {
                &other
            };
            assert_eq!(&meaning, expected, "{status} {error:?}");
        }
    }
}

#[test]
fn no_response_is_later_and_one_that_did_not_come_in_time_is_not_requested_again() {
    assert_eq!(
        RawResponse::parse("").token_response(NOW),
        TokenResponse::Unavailable(0)
    );
    assert_eq!(
        RawResponse::default().token_response(NOW),
        TokenResponse::Unavailable(0)
    );
    assert_eq!(
        RawResponse::parse("0").token_response(NOW),
        TokenResponse::Failed(Error::TokenEndpointUnavailable)
    );
}

#[test]
fn a_token_response_is_read_line_by_line() {
    let response = RawResponse::parse("200\n7\n14400\nA\nR\nBearer\nE");
    assert_eq!(response.status, Some(200));
    assert_eq!(response.retry_after, Some(7));
    assert_eq!(response.expires_in, Some(14_400));
    assert_eq!(response.access_token, Some("A"));
    assert_eq!(response.refresh_token, Some("R"));
    assert_eq!(response.token_type, Some("Bearer"));
    assert_eq!(response.error, Some("E"));

    let response = RawResponse::parse("400\n\n\n\n\n\ninvalid_grant");
    assert_eq!(response.token_response(NOW), TokenResponse::InvalidGrant);
    assert_eq!(response.retry_after, None);
    assert_eq!(response.access_token, None);

    // What is no whole number is absent.
    let response = RawResponse::parse("200\nsoon\nNaN\nA");
    assert_eq!((response.retry_after, response.expires_in), (None, None));
}

#[test]
fn a_token_response_grants_a_set_received_now() {
    let set = granted(&granting(200)).unwrap();
    assert_eq!(set.access, access("A"));
    assert_eq!(set.refresh, Some(refresh("R")));
    assert_eq!(set.issued_at, NOW);
    assert_eq!(set.expires_at, NOW.plus(14_400));
    assert_eq!(granted(&granting(201)), Some(set));
}

#[test]
fn a_token_type_is_bearer_in_any_case_or_not_said() {
    for token_type in [
        Some("Bearer"),
        Some("bearer"),
        Some("BEARER"),
        Some("bEaReR"),
        None,
    ] {
        let response = RawResponse {
            token_type,
            ..granting(200)
        };
        assert!(granted(&response).is_some(), "{token_type:?}");
    }
    for token_type in ["mac", "DPoP", "N_A", "Bearer ", "Bearers", ""] {
        let response = RawResponse {
            token_type: Some(token_type),
            ..granting(200)
        };
        assert_eq!(response.token_response(NOW), NO_TOKENS, "{token_type:?}");
    }
}

#[test]
fn an_access_token_that_is_none_makes_no_token_response() {
    for access_token in [
        None,
        Some(""),
        Some("a b"),
        Some("a\tb"),
        Some("a\u{7f}"),
        Some("\u{e9}"),
    ] {
        let response = RawResponse {
            access_token,
            ..granting(200)
        };
        assert_eq!(response.token_response(NOW), NO_TOKENS, "{access_token:?}");
    }
}

#[test]
fn a_refresh_token_that_is_none_is_not_taken() {
    for refresh_token in [None, Some(""), Some("a b"), Some("a\nb"), Some("a\0")] {
        let response = RawResponse {
            refresh_token,
            ..granting(200)
        };
        assert_eq!(
            granted(&response).unwrap().refresh,
            None,
            "{refresh_token:?}"
        );
    }
}

#[test]
fn expires_in_may_be_missing_or_absurd() {
    for (expires_in, life) in [
        (None, 600),
        (Some(0), 10),
        (Some(1), 10),
        (Some(900), 900),
        (Some(1_000_000_000_000), 2_592_000),
        (Some(u64::MAX), 2_592_000),
    ] {
        let response = RawResponse {
            expires_in,
            ..granting(200)
        };
        assert_eq!(
            granted(&response).unwrap().expires_at,
            NOW.plus(life),
            "{expires_in:?}"
        );
    }
}

#[test]
fn retry_after_comes_with_later() {
    for (retry_after, later) in [
        (None, 0),
        (Some(0), 0),
        (Some(3), 3),
        (Some(u64::MAX), u64::MAX),
    ] {
        for status in [408, 429, 500, 503] {
            let response = RawResponse {
                status: Some(status),
                retry_after,
                ..RawResponse::default()
            };
            assert_eq!(
                response.token_response(NOW),
                TokenResponse::Unavailable(later),
                "{status} {retry_after:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn only_invalid_grant_denies_and_only_success_grants(
        status in prop_oneof![0..1000u64, any::<u64>()],
        error in prop_oneof![prop::sample::select(ERRORS.to_vec()).prop_map(|e| e.map(str::to_owned)), prop::option::of(any::<String>())],
        token in prop::option::of(any::<String>()),
        token_type in prop::option::of(prop_oneof![Just("Bearer".to_owned()), any::<String>()]),
    ) {
        let meaning = RawResponse {
            status: Some(status),
            error: error.as_deref(),
            access_token: token.as_deref(),
            token_type: token_type.as_deref(),
            ..RawResponse::default()
        }
        .token_response(NOW);
        match meaning {
            TokenResponse::InvalidGrant => {
                prop_assert!(status == 400 || status == 401);
                prop_assert_eq!(error.as_deref(), Some("invalid_grant"));
            }
            TokenResponse::Granted(set) => {
                prop_assert!((200..300).contains(&status));
                prop_assert_eq!(Some(set.access.expose()), token.as_deref());
            }
            TokenResponse::Unavailable(_) | TokenResponse::Failed(_) => {}
        }
    }

    #[test]
    fn any_text_has_a_meaning(text in any::<String>()) {
        let _ = RawResponse::parse(&text).token_response(NOW);
    }
}
