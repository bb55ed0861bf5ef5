//! The authorization code grant: RFC 6749 §4.1.3 with RFC 7636 §4.5.

use super::callback::Code;
use super::pkce::Verifier;

/// A code, and the proof that it is ours. A type of its own, so that the
/// grants that a page needs to sign stay as small as they are.
#[derive(Clone, Copy, Debug)]
pub struct CodeGrant<'a> {
    /// The code of the authorization response.
    pub code: &'a Code,
    /// What the challenge was made of.
    pub verifier: &'a Verifier,
    /// To the letter as in the authorization request, and absent if absent
    /// there.
    pub redirect_uri: Option<&'a str>,
}

impl<'a> CodeGrant<'a> {
    /// The fields of the token request beside `client_id`, names and values, to
    /// be form encoded. Its response is parsed like any other; `invalid_grant`
    /// concerns the code and ends no session.
    pub fn fields(self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let redirect_uri = self.redirect_uri.map(|uri| ("redirect_uri", uri));
        [
            ("grant_type", "authorization_code"),
            ("code", self.code.expose()),
            ("code_verifier", self.verifier.expose()),
        ]
        .into_iter()
        .chain(redirect_uri)
    }
}
