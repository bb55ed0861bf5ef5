use fetch_with_auth::wix::hosted_page::HostedPage;
use serde_json::{Value, from_value, json, to_value};

fn page(value: Value) -> HostedPage<Value> {
    from_value(value).unwrap()
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
        for value in [intent, whole] {
            let page = page(value.clone());
            assert_eq!(page.refusal(), None, "{value}");
            assert_eq!(to_value(&page).unwrap(), value);
        }
    }
}

#[test]
fn what_is_no_member_is_not_sent() {
    let page = page(json!({
        "ecomCheckout": {"checkoutId": "C", "more": 1},
        "auth": {"authRequest": {}},
        "logout": {"clientId": "C"},
        "login": {},
        "callbacks": {"postFlowUrl": "https://shop.example/", "more": 1},
    }));
    assert_eq!(
        to_value(&page).unwrap(),
        json!({"ecomCheckout": {"checkoutId": "C"}, "callbacks": {"postFlowUrl": "https://shop.example/"}})
    );
}

#[test]
fn a_page_is_one_page() {
    assert_eq!(page(json!({})).refusal(), Some("page"));
    assert_eq!(page(json!({"callbacks": {}})).refusal(), Some("page"));
    for (at, one) in pages().iter().enumerate() {
        for other in &pages()[at + 1..] {
            let (mut both, other) = (one.clone(), other.as_object().unwrap().clone());
            both.as_object_mut().unwrap().extend(other);
            let expected = (both.as_object().unwrap().len() > 1).then_some("page");
            assert_eq!(page(both.clone()).refusal(), expected, "{both}");
        }
    }
}

#[test]
fn a_page_without_what_names_it_is_none() {
    for value in [
        json!({"ecomCheckout": {}}),
        json!({"ecomCheckout": {"checkoutId": 5}}),
        json!({"ecomCheckout": "C"}),
        json!({"bookingsCheckout": {"timezone": "UTC"}}),
        json!({"bookingsBook": {}}),
        json!({"eventsCheckout": {"reservationId": "R"}}),
        json!({"eventsCheckout": {"eventSlug": "party"}}),
        json!({"paidPlansCheckout": {"checkoutData": {}}}),
        json!({"storesProduct": {}}),
        json!({"storesProduct": {"productSlug": "shirt"}, "callbacks": {"loginUrl": 5}}),
    ] {
        assert!(
            from_value::<HostedPage<Value>>(value.clone()).is_err(),
            "{value}"
        );
    }
}

#[test]
fn a_url_to_come_back_to_has_at_most_2048_characters() {
    let longest = format!("https://shop.example/{}", "\u{e9}".repeat(2048 - 21));
    for name in [
        "postFlowUrl",
        "thankYouPageUrl",
        "loginUrl",
        "cartPageUrl",
        "planListUrl",
        "bookingsServiceListUrl",
    ] {
        let with = |url: String| {
            page(json!({"storesProduct": {"productSlug": "shirt"}, "callbacks": {name: url}}))
        };
        assert_eq!(with(longest.clone()).refusal(), None, "{name}");
        assert_eq!(
            with(format!("{longest}a")).refusal(),
            Some("callbacks"),
            "{name}"
        );
    }
}
