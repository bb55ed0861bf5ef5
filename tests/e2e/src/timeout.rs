use std::time::{Duration, Instant};

/// How long a condition may take to hold.
#[derive(Clone, Copy, Debug)]
pub struct Timeout(pub Duration);

impl Timeout {
    /// For what takes moments; much longer, because browsers start slowly on two cores.
    pub const SHORT: Self = Self(Duration::from_secs(30));
}

/// Looks again and again until there is an answer: a deadline, not a sleep.
pub async fn until<T>(
    what: &str,
    timeout: Timeout,
    mut look: impl AsyncFnMut() -> Result<Option<T>, String>,
) -> Result<T, String> {
    let end = Instant::now() + timeout.0;
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if Instant::now() > end {
            return Err(format!("within {} s: {what}", timeout.0.as_secs()));
        }
        tokio::time::sleep(BREATH).await;
    }
}

const BREATH: Duration = Duration::from_millis(50);
