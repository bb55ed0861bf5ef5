use axum::http::Uri;
use axum::http::uri::{Authority, PathAndQuery, Scheme};

/// The origin of an app's own backend, on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backend(Authority);

impl Backend {
    /// Parses an origin as a browser writes it. Requests to it carry tokens: they stay on this machine.
    pub fn at(origin: &str) -> Result<Self, String> {
        let uri = origin.parse::<Uri>().ok();
        let uri = uri.filter(|uri| {
            uri.scheme() == Some(&Scheme::HTTP) && uri.path() == "/" && uri.query().is_none()
        });
        let authority = uri.and_then(|uri| uri.authority().cloned());
        let here = authority.filter(is_loopback);
        here.map(Self)
            .ok_or_else(|| "an origin is http:// and a loopback address with a port".to_owned())
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.0)
    }

    /// The URI of the same path at the backend.
    pub fn uri(&self, path: Option<&PathAndQuery>) -> Uri {
        let mut parts = axum::http::uri::Parts::default();
        parts.scheme = Some(Scheme::HTTP);
        parts.authority = Some(self.0.clone());
        parts.path_and_query = Some(path.cloned().unwrap_or(PathAndQuery::from_static("/")));
        Uri::from_parts(parts).unwrap_or_default()
    }
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host().trim_matches(['[', ']']);
    let ip = host.parse::<std::net::IpAddr>();
    let named = !authority.as_str().contains('@') && authority.port_u16().is_some();
    named && (host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backend_is_an_origin_on_this_machine() {
        let here = [
            "http://127.0.0.1:81",
            "http://127.0.0.1:81/",
            "http://localhost:81",
            "http://[::1]:81",
        ];
        for origin in here {
            let backend = Backend::at(origin).unwrap();
            assert_eq!(backend.origin(), origin.trim_end_matches('/'));
            let path = PathAndQuery::from_static("/backend/%41?x=%20&y");
            let uri = backend.uri(Some(&path)).to_string();
            assert_eq!(uri, format!("{}{path}", backend.origin()));
        }
        let elsewhere = [
            "https://127.0.0.1:81",
            "http://192.0.2.1:81",
            "http://a.test:81",
            "http://localhost.a.test:81",
            "http://127.0.0.1@a.test:81",
            "http://a@127.0.0.1:81",
            "http://127.0.0.1",
            "http://127.0.0.1:81/backend",
            "http://127.0.0.1:81/?x",
            "127.0.0.1:81",
            "/",
            "",
        ];
        for origin in elsewhere {
            assert!(Backend::at(origin).is_err(), "{origin}");
        }
    }
}
