use serde::Serialize;

/// Which of the six origins a request reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Site,
    Api,
    App,
    Foreign,
    Wix,
    Idp,
}

/// The six origins as a page writes them: scheme, host and port, no slash at the end.
#[derive(Clone, Debug)]
pub struct Origins {
    pub site: String,
    pub api: String,
    pub app: String,
    pub foreign: String,
    /// The host of the Wix site: its login page, its checkout, its cookies.
    pub wix: String,
    /// The identity provider, where users log in with an account that they have elsewhere.
    pub idp: String,
}

impl Origins {
    pub fn of(&self, origin: Origin) -> &str {
        match origin {
            Origin::Site => &self.site,
            Origin::Api => &self.api,
            Origin::App => &self.app,
            Origin::Foreign => &self.foreign,
            Origin::Wix => &self.wix,
            Origin::Idp => &self.idp,
        }
    }
}
