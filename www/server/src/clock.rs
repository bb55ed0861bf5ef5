use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970, the unit of JavaScript's `Date.now()`.
pub fn now() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A pause before trying again what the system just refused.
pub const BREATH: Duration = Duration::from_millis(50);
