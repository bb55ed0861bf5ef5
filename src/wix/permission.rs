//! The permissions of web methods and API endpoints.
//! <https://dev.wix.com/docs/sdk/core-modules/web-methods/web-method>

use super::identity::Kind;

/// A permission, with the name that Wix gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Every caller with a valid token.
    Anyone,
    /// The members of the site.
    SiteMember,
    /// The Wix users of the site, and callers who present the backend's own API key.
    Admin,
}

impl Permission {
    /// All of them.
    pub const ALL: [Permission; 3] = [
        Permission::Anyone,
        Permission::SiteMember,
        Permission::Admin,
    ];

    /// The name that Wix gives it.
    pub const fn name(self) -> &'static str {
        match self {
            Permission::Anyone => "Anyone",
            Permission::SiteMember => "SiteMember",
            Permission::Admin => "Admin",
        }
    }

    /// Whether a caller of this kind has the permission. An app has no permission but
    /// `Anyone`: its token proves that it knows a secret, not which user it acts for.
    pub const fn admits(self, caller: Kind) -> bool {
        match self {
            Permission::Anyone => true,
            Permission::SiteMember => matches!(caller, Kind::Member),
            Permission::Admin => matches!(caller, Kind::User | Kind::Admin),
        }
    }
}
