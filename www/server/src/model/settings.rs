use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::model::fault::Fault;
use crate::model::pause::Pause;
use crate::model::web_message::WebMessage;

/// How the stand-in treats one client. Tests change it through the control endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Settings {
    pub rotation: Rotation,
    /// `expires_in` of token responses, any JSON; null omits it.
    pub expires_in: Value,
    pub omit_refresh_token: bool,
    /// Null omits it.
    pub token_type: Value,
    pub token_status: u16,
    /// Milliseconds until the response. The grant itself is processed at arrival.
    pub grant_delay: u64,
    /// Which token responses wait until this is false again, after the delay.
    pub pause_grants: Pause,
    /// The same for other responses: by the names that faults have, grants apart.
    pub pauses: BTreeMap<String, Pause>,
    /// By grant, or by the name of another request; null is no fault.
    pub faults: BTreeMap<String, Option<Fault>>,
    /// Seconds for which an access token is honoured; null follows `expiresIn`.
    pub ttl: Option<f64>,
    /// `scope` of token responses, any JSON; null omits it.
    pub scope: Value,
    /// Whether token-info writes `active` and `exp` as strings.
    pub info_as_strings: bool,
    /// Null is every page of the demo and of tests: `model/allow_list.rs`.
    pub allowed_redirect_uris: Option<Vec<String>>,
    /// Null is the site.
    pub allowed_redirect_domains: Option<Vec<String>>,
    /// Whether every page on this machine is allowed as well.
    pub allow_loopback: bool,
    /// Whether a new member has to enter a code from a mail first.
    pub email_verification: bool,
    /// Whether the owner has to approve a new member.
    pub owner_approval: bool,
    /// Whether registering and logging in require a captcha token.
    pub captcha: bool,
    /// How a response reaches the page around a frame.
    pub web_message: WebMessage,
    /// The error of a silent login when nobody is logged in.
    pub no_session_error: String,
    /// Whether pages of the Wix site that only set the cookie fail.
    pub login_session_fails: bool,
    /// With these, servers act for members, or for the site itself.
    pub api_keys: Vec<String>,
    /// The site that the client belongs to. By default all belong to one.
    pub site_id: Uuid,
    /// The client's instance on that site.
    pub instance_id: Uuid,
    /// With this, the client's server acts for the app itself.
    pub app_secret: String,
    /// Whether it has to name the instance as well.
    pub instance_required: bool,
    /// Seconds for which a direct login can be turned into tokens.
    pub session_token_ttl: f64,
    /// Seconds for which a code can be redeemed.
    pub code_ttl: f64,
    /// Further headers that pages of other origins may read.
    pub expose_headers: Vec<String>,
    /// Whether they may read `WWW-Authenticate` of the Wix API.
    pub expose_challenge: bool,
}

/// What happens to a refresh token that was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rotation {
    /// It stays valid, and is returned again.
    Static,
    /// It is replaced; the old one is refused.
    Rotate,
    /// It is replaced; presenting the old one revokes all tokens of the same login.
    ReuseDetection,
}

impl Settings {
    /// Applies the fields of `changes`. A fault or a pause is replaced, those of other names stay.
    pub fn merged(&self, changes: &Value) -> Result<Self, String> {
        let changes = changes.as_object().ok_or("settings are a JSON object")?;
        let now = serde_json::to_value(self).map_err(|error| error.to_string())?;
        let mut merged = now.as_object().cloned().unwrap_or_default();
        for (name, change) in changes {
            match (merged.get_mut(name), change) {
                (Some(Value::Object(there)), Value::Object(change))
                    if ["faults", "pauses"].contains(&name.as_str()) =>
                {
                    overlay(there, change);
                }
                _ => {
                    merged.insert(name.clone(), change.clone());
                }
            }
        }
        serde_json::from_value(Value::Object(merged)).map_err(|error| error.to_string())
    }

    /// The headers that pages of other origins may read beyond those that they always may.
    pub fn exposed(&self) -> Vec<String> {
        let mut names = self.expose_headers.clone();
        if self.expose_challenge {
            names.push("www-authenticate".to_owned());
        }
        names
    }

    /// How requests of this name are paused; without a name, those for tokens.
    pub fn pause(&self, name: &str) -> Pause {
        match name {
            "" => self.pause_grants,
            name => self.pauses.get(name).copied().unwrap_or(Pause::NONE),
        }
    }

    /// How many milliseconds an access token issued now is valid.
    pub fn lifetime(&self) -> u64 {
        let seconds = self.ttl.or_else(|| seconds(&self.expires_in));
        milliseconds(seconds.unwrap_or(FOUR_HOURS as f64))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rotation: Rotation::Static,
            expires_in: FOUR_HOURS.into(),
            omit_refresh_token: false,
            token_type: "Bearer".into(),
            token_status: 200,
            grant_delay: 0,
            pause_grants: Pause::NONE,
            pauses: BTreeMap::new(),
            faults: BTreeMap::new(),
            ttl: None,
            scope: Value::Null,
            info_as_strings: false,
            allowed_redirect_uris: None,
            allowed_redirect_domains: None,
            allow_loopback: false,
            email_verification: false,
            owner_approval: false,
            captcha: false,
            web_message: WebMessage::Flat,
            no_session_error: "login_required".to_owned(),
            login_session_fails: false,
            api_keys: vec!["stand-in-api-key".to_owned()],
            site_id: SITE,
            instance_id: INSTANCE,
            app_secret: "stand-in-app-secret".to_owned(),
            instance_required: false,
            session_token_ttl: 300.0,
            code_ttl: 600.0,
            expose_headers: Vec::new(),
            expose_challenge: false,
        }
    }
}

/// A cast from float to integer saturates, which is what an absurd number should do.
pub fn milliseconds(seconds: f64) -> u64 {
    (seconds.max(0.0) * 1000.0) as u64
}

fn overlay(there: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (name, change) in changes {
        there.insert(name.clone(), change.clone());
    }
}

fn seconds(expires_in: &Value) -> Option<f64> {
    match expires_in {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text
            .parse()
            .ok()
            .filter(|seconds: &f64| seconds.is_finite()),
        _ => None,
    }
}

/// These only have to be GUIDs.
const SITE: Uuid = Uuid::from_u128(0x517e_0000_0000_4000_8000_0000_0000_0002);
const INSTANCE: Uuid = Uuid::from_u128(0x1257_0000_0000_4000_8000_0000_0000_0003);

/// What Wix documents for visitors and members.
const FOUR_HOURS: u64 = 14_400;
