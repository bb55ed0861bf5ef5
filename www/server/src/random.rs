use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 256 bits. Wix uses a signed structure instead, which is opaque to everybody else.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// A secret of so many characters. As long as those of Wix, since the cost of a token depends on it.
pub fn long_secret(length: usize) -> String {
    let mut bytes = vec![0; length];
    fill(&mut bytes);
    let mut text = URL_SAFE_NO_PAD.encode(&bytes);
    text.truncate(length);
    text
}

/// Six digits, as a mail asks to type them.
pub fn digits() -> String {
    format!("{:06}", below(1_000_000))
}

/// A number below `limit`. The bias of the remainder is too small to matter here.
pub fn below(limit: u64) -> u64 {
    u64::from_ne_bytes(bytes()) % limit
}

/// Two keys of 64 bits, for hashing values that others choose.
pub fn keys() -> [u64; 2] {
    [(); 2].map(|()| u64::from_ne_bytes(bytes()))
}

pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// Panics without random bits, since there are no secrets without them.
fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system has a source of random bits");
}
