use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::client_id::ClientId;
use crate::random;
use crate::subject::Subject;

/// Whom the Wix site recognises by its own cookie. Each client has a site of its own, and therefore
/// a cookie of its own: tests that share a browser do not meet.
#[derive(Default)]
pub struct WixSessions(HashMap<String, WixSession>);

#[derive(Clone, Copy)]
pub struct WixSession {
    pub client: ClientId,
    pub subject: Subject,
}

impl WixSessions {
    /// Answers the value of the cookie.
    pub fn open(&mut self, session: WixSession) -> String {
        let value = random::secret();
        self.0.insert(value.clone(), session);
        value
    }

    pub fn of(&self, headers: &HeaderMap, client: ClientId) -> Option<WixSession> {
        let name = cookie_name(client);
        let mut ours = cookies(headers).filter(|(cookie, _)| *cookie == name);
        let session = ours.find_map(|(_, value)| self.0.get(value))?;
        (session.client == client).then_some(*session)
    }

    /// For pages that nobody named a client to.
    pub fn any(&self, headers: &HeaderMap) -> Option<WixSession> {
        cookies(headers).find_map(|(_, value)| self.0.get(value).copied())
    }

    pub fn close(&mut self, headers: &HeaderMap, client: ClientId) {
        let name = cookie_name(client);
        for (_, value) in cookies(headers).filter(|(cookie, _)| *cookie == name) {
            self.0.remove(value);
        }
    }

    pub fn close_all(&mut self, client: ClientId) {
        self.0.retain(|_, session| session.client != client);
    }
}

/// No script may read it, and frames of other sites do not send it.
pub fn set_cookie(response: &mut Response, client: ClientId, value: &str) {
    let name = cookie_name(client);
    add(response, &format!("{name}={value}; {ATTRIBUTES}"));
}

pub fn drop_cookie(response: &mut Response, client: ClientId) {
    let name = cookie_name(client);
    add(response, &format!("{name}=; Max-Age=0; {ATTRIBUTES}"));
}

fn add(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn cookie_name(client: ClientId) -> String {
    format!("wix-site-{}", client.simple())
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(header::COOKIE).iter();
    let pairs = lines.filter_map(|line| line.to_str().ok()?.split(';').into());
    pairs
        .flatten()
        .filter_map(|pair| pair.trim().split_once('='))
}

const ATTRIBUTES: &str = "Path=/; HttpOnly; SameSite=Lax";
