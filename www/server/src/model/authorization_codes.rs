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
pub struct Codes(HashMap<String, Kept>);

struct Kept {
    code: Code,
    ends_at: u64,
    used: bool,
}

/// What an authorization code was issued for.
#[derive(Clone, Debug)]
pub struct Code {
    pub client: ClientId,
    pub member: Uuid,
    /// Who asked for it, if that is known.
    pub visitor: Option<Subject>,
    /// As the authorization request had it: absent is absent.
    pub redirect_uri: Option<String>,
    /// Of the method S256.
    pub challenge: String,
}

/// How often a client's codes were issued and shown.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Tally {
    pub issued: u64,
    pub redeemed: u64,
    pub refused: u64,
}

impl Codes {
    pub fn issue(&mut self, code: Code, ttl: u64) -> String {
        let value = random::secret();
        let ends_at = clock::now().saturating_add(ttl);
        let used = false;
        self.0.insert(
            value.clone(),
            Kept {
                code,
                ends_at,
                used,
            },
        );
        value
    }

    /// RFC 6749 section 4.1.3 and RFC 7636 section 4.6. Who fails does not use the code up.
    pub fn redeem(
        &mut self,
        value: &str,
        client: ClientId,
        redirect_uri: Option<&str>,
        verifier: &str,
    ) -> Option<Code> {
        let kept = self.0.get_mut(value)?;
        let Kept { code, .. } = &kept;
        let good = !kept.used
            && clock::now() < kept.ends_at
            && code.client == client
            && code.redirect_uri.as_deref() == redirect_uri
            && code.challenge == challenge(verifier);
        kept.used |= good;
        good.then(|| kept.code.clone())
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
