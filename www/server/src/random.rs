use uuid::Uuid;

/// 244 random bits. At Wix a signed structure stands here; nobody but Wix may look into it.
pub fn secret() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// A secret as long as what Wix puts there: what a token costs depends on that.
pub fn long_secret(length: usize) -> String {
    let mut text = secret();
    while text.len() < length {
        text.push_str(&secret());
    }
    text.truncate(length);
    text
}

/// 128 bits, for whoever keeps fingerprints.
pub fn bits() -> [u64; 2] {
    [(); 2].map(|()| {
        // Six bits of a UUID are not random: they are in different places of its halves.
        let (one, other) = Uuid::new_v4().as_u64_pair();
        one ^ other
    })
}

/// Six digits, as a mail asks to type them.
pub fn digits() -> String {
    format!("{:06}", Uuid::new_v4().as_u128() % 1_000_000)
}
