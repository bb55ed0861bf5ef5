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
use crate::model::pause::Hold;
use crate::model::recovery_tokens::RecoveryTokens;
use crate::model::session_tokens::SessionTokens;
use crate::model::settings::Settings;
use crate::model::verifications::Verifications;

/// A client as its OAuth app would be registered at Wix. Tests each take their own.
pub struct Client {
    pub settings: Settings,
    /// How often each grant was asked for, answered or not.
    pub token_requests: BTreeMap<String, u64>,
    /// How often somebody asked about an access token of this client.
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
    /// By name; that of the grants is empty.
    let_go: BTreeMap<String, Arc<Notify>>,
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
            let_go: BTreeMap::new(),
        }
    }

    pub fn set(&mut self, settings: Settings) {
        self.settings = settings;
        for (name, let_go) in &self.let_go {
            if self.settings.hold(name) == Hold::NONE {
                let_go.notify_waiters();
            }
        }
    }

    /// What goes wrong with the request of this name that has just arrived.
    pub fn strike(&mut self, name: &str) -> Option<Fault> {
        self.settings.faults.get_mut(name)?.as_mut()?.strike()
    }

    /// What the answer to the token request that has just arrived has to wait for.
    pub fn hold_grant(&mut self) -> Option<OwnedNotified> {
        let held = self.settings.hold_grants.strike();
        held.then(|| self.wait(""))
    }

    /// The same for any other request that has a name.
    pub fn hold(&mut self, name: &str) -> Option<OwnedNotified> {
        let held = self.settings.holds.get_mut(name)?.strike();
        held.then(|| self.wait(name))
    }

    fn wait(&mut self, name: &str) -> OwnedNotified {
        let let_go = self.let_go.entry(name.to_owned()).or_default();
        let_go.clone().notified_owned()
    }
}
