use uuid::Uuid;

/// 244 random bits. At Wix a signed structure stands here; nobody but Wix may look into it.
pub fn secret() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// Six digits, as a mail asks to type them.
pub fn digits() -> String {
    format!("{:06}", Uuid::new_v4().as_u128() % 1_000_000)
}
