//! The session of one request.

use alloc::vec::Vec;

use super::host::Host;
use super::memory::{Allowed, Next};
use super::plan::after_grant;
use crate::oauth::grant::Grant;
use crate::oauth::record::Record;

/// The session that a request has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Current {
    /// Its record now.
    pub record: Record,
    /// The records that it replaces, the first one that of the cookie.
    pub replaced: Vec<Record>,
}

/// The session of a request whose cookie has this record, after at most one token request.
///
/// Where somebody has just signed in instead, the request is answered as whom it was sent, and
/// nothing is requested: the token of the visitor that is kept beside the member must not be
/// replaced apart from it.
pub async fn begin<H: Host>(host: &H, record: Record, allowed: Allowed) -> Current {
    let is_replaced = host.memory().is_replaced(&record, host.now());
    let allowed = if is_replaced { Allowed::Use } else { allowed };
    current(host, record, allowed).await
}

/// The session of this record. A renewal that takes too long goes on without this request, and
/// the next one with the same cookie has its result.
pub(super) async fn current<H: Host>(host: &H, record: Record, mut allowed: Allowed) -> Current {
    let memory = host.memory();
    let mut current = Current {
        record,
        replaced: Vec::new(),
    };
    while current.replaced.len() < MAX_CHANGES {
        match memory.next(&current.record, allowed, host.now(), host.leeway()) {
            Next::Use => break,
            Next::Changed(after) => {
                current.replace_by(after);
                // Whose session has ended is not replaced by somebody new before the browser
                // has been sent that.
                allowed = allowed.min(Allowed::Renew);
            }
            Next::Wait(ticket) => {
                host.renewal(ticket, MAX_WAIT_MS).await;
                allowed = Allowed::Use;
            }
            Next::Start(ticket) => {
                host.start_renewal(ticket, &current.record);
                host.renewal(ticket, MAX_WAIT_MS).await;
                allowed = Allowed::Use;
            }
            Next::Create => {
                let response = host.request_token(Grant::Visitor, MAX_WAIT_MS).await;
                memory.note_creation(&response, host.now());
                let newcomer = host.new_subject();
                if let Some(after) =
                    after_grant(&current.record, Grant::Visitor, &response, newcomer)
                {
                    current.replace_by(after);
                }
                break;
            }
        }
    }
    current
}

impl Current {
    pub(super) fn replace_by(&mut self, after: Record) {
        let before = core::mem::replace(&mut self.record, after);
        self.replaced.push(before);
    }
}

/// A page waits for it.
const MAX_WAIT_MS: u32 = 3000;
/// Far more renewals than one follows another while both are remembered. A token endpoint that
/// returns to a former refresh token would lead on for ever.
const MAX_CHANGES: usize = 16;
