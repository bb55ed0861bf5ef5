use fetch_with_auth::backend::Fingerprints;
use proptest::prelude::*;

use crate::example::SECRET;

proptest! {
    #[test]
    fn a_token_has_one_fingerprint_and_another_token_another(one in ".{0,99}", other in ".{0,99}") {
        let fingerprints = Fingerprints::new(SECRET);
        let again = Fingerprints::new(SECRET);
        prop_assert_eq!(fingerprints.of(&one), again.of(&one));
        prop_assert_eq!(fingerprints.of(&one) == again.of(&other), one == other);
    }

    #[test]
    fn another_process_takes_other_fingerprints(token in ".{0,99}", first: u64, second: u64) {
        prop_assume!([first, second] != SECRET);
        let (one, other) = (Fingerprints::new(SECRET), Fingerprints::new([first, second]));
        prop_assert_ne!(one.of(&token), other.of(&token));
    }
}

/// No part of it is left out, though a prefix that all of them share is long.
#[test]
fn a_token_that_differs_in_one_byte_has_another_fingerprint() {
    let fingerprints = Fingerprints::new(SECRET);
    let token = "OauthNG.JWS.".repeat(60);
    for at in 0..token.len() {
        let mut other = token.clone().into_bytes();
        if let Some(byte) = other.get_mut(at) {
            *byte ^= 1;
        }
        let other = String::from_utf8(other).unwrap();
        assert_ne!(fingerprints.of(&token), fingerprints.of(&other), "{at}");
    }
}
