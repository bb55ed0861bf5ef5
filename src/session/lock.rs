//! Mutual exclusion of pages.

use super::host::Host;
use crate::Error;

/// Proof that no other page decides meanwhile; dropping it unlocks.
pub struct Lock<H: Host>(H);

impl<H: Host> Lock<H> {
    pub async fn take(host: H) -> Result<Lock<H>, Error> {
        if host.lock().await {
            Ok(Lock(host))
        } else {
            Err(Error::LockTimeout)
        }
    }
}

impl<H: Host> Drop for Lock<H> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}
