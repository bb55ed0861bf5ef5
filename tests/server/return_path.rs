use fetch_with_auth::server::is_return_path;

#[test]
fn a_path_of_the_site_is_one() {
    let longest = format!("/{}", "a".repeat(1599));
    for path in [
        "/",
        "/account",
        "/a?b=c#d",
        "/a//b",
        "/%2F%2Fevil.example",
        &longest,
    ] {
        assert!(is_return_path(path), "{path}");
    }
}

#[test]
fn what_a_browser_may_take_for_another_origin_is_none() {
    let too_long = format!("/{}", "a".repeat(1600));
    for path in [
        "",
        "account",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "data:text/html,a",
        "/\t/evil.example",
        "\n//evil.example",
        "/a\r\nset-cookie:b",
        "/ä",
        "/a b",
        &too_long,
    ] {
        assert!(!is_return_path(path), "{path}");
    }
}
