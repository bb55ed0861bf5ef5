use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};

use crate::random;

/// A password as it is stored: as a hash.
#[derive(Debug)]
pub struct Password(String);

impl Password {
    /// None if it cannot be hashed, because it is absurdly long.
    pub fn of(plain: &str) -> Option<Self> {
        let salt = SaltString::encode_b64(&random::bytes::<16>()).ok()?;
        let hash = argon2()?.hash_password(plain.as_bytes(), &salt).ok()?;
        Some(Self(hash.to_string()))
    }

    pub fn is(&self, plain: &str) -> bool {
        let (Ok(hash), Some(argon2)) = (PasswordHash::new(&self.0), argon2()) else {
            return false;
        };
        argon2.verify_password(plain.as_bytes(), &hash).is_ok()
    }
}

/// Far cheaper than on a server: these passwords are invented, and gone with the process.
fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(KIBIBYTES, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

const KIBIBYTES: u32 = 64;
const PASSES: u32 = 1;
const LANES: u32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_itself_and_no_other() {
        let kept = Password::of("correct horse").unwrap();
        assert!(kept.is("correct horse"));
        assert!(!kept.is("correct hors"));
        assert!(!kept.0.contains("horse"));
    }
}
