//! Who may call: the permissions of web methods and API endpoints.
//! <https://dev.wix.com/docs/sdk/core-modules/web-methods/web-method>

use super::identity::Kind;

/// A permission, in Wix' words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Whoever is known at all.
    Anyone,
    /// Members of the site.
    SiteMember,
    /// Wix users of the site, and whoever has the backend's own API key.
    Admin,
}

impl Permission {
    /// All of them, in the order of their numbers.
    pub const ALL: [Permission; 3] = [
        Permission::Anyone,
        Permission::SiteMember,
        Permission::Admin,
    ];

    /// As Wix writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Permission::Anyone => "Anyone",
            Permission::SiteMember => "SiteMember",
            Permission::Admin => "Admin",
        }
    }

    /// Whether this caller has it. An app acts by its secret, which is no
    /// permission of anybody's: it is let in where anybody is.
    pub const fn admits(self, caller: Kind) -> bool {
        match self {
            Permission::Anyone => true,
            Permission::SiteMember => matches!(caller, Kind::Member),
            Permission::Admin => matches!(caller, Kind::User | Kind::Admin),
        }
    }
}
