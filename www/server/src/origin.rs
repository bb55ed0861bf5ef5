use serde::Serialize;

/// Which of the four origins a request reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Site,
    Api,
    App,
    Foreign,
}

/// The four origins as a page writes them: scheme, host and port, no slash at the end.
#[derive(Clone, Debug)]
pub struct Origins {
    pub site: String,
    pub api: String,
    pub app: String,
    pub foreign: String,
}

impl Origins {
    pub fn of(&self, origin: Origin) -> &str {
        match origin {
            Origin::Site => &self.site,
            Origin::Api => &self.api,
            Origin::App => &self.app,
            Origin::Foreign => &self.foreign,
        }
    }
}
