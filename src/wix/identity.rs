//! Who a token speaks for, and whether a backend may believe it.
//! <https://dev.wix.com/docs/overview/auth-permissions/identities>

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::json::Json;
use crate::oauth::token::UnixTime;

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An anonymous visitor.
    Visitor,
    /// A logged-in member of the site.
    Member,
    /// A Wix user: the site's owner or a collaborator.
    User,
    /// The app itself.
    App,
    /// Whoever has the backend's own API key.
    Admin,
}

/// A caller who is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who calls.
    pub kind: Kind,
    /// The visitor's, member's, user's or app's ID; an admin has none.
    pub id: String,
    /// The OAuth app that the token was issued to.
    pub client_id: String,
    /// The site.
    pub site_id: Option<String>,
    /// The app on that site.
    pub instance_id: Option<String>,
    /// Whose site it is.
    pub account_id: Option<String>,
    /// When the token ends; a key does not.
    pub expires_at: Option<UnixTime>,
}

/// Why a token tells nobody's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unidentified {
    /// Inactive, over, or of nobody that can be named.
    Invalid,
    /// Good, but for another app or another site.
    Foreign,
}

/// Whose tokens a backend takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The app's own ID, and those of the pages' OAuth apps.
    pub client_ids: Vec<String>,
    /// Of which sites.
    pub sites: Sites,
}

/// The sites whose visitors, members and users may call. There is no default: an
/// app may be installed on any number of sites, and whoever is a user of one of
/// them would be an admin here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sites {
    /// All that have the app: whoever takes these looks at
    /// [`Identity::site_id`] before it lets a member or a user do anything.
    Any,
    /// The site on which the app is this instance.
    Instance(String),
    /// The site with this ID.
    Site(String),
    /// The site with this ID, on which the app is this instance.
    Both {
        /// The app on its site.
        instance_id: String,
        /// The site.
        site_id: String,
    },
}

impl Sites {
    /// Whether a token of this instance and this site is taken.
    fn admit(&self, instance: Option<&str>, site: Option<&str>) -> bool {
        match self {
            Sites::Any => true,
            Sites::Instance(instance_id) => instance == Some(instance_id),
            Sites::Site(site_id) => site == Some(site_id),
            Sites::Both {
                instance_id,
                site_id,
            } => instance == Some(instance_id) && site == Some(site_id),
        }
    }

    /// The site's ID, if it is one that is named.
    pub fn site_id(&self) -> Option<&str> {
        match self {
            Sites::Site(site_id) | Sites::Both { site_id, .. } => Some(site_id),
            Sites::Any | Sites::Instance(_) => None,
        }
    }
}

impl Kind {
    /// What `subjectType` says, if it is somebody.
    pub fn parse(subject_type: &str) -> Option<Kind> {
        Some(match subject_type {
            "VISITOR" => Kind::Visitor,
            "MEMBER" => Kind::Member,
            "USER" => Kind::User,
            "APP" => Kind::App,
            _ => return None,
        })
    }

    /// As JavaScript sees it.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Visitor => "visitor",
            Kind::Member => "member",
            Kind::User => "user",
            Kind::App => "app",
            Kind::Admin => "admin",
        }
    }
}

/// Who it is, by an answer that [`super::token_info::parse`] has read. Whatever
/// it does not say counts against the token: not active, over, of another app.
pub fn validate(info: &Json, accepted: &Accepted, now: UnixTime) -> Result<Identity, Unidentified> {
    let text = |name| info.get(name).text();
    let expires_at = match (info.get("active"), info.get("exp")) {
        (Json::Truth(true), Json::Number(exp)) => UnixTime(*exp as u64),
        _ => return Err(Unidentified::Invalid),
    };
    let kind = text("subjectType").and_then(Kind::parse);
    let (Some(kind), Some(id), true) = (kind, text("subjectId"), now < expires_at) else {
        return Err(Unidentified::Invalid);
    };
    let Some(client_id) = text("clientId") else {
        return Err(Unidentified::Foreign);
    };
    let is_ours = accepted.client_ids.iter().any(|ours| ours == client_id)
        && accepted.sites.admit(text("instanceId"), text("siteId"));
    if !is_ours {
        return Err(Unidentified::Foreign);
    }
    Ok(Identity {
        kind,
        id: id.to_owned(),
        client_id: client_id.to_owned(),
        site_id: info.get("siteId").owned(),
        instance_id: info.get("instanceId").owned(),
        account_id: info.get("accountId").owned(),
        expires_at: Some(expires_at),
    })
}

impl Identity {
    /// Whoever has the API key of this site.
    pub fn admin(site_id: Option<&str>) -> Identity {
        Identity {
            kind: Kind::Admin,
            id: String::new(),
            client_id: String::new(),
            site_id: site_id.map(ToOwned::to_owned),
            instance_id: None,
            account_id: None,
            expires_at: None,
        }
    }

    /// As JavaScript sees it.
    pub fn json(&self) -> Json {
        let mut json = Json::object();
        json.put("type", Some(self.kind.name()));
        let id = match self.kind {
            Kind::Visitor => "visitorId",
            Kind::Member => "memberId",
            Kind::User => "userId",
            Kind::App => "appId",
            Kind::Admin => return with(json, "siteId", self.site_id.as_deref()),
        };
        json.put(id, Some(&self.id));
        json.put("clientId", Some(&self.client_id));
        json.put("siteId", self.site_id.as_deref());
        json.put("instanceId", self.instance_id.as_deref());
        json.put("accountId", self.account_id.as_deref());
        json.count("expiresAt", self.expires_at.map(|time| time.0));
        json
    }
}

fn with(mut json: Json, name: &'static str, text: Option<&str>) -> Json {
    json.put(name, text);
    json
}
