use std::collections::VecDeque;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::authorization::Authorization;
use crate::origin::Origin;

/// Requests and changes of one client, oldest first.
#[derive(Default)]
pub struct ClientLog {
    pub requests: VecDeque<RequestEntry>,
    pub token_requests: VecDeque<TokenRequestEntry>,
    pub redirect_sessions: VecDeque<RedirectSessionEntry>,
    pub inventory_changes: VecDeque<InventoryChange>,
    /// Secrets in token requests, in the order of their first appearance.
    secrets: Vec<String>,
}

/// One request that carried a token of this client, or named it in its query.
#[derive(Clone, Serialize)]
pub struct RequestEntry {
    pub origin: Origin,
    pub method: String,
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    pub authorization: Authorization,
    pub at: u64,
}

/// One request to the token endpoint.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequestEntry {
    pub grant: String,
    pub content_type: String,
    /// The fields as sent, each secret replaced by its index in the order of first appearance.
    pub body: Map<String, Value>,
    pub authorization: bool,
    pub query: bool,
    /// Whether Fetch asks for a preflight before a request like this one.
    pub preflighted: bool,
    pub at: u64,
}

/// One redirect session that was created.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RedirectSessionEntry {
    pub intent: &'static str,
    /// The kind of subject that created it.
    pub subject: &'static str,
    pub prompt: Value,
    pub response_mode: Value,
    pub redirect_uri: Value,
    pub has_session_token: bool,
    pub idp: Value,
    pub callbacks: Value,
    pub at: u64,
}

/// One change of the inventory.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InventoryChange {
    pub product_id: &'static str,
    /// Negative for less.
    pub by: i64,
    /// The kind of subject that changed it, or that it was an API key.
    pub subject: &'static str,
}

impl ClientLog {
    pub fn redirect_session(&mut self, entry: RedirectSessionEntry) {
        push_bounded(&mut self.redirect_sessions, entry);
    }

    pub fn inventory_change(&mut self, entry: InventoryChange) {
        push_bounded(&mut self.inventory_changes, entry);
    }

    pub fn request(&mut self, entry: RequestEntry) {
        push_bounded(&mut self.requests, entry);
    }

    pub fn token_request(&mut self, mut entry: TokenRequestEntry) {
        for (name, value) in &mut entry.body {
            if is_secret(name) && !value.is_null() {
                let secret = value.as_str().map(str::to_owned);
                let secret = secret.unwrap_or_else(|| value.to_string());
                *value = self.index_of(&secret).into();
            }
        }
        push_bounded(&mut self.token_requests, entry);
    }

    fn index_of(&mut self, token: &str) -> usize {
        if let Some(index) = self.secrets.iter().position(|secrets| secrets == token) {
            return index;
        }
        self.secrets.push(token.to_owned());
        self.secrets.len().saturating_sub(1)
    }
}

/// Tokens, codes, code verifiers and an app's secret, in either case.
fn is_secret(field: &str) -> bool {
    let field = field.to_ascii_lowercase().replace('_', "");
    field.ends_with("token") || ["code", "codeverifier", "clientsecret"].contains(&field.as_str())
}

fn push_bounded<T>(log: &mut VecDeque<T>, entry: T) {
    if log.len() >= MAX_ENTRIES {
        log.pop_front();
    }
    log.push_back(entry);
}

/// A demo may run for days; no test looks further back than this.
const MAX_ENTRIES: usize = 20_000;
