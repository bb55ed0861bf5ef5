use fetch_with_auth::wix::idp::connection_id;

#[test]
fn google_and_facebook_are_connections_that_every_site_shares() {
    assert_eq!(
        connection_id("google"),
        Some("0e6a50f5-b523-4e29-990d-f37fa2ffdd69")
    );
    assert_eq!(
        connection_id("facebook"),
        Some("3ecad13f-52c3-483d-911f-31dbcf2a6d23")
    );
}

#[test]
fn a_connection_of_the_site_s_own_goes_by_its_id() {
    for id in [
        "11111111-2222-4333-8444-555555555555",
        "ABCDEF01-2345-6789-abcd-ef0123456789",
    ] {
        assert_eq!(connection_id(id), Some(id));
    }
}

#[test]
fn what_is_neither_is_no_connection() {
    for text in [
        "",
        "Google",
        "apple",
        "google ",
        "11111111-2222-4333-8444-55555555555",
        "11111111-2222-4333-8444-5555555555555",
        "111111112222-4333-8444-5555555555555",
        "1111111112222-4333-8444-555555555555",
        "11111111-2222-4333-8444-55555555555g",
        "--------------------------1111111111",
        "{1111111-2222-4333-8444-55555555555}",
        "\u{e9}1111111-2222-4333-8444-5555555555",
    ] {
        assert_eq!(connection_id(text), None, "{text:?}");
    }
}
