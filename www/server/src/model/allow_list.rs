use axum::http::Uri;

use crate::model::settings::Settings;
use crate::origin::Origins;

/// Where responses for one client may go: what its owner would have entered at Wix.
pub struct AllowList {
    uris: Vec<String>,
    domains: Vec<String>,
}

impl AllowList {
    pub fn of(settings: &Settings, origins: &Origins) -> Self {
        let uris = settings.allowed_redirect_uris.clone();
        let domains = settings.allowed_redirect_domains.clone();
        Self {
            uris: uris.unwrap_or_else(|| {
                let on_site = PATHS.iter().map(|path| format!("{}{path}", origins.site));
                let on_app = format!("{}/callback.html", origins.app);
                on_site.chain([on_app]).collect()
            }),
            domains: domains.unwrap_or_else(|| vec![origins.site.clone()]),
        }
    }

    /// Byte for byte: a redirect URI is no pattern.
    pub fn has_uri(&self, uri: &str) -> bool {
        self.uris.iter().any(|allowed| allowed == uri)
    }

    /// Whether the address lies on an allowed origin.
    pub fn has_origin_of(&self, url: &str) -> bool {
        let Some(origin) = origin_of(url) else {
            return false;
        };
        self.domains().any(|domain| domain == origin)
    }

    /// The allowed origins, as a browser writes them.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.domains
            .iter()
            .map(|domain| domain.trim_end_matches('/'))
    }
}

/// Scheme, host and port of an absolute address; none for anything that a browser may read otherwise.
pub fn origin_of(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?.as_str());
    let plain = matches!(scheme, "http" | "https") && !authority.contains('@');
    plain.then(|| format!("{scheme}://{}", authority.to_ascii_lowercase()))
}

/// Where pages of the demo and of tests receive responses.
const PATHS: [&str; 4] = ["/", "/callback.html", "/callback", "/pages/callback.html"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_ends_where_the_browser_ends_it() {
        let table = [
            ("http://a.test:1/x?y#z", Some("http://a.test:1")),
            ("https://A.test", Some("https://a.test")),
            ("http://a.test@b.test/", None),
            ("http://a.test\\@b.test/", None),
            ("javascript:alert(1)", None),
            ("//a.test/", None),
            ("/x", None),
        ];
        for (url, origin) in table {
            assert_eq!(origin_of(url).as_deref(), origin, "{url}");
        }
    }
}
