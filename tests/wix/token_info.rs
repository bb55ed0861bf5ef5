use fetch_with_auth::oauth::token::AccessToken;
use fetch_with_auth::wix::api_error::ApiError;
use fetch_with_auth::wix::token_info::{PATH, parse, request};
use serde_json::{Value, json};

use crate::example::{FOREIGN, head, parsed, tree, value};

/// Token info, as JavaScript sees it.
fn info(body: &Value) -> Value {
    let info = parse(head(200), &tree(body));
    value(&info.unwrap())
}

#[test]
fn an_access_token_is_asked_about_as_it_is() {
    let token = AccessToken::new("OauthNG.JWS.a").unwrap();
    assert_eq!(PATH, "/oauth2/token-info");
    assert_eq!(value(&request(&token)), json!({"token": "OauthNG.JWS.a"}));
}

#[test]
fn texts_and_natives_are_read_alike() {
    let natives = json!({
        "active": true, "subjectType": "MEMBER", "subjectId": "S", "exp": 1_790_000_000_u64, "iat": 1_789_985_600_u64,
        "clientId": "C", "accountId": "A", "siteId": "W", "instanceId": "I", "vendorProductId": "V",
    });
    let mut texts = natives.clone();
    texts["active"] = json!("true");
    texts["exp"] = json!("1790000000");
    texts["iat"] = json!("1789985600");
    texts["more"] = json!({"a": []});
    assert_eq!(info(&natives), natives);
    assert_eq!(info(&texts), natives);
}

#[test]
fn what_does_not_say_that_it_is_active_is_not() {
    for active in [
        json!(false),
        json!("false"),
        json!("TRUE"),
        json!("yes"),
        json!(1),
        json!("1"),
        json!(null),
        json!({"a": 1}),
        json!([true]),
    ] {
        assert_eq!(
            info(&json!({ "active": active })),
            json!({"active": false, "subjectType": "UNKNOWN"}),
            "{active}"
        );
    }
    assert_eq!(
        info(&json!({})),
        json!({"active": false, "subjectType": "UNKNOWN"})
    );
}

#[test]
fn a_subject_of_any_type_is_reported_verbatim() {
    for kind in [
        "UNKNOWN", "USER", "VISITOR", "MEMBER", "APP", "ROBOT", "visitor",
    ] {
        assert_eq!(
            info(&json!({"active": true, "subjectType": kind})),
            json!({"active": true, "subjectType": kind})
        );
    }
}

#[test]
fn a_member_of_another_type_is_absent() {
    for strange in [
        json!(null),
        json!({"a": 1}),
        json!([1]),
        json!(1.5),
        json!(""),
        json!(-5),
    ] {
        let body = json!({
            "active": true, "subjectType": "VISITOR", "subjectId": strange, "exp": strange, "iat": strange,
            "clientId": strange, "accountId": strange, "siteId": strange, "instanceId": strange, "vendorProductId": strange,
        });
        assert_eq!(
            info(&body),
            json!({"active": true, "subjectType": "VISITOR"}),
            "{strange}"
        );
    }
    for time in ["soon", "1.5e9", "-1", "99999999999999999999"] {
        assert_eq!(info(&json!({"exp": time}))["exp"], Value::Null);
    }
}

#[test]
fn what_is_no_token_info_is_an_error() {
    for body in FOREIGN {
        for status in [200, 400, 500] {
            let result = parse(head(status), &parsed(body));
            assert_eq!(result, Err(ApiError::bare(head(status))), "{body}");
        }
    }
    let body = r#"{"active":true,"error":"invalid_request"}"#;
    let error = parse(head(400), &parsed(body)).unwrap_err();
    assert_eq!(error.code.as_deref(), Some("invalid_request"));
}
