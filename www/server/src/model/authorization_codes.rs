use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock;
use crate::model::client_id::ClientId;
use crate::model::subject::Subject;
use crate::random;

/// Authorization codes, redeemed or not.
#[derive(Default)]
pub struct AuthorizationCodes(HashMap<String, IssuedCode>);

struct IssuedCode {
    code: Code,
    expires_at: u64,
    used: bool,
}

/// What an authorization code was issued for.
#[derive(Clone, Debug)]
pub struct Code {
    pub client: ClientId,
    pub member: Uuid,
    /// The visitor that logged in, if that is known.
    pub visitor: Option<Subject>,
    /// As the authorization request had it: absent is absent.
    pub redirect_uri: Option<String>,
    /// Of the method S256.
    pub challenge: String,
}

/// How many codes of a client were issued, redeemed and refused.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct CodeCounts {
    pub issued: u64,
    pub redeemed: u64,
    pub refused: u64,
}

impl AuthorizationCodes {
    pub fn issue(&mut self, code: Code, ttl: u64) -> String {
        let value = random::secret();
        let expires_at = clock::now().saturating_add(ttl);
        let used = false;
        self.0.insert(
            value.clone(),
            IssuedCode {
                code,
                expires_at,
                used,
            },
        );
        value
    }

    /// RFC 6749 section 4.1.3 and RFC 7636 section 4.6. A refused request does not use the code up.
    pub fn redeem(
        &mut self,
        value: &str,
        client: ClientId,
        redirect_uri: Option<&str>,
        verifier: &str,
    ) -> Option<Code> {
        let issued = self.0.get_mut(value)?;
        let IssuedCode { code, .. } = &issued;
        let valid = !issued.used
            && clock::now() < issued.expires_at
            && code.client == client
            && code.redirect_uri.as_deref() == redirect_uri
            && code.challenge == challenge(verifier);
        issued.used |= valid;
        valid.then(|| issued.code.clone())
    }

    /// The client that a code was issued to.
    pub fn client(&self, value: &str) -> Option<ClientId> {
        Some(self.0.get(value)?.code.client)
    }
}

/// RFC 7636 section 4.2, the method S256.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_holds() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(challenge(verifier), expected);
    }
}
