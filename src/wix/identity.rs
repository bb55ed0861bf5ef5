//! The identity of a caller, and whether a backend accepts its token.
//! <https://dev.wix.com/docs/overview/auth-permissions/identities>

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use crate::json::Json;
use crate::oauth::token::UnixTime;

/// The kind of a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An anonymous visitor of the site.
    Visitor,
    /// A logged-in member of the site.
    Member,
    /// A Wix user: the site's owner or a collaborator.
    User,
    /// The app itself.
    App,
    /// A caller who presents the backend's own API key.
    Admin,
}

/// A caller that token-info has identified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The kind of the caller.
    pub kind: Kind,
    /// The ID of the visitor, member, user or app; empty for an admin.
    pub id: String,
    /// The client ID that the token was issued to; empty for an admin.
    pub client_id: String,
    /// The ID of the site.
    pub site_id: Option<String>,
    /// The instance ID of the app on that site.
    pub instance_id: Option<String>,
    /// The account ID of the site's owner.
    pub account_id: Option<String>,
    /// When the token expires; an API key does not.
    pub expires_at: Option<UnixTime>,
}

/// Why a token identifies nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unidentified {
    /// It is not active, has expired, or has no known subject.
    Invalid,
    /// It was issued to another client, or for another site.
    Foreign,
}

/// Which tokens a backend accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The client ID of the app itself, and those of the pages' OAuth apps.
    pub client_ids: Vec<String>,
    /// The sites.
    pub sites: Sites,
}

/// The sites whose visitors, members and users may call. There is no default: an app may
/// be installed on any number of sites, and a user of one of them would have the
/// permission `Admin` here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sites {
    /// All sites that have the app. A backend that accepts these checks [`Identity::site_id`]
    /// before it lets a member or a user do anything.
    Any,
    /// The site on which the app has this instance ID.
    Instance(String),
    /// The site with this ID.
    Site(String),
    /// The site with this ID, on which the app has this instance ID.
    Both {
        /// The instance ID.
        instance_id: String,
        /// The site ID.
        site_id: String,
    },
}

impl Sites {
    /// Whether a token of this instance and this site is accepted.
    fn accept(&self, instance: Option<&str>, site: Option<&str>) -> bool {
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

    /// The site ID, if one is given.
    pub fn site_id(&self) -> Option<&str> {
        match self {
            Sites::Site(site_id) | Sites::Both { site_id, .. } => Some(site_id),
            Sites::Any | Sites::Instance(_) => None,
        }
    }
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 5] = [
        Kind::Visitor,
        Kind::Member,
        Kind::User,
        Kind::App,
        Kind::Admin,
    ];

    /// The kind that `subjectType` names, if it is one.
    pub fn parse(subject_type: &str) -> Option<Kind> {
        Some(match subject_type {
            "VISITOR" => Kind::Visitor,
            "MEMBER" => Kind::Member,
            "USER" => Kind::User,
            "APP" => Kind::App,
            _ => return None,
        })
    }

    /// The name as JavaScript sees it.
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

/// Validates what token-info responded, parsed by [`super::token_info::parse`]. What is
/// missing counts against the token: without `active` it is invalid, without `clientId`
/// it is foreign.
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
        && accepted.sites.accept(text("instanceId"), text("siteId"));
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
    /// A caller who presents the API key of this site.
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
}

/// As JavaScript sees it: the ID has the name of its kind.
impl Serialize for Identity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let id_of = |kind| (self.kind == kind).then_some(self.id.as_str());
        Visible {
            kind: self.kind.name(),
            visitor_id: id_of(Kind::Visitor),
            member_id: id_of(Kind::Member),
            user_id: id_of(Kind::User),
            app_id: id_of(Kind::App),
            client_id: (self.kind != Kind::Admin).then_some(&self.client_id),
            site_id: self.site_id.as_deref(),
            instance_id: self.instance_id.as_deref(),
            account_id: self.account_id.as_deref(),
            expires_at: self.expires_at.map(|time| time.0),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Visible<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
}
