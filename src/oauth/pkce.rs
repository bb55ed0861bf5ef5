//! Proof that the client that redeems a code is the one that requested it: RFC 7636. And the
//! state that binds a response to this browser: RFC 6749 §10.12.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

/// A code verifier: RFC 7636 §4.1. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(String);

/// The `state` of an authorization request: RFC 6749 §4.1.1. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct State(String);

impl Verifier {
    /// From 256 random bits, as RFC 7636 §4.1 recommends: 43 characters.
    pub fn new(random: [u8; 32]) -> Verifier {
        Verifier(base64url(&random))
    }

    /// None if this cannot be a verifier: 43 to 128 unreserved characters.
    pub fn read(value: &str) -> Option<Verifier> {
        let is_verifier = (SHORTEST..=LONGEST).contains(&value.len())
            && value
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        is_verifier.then(|| Verifier(value.to_owned()))
    }

    /// The verifier itself, for the token endpoint and what is stored.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The code challenge of method S256, from the SHA-256 digest of a verifier:
/// RFC 7636 §4.2. There is no other method here, so nothing can be talked down
/// to `plain`.
pub fn challenge(digest: &[u8; 32]) -> String {
    base64url(digest)
}

impl State {
    /// From 256 random bits.
    pub fn new(random: [u8; 32]) -> State {
        State(base64url(&random))
    }

    /// None if this cannot be a state: RFC 6749 A.5.
    pub fn read(value: &str) -> Option<State> {
        is_visible(value).then(|| State(value.to_owned()))
    }

    /// The state itself, for the authorization request and what is stored.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier")
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State")
    }
}

/// `1*VSCHAR`: what a state and a code are made of, RFC 6749 A.5 and A.11.
pub(super) fn is_visible(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Base64url without padding: RFC 7636 appendix A. Each character is six of the
/// bits (the last has what is left), so none is likelier than another.
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .zip([16, 8, 0])
            .fold(0_u32, |bits, (byte, shift)| {
                bits | u32::from(*byte) << shift
            });
        for shift in [18, 12, 6, 0].iter().take(group.len().saturating_add(1)) {
            let digit = (bits >> shift & 63) as usize;
            text.push_str(ALPHABET.get(digit..=digit).unwrap_or_default());
        }
    }
    text
}

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// RFC 7636 §4.1.
const SHORTEST: usize = 43;
const LONGEST: usize = 128;
