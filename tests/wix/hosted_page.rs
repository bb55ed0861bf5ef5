use fetch_with_auth::wix::redirect_session::hosted_page;
use serde_json::{Value, json};

use crate::example::{tree, value};

/// What is sent, or the member that cannot be.
fn sent(given: &Value) -> Result<Value, &'static str> {
    hosted_page(&mut tree(given)).map(|body| value(&body))
}

fn pages() -> [Value; 7] {
    [
        json!({"ecomCheckout": {"checkoutId": "C"}}),
        json!({"bookingsCheckout": {"slotAvailability": {"slot": {"id": 5}, "open": [true]}, "timezone": "Asia/Jerusalem"}}),
        json!({"bookingsBook": {"resourceId": "R"}}),
        json!({"eventsCheckout": {"reservationId": "R", "eventSlug": "party"}}),
        json!({"paidPlansCheckout": {"planId": "P", "checkoutData": "anything"}}),
        json!({"paidPlansCheckout": {"planId": "P"}}),
        json!({"storesProduct": {"productSlug": "shirt"}}),
    ]
}

#[test]
fn each_page_is_sent_as_the_caller_says_it() {
    let callbacks = json!({
        "postFlowUrl": "https://shop.example/",
        "thankYouPageUrl": "https://shop.example/thanks",
        "loginUrl": "https://shop.example/login",
        "cartPageUrl": "https://shop.example/cart",
        "planListUrl": "https://shop.example/plans",
        "bookingsServiceListUrl": "https://shop.example/services",
        "state": "S",
    });
    let preferences = json!({"useGenericWixPages": false, "additionalQueryParameters": {"a": "b"}});
    for intent in pages() {
        let mut whole = intent.clone();
        whole["callbacks"] = callbacks.clone();
        whole["preferences"] = preferences.clone();
        for given in [intent, whole] {
            assert_eq!(sent(&given), Ok(given));
        }
    }
}

#[test]
fn no_other_intent_is_sent_along() {
    let given = json!({
        "ecomCheckout": {"checkoutId": "C"},
        "storesProduct": null,
        "auth": {"authRequest": {}},
        "logout": {"clientId": "C"},
        "login": {},
        "origin": "https://shop.example",
        "callbacks": null,
    });
    assert_eq!(
        sent(&given),
        Ok(json!({"ecomCheckout": {"checkoutId": "C"}}))
    );
}

#[test]
fn a_page_is_one_page() {
    for given in [
        json!({}),
        json!(null),
        json!("ecomCheckout"),
        json!({"callbacks": {}}),
        json!({"ecomCheckout": "C"}),
        json!({"ecomCheckout": null}),
        json!({"ecomCheckout": [{"checkoutId": "C"}]}),
        json!({"EcomCheckout": {"checkoutId": "C"}}),
        json!({"login": {}}),
        json!({"logout": {"clientId": "C"}}),
        json!({"auth": {"authRequest": {}}}),
    ] {
        assert_eq!(sent(&given), Err("page"), "{given}");
    }
    for (at, one) in pages().iter().enumerate() {
        for other in &pages()[at + 1..] {
            let mut both = one.clone();
            let members = both.as_object_mut().unwrap();
            members.extend(other.as_object().unwrap().clone());
            let is_one = members.len() == 1;
            assert_eq!(sent(&both).is_ok(), is_one, "{both}");
        }
    }
}

#[test]
fn a_url_to_come_back_to_has_at_most_2048_characters() {
    let longest = format!("https://shop.example/{}", "a".repeat(2048 - 21));
    for name in [
        "postFlowUrl",
        "thankYouPageUrl",
        "loginUrl",
        "cartPageUrl",
        "planListUrl",
        "bookingsServiceListUrl",
    ] {
        let with = |url: String| {
            sent(&json!({"storesProduct": {"productSlug": "shirt"}, "callbacks": {name: url}}))
        };
        assert!(with(longest.clone()).is_ok(), "{name}");
        assert_eq!(with(format!("{longest}a")), Err("callbacks"), "{name}");
    }
}
