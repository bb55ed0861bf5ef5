use std::borrow::Cow;

use axum::http::Uri;

/// The query of a request: names and values, decoded, in order.
pub struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    pub fn of(uri: &'a Uri) -> Self {
        Self(form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect())
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Whether one of the values of that name is this.
    pub fn has_value(&self, name: &str, value: &str) -> bool {
        self.0
            .iter()
            .any(|(key, found)| key == name && found == value)
    }

    /// The value as a number; absent or unreadable is none.
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.value(name)?.parse().ok()
    }
}
