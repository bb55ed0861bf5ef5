use std::collections::HashMap;

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use crate::model::client_id::ClientId;
use crate::model::subject::Subject;
use crate::random;

/// The sessions of the Wix site, by its own cookie. Each client has a site of its own, and therefore
/// a cookie of its own: tests that share a browser are isolated.
#[derive(Default)]
pub struct WixSessions(HashMap<String, WixSession>);

#[derive(Clone, Copy)]
pub struct WixSession {
    pub client: ClientId,
    pub subject: Subject,
}

impl WixSessions {
    /// Returns the cookie.
    pub fn open(&mut self, session: WixSession) -> CookieJar {
        let value = random::secret();
        self.0.insert(value.clone(), session);
        CookieJar::new().add(cookie(session.client, value))
    }

    pub fn of(&self, cookies: &CookieJar, client: ClientId) -> Option<WixSession> {
        let session = self.0.get(cookies.get(&cookie_name(client))?.value())?;
        (session.client == client).then_some(*session)
    }

    /// For pages whose address names no client.
    pub fn any(&self, cookies: &CookieJar) -> Option<WixSession> {
        let mut values = cookies.iter().map(Cookie::value);
        values.find_map(|value| self.0.get(value).copied())
    }

    /// Returns the cookies without the client's.
    pub fn close(&mut self, cookies: CookieJar, client: ClientId) -> CookieJar {
        if let Some(cookie) = cookies.get(&cookie_name(client)) {
            self.0.remove(cookie.value());
        }
        cookies.remove(cookie(client, String::new()))
    }

    pub fn close_all(&mut self, client: ClientId) {
        self.0.retain(|_, session| session.client != client);
    }
}

/// No script may read it, and frames of other sites do not send it.
fn cookie(client: ClientId, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(client), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

fn cookie_name(client: ClientId) -> String {
    format!("wix-site-{}", client.simple())
}
