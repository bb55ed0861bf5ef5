use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

use crate::model::authorization_codes::CodeCounts;
use crate::model::client_log::ClientLog;
use crate::model::fault::Fault;
use crate::model::inventory::Inventory;
use crate::model::members::Members;
use crate::model::outbox::Outbox;
use crate::model::pause::Pause;
use crate::model::recovery_tokens::RecoveryTokens;
use crate::model::session_tokens::SessionTokens;
use crate::model::settings::Settings;
use crate::model::verifications::Verifications;

/// A client as its OAuth app would be registered at Wix. Tests each take their own.
pub struct Client {
    pub settings: Settings,
    /// How often each grant was requested, responded to or not.
    pub token_requests: BTreeMap<String, u64>,
    /// How often token-info was requested for an access token of this client.
    pub token_info_requests: u64,
    pub visitors: u64,
    pub reuse_detected: u64,
    pub codes: CodeCounts,
    pub members: Members,
    pub inventory: Inventory,
    pub outbox: Outbox,
    pub session_tokens: SessionTokens,
    pub verifications: Verifications,
    pub recovery_tokens: RecoveryTokens,
    pub log: ClientLog,
    /// Wakes paused responses. By name; that of the grants is empty.
    resumed: BTreeMap<String, Arc<Notify>>,
}

impl Client {
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            token_requests: BTreeMap::new(),
            token_info_requests: 0,
            visitors: 0,
            reuse_detected: 0,
            codes: CodeCounts::default(),
            members: Members::default(),
            inventory: Inventory::default(),
            outbox: Outbox::new(),
            session_tokens: SessionTokens::default(),
            verifications: Verifications::default(),
            recovery_tokens: RecoveryTokens::default(),
            log: ClientLog::default(),
            resumed: BTreeMap::new(),
        }
    }

    pub fn set(&mut self, settings: Settings) {
        self.settings = settings;
        for (name, resumed) in &self.resumed {
            if self.settings.pause(name) == Pause::NONE {
                resumed.notify_waiters();
            }
        }
    }

    /// The fault of the request of this name that has just arrived.
    pub fn next_fault(&mut self, name: &str) -> Option<Fault> {
        self.settings.faults.get_mut(name)?.as_mut()?.take()
    }

    /// Done when the response to the token request that has just arrived is resumed.
    pub fn pause_grant(&mut self) -> Option<OwnedNotified> {
        let paused = self.settings.pause_grants.take();
        paused.then(|| self.wait(""))
    }

    /// The same for any other request that has a name.
    pub fn pause(&mut self, name: &str) -> Option<OwnedNotified> {
        let paused = self.settings.pauses.get_mut(name)?.take();
        paused.then(|| self.wait(name))
    }

    fn wait(&mut self, name: &str) -> OwnedNotified {
        let resumed = self.resumed.entry(name.to_owned()).or_default();
        resumed.clone().notified_owned()
    }
}
