use std::collections::BTreeMap;

use uuid::Uuid;

use crate::client_log::ClientLog;
use crate::settings::Settings;

/// A client as its OAuth app would be registered at Wix. Tests each take their own.
pub struct Client {
    pub settings: Settings,
    /// How often each grant was asked for, answered or not.
    pub token_requests: BTreeMap<String, u64>,
    pub visitors: u64,
    pub reuse_detected: u64,
    pub log: ClientLog,
}

pub type ClientId = Uuid;

impl Client {
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            token_requests: BTreeMap::new(),
            visitors: 0,
            reuse_detected: 0,
            log: ClientLog::default(),
        }
    }
}

/// The client of the demo shop: there from the start, and the same at every start, so that a
/// browser that was here before finds its session refused rather than stored under another name.
pub const DEMO_CLIENT: ClientId = Uuid::from_u128(0x5a0f_7ea5_c0de_4c1a_9d15_0be5_ca11_ab1e);
