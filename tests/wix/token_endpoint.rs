use fetch_with_auth::oauth::grant::Grant;
use fetch_with_auth::oauth::token::RefreshToken;
use fetch_with_auth::wix::token_endpoint::fields;

#[test]
fn the_visitor_grant_is_called_anonymous_and_presents_nothing() {
    assert_eq!(fields(Grant::Visitor), ("anonymous", "", ""));
}

#[test]
fn a_refresh_presents_its_token_to_the_letter() {
    let token = RefreshToken::new("JWS.ddd-e_e~e.f+f/f&x=%20==").unwrap();
    assert_eq!(
        fields(Grant::Refresh(&token)),
        ("refresh_token", "refresh_token", token.expose())
    );
}
