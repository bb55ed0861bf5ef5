use std::net::IpAddr;

use axum::http::Uri;

use crate::model::settings::Settings;
use crate::origin::Origins;

/// Where responses for one client may go: what its owner would have entered at Wix.
pub struct AllowList {
    uris: Vec<String>,
    domains: Vec<String>,
    loopback: bool,
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
            loopback: settings.allow_loopback,
        }
    }

    /// Byte for byte: a redirect URI is no pattern.
    pub fn has_uri(&self, uri: &str) -> bool {
        self.uris.iter().any(|allowed| allowed == uri) || self.has_loopback(uri)
    }

    /// Whether the address lies on an allowed origin.
    pub fn has_origin_of(&self, url: &str) -> bool {
        let Some(origin) = origin_of(url) else {
            return false;
        };
        self.domains().any(|domain| domain == origin) || self.has_loopback(url)
    }

    /// Whether it lies on this machine, and everything there is allowed.
    fn has_loopback(&self, url: &str) -> bool {
        self.loopback && is_loopback(url)
    }

    /// The allowed origins, those of these addresses included if everything on this machine is allowed.
    pub fn domains_with<'a>(&self, urls: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut domains: Vec<_> = self.domains().map(str::to_owned).collect();
        let on_loopback = urls.filter(|url| self.has_loopback(url));
        domains.extend(on_loopback.filter_map(origin_of));
        domains
    }

    /// The listed origins, as a browser writes them.
    fn domains(&self) -> impl Iterator<Item = &str> {
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

/// `localhost`, names below it, and addresses of this machine, on any port.
fn is_loopback(url: &str) -> bool {
    let uri = origin_of(url).and_then(|origin| origin.parse::<Uri>().ok());
    let Some(host) = uri.as_ref().and_then(Uri::host) else {
        return false;
    };
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_ok_and(|address| address.is_loopback())
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

    #[test]
    fn a_page_on_this_machine_is_one_for_the_browser_as_well() {
        for url in [
            "http://localhost:5173/callback?x",
            "https://shop.localhost/",
            "http://127.0.0.1:1",
            "http://[::1]:1/",
        ] {
            assert!(is_loopback(url), "{url}");
        }
        for url in [
            "http://localhost.a.test/",
            "http://localhost@a.test/",
            "http://a.test/localhost",
            "http://127.0.0.1.a.test/",
            "http://192.0.2.1/",
            "javascript:localhost",
            "/localhost",
        ] {
            assert!(!is_loopback(url), "{url}");
        }
    }
}
