//! Cookies in which projects keep the tokens of a visitor or member without this library: by
//! hand, or by the Wix SDK. They are read once, so that nobody loses a cart by the change.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::json::Json;
use crate::oauth::token::{AccessToken, RefreshToken, UnixTime};

/// The tokens of such a cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct Adopted {
    /// The access token, if there is one.
    pub access: Option<AccessToken>,
    /// When it expires; 0 if the cookie does not say.
    pub expires_at: UnixTime,
    /// The refresh token, if there is one.
    pub refresh: Option<RefreshToken>,
    /// Whether they are a member's.
    pub is_member: bool,
}

impl fmt::Debug for Adopted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Adopted")
    }
}

impl Adopted {
    /// In the shape of the Wix SDK: `{ accessToken: { value, expiresAt }, refreshToken: {
    /// value, role } }`.
    pub fn to_json(&self) -> Json {
        let mut access = Json::object();
        let token = self.access.as_ref().map(AccessToken::expose);
        access.set("value", Json::from(token.unwrap_or_default()));
        access.set("expiresAt", Json::from(self.expires_at.0));
        let mut refresh = Json::object();
        let token = self.refresh.as_ref().map(RefreshToken::expose);
        refresh.set("value", Json::from(token.unwrap_or_default()));
        let role = if self.is_member { MEMBER } else { VISITOR };
        refresh.put("role", Some(role));
        let mut tokens = Json::object();
        tokens.set("accessToken", access);
        tokens.set("refreshToken", refresh);
        tokens
    }
}

/// The tokens in the cookie of this name, if it has any of this client. The value is as it is
/// in the header `Cookie`, or decoded.
///
/// Other libraries have cookies of these names as well. So a refresh token that is not in
/// Wix's own nested shape has to begin as those of Wix do, or it would be sent to Wix.
pub fn adopt(value: &str, client_id: &str) -> Option<Adopted> {
    let mut text = value.to_owned();
    for _ in 0..MAX_ENCODINGS {
        if let Ok(json) = serde_json::from_str::<Json>(&text) {
            return of_json(&json, client_id);
        }
        let Some(decoded) = percent_decoded(&text) else {
            break;
        };
        text = decoded;
    }
    alone(&text, VISITOR)
}

fn of_json(json: &Json, client_id: &str) -> Option<Adopted> {
    // A token alone, written as JSON; or JSON that was written as JSON once more.
    if let Some(text) = json.text() {
        let inner = serde_json::from_str::<Json>(text).ok();
        return match inner.filter(Json::is_object) {
            Some(inner) => of_json(&inner, client_id),
            None => alone(text, VISITOR),
        };
    }
    if json
        .get("clientId")
        .text()
        .is_some_and(|id| id != client_id)
    {
        return None;
    }
    let tokens = match json.get("tokens") {
        tokens @ Json::Object(_) => tokens,
        _ => json,
    };
    let [access, refresh] = ["accessToken", "refreshToken"].map(|name| tokens.get(name));
    let role = |of: &Json| of.get("role").text() == Some(MEMBER);
    // { value, role }: the refresh token of the Wix SDK, alone.
    if !tokens.get("value").is_null() {
        let role = if role(tokens) { MEMBER } else { VISITOR };
        return alone(tokens.get("value").text()?, role);
    }
    let is_nested = refresh.is_object();
    let refresh_token = match refresh {
        Json::Object(_) => refresh.get("value").text(),
        _ => refresh.text().filter(|token| is_of_wix(token)),
    };
    let access_token = match access {
        Json::Object(_) => access.get("value").text(),
        _ => access.text().filter(|token| is_of_wix(token)),
    };
    let expires_at = match access.get("expiresAt") {
        Json::Null => tokens.get("expiresAt"),
        expires_at => expires_at,
    };
    let adopted = Adopted {
        access: access_token.and_then(AccessToken::new),
        expires_at: seconds(expires_at),
        refresh: refresh_token.and_then(RefreshToken::new),
        is_member: role(if is_nested { refresh } else { tokens }),
    };
    // An access token alone serves nobody once it has expired, whenever that is.
    let is_useful = adopted.refresh.is_some()
        || (adopted.access.is_some() && adopted.expires_at > UnixTime::default());
    is_useful.then_some(adopted)
}

/// A refresh token alone.
fn alone(token: &str, role: &str) -> Option<Adopted> {
    let refresh = RefreshToken::new(token).filter(|_| token.starts_with(REFRESH_TOKEN))?;
    Some(Adopted {
        access: None,
        expires_at: UnixTime::default(),
        refresh: Some(refresh),
        is_member: role == MEMBER,
    })
}

fn is_of_wix(token: &str) -> bool {
    token.starts_with(REFRESH_TOKEN) || token.starts_with(ACCESS_TOKEN)
}

/// A Unix time in seconds, of a number of seconds or milliseconds, or a text of either; 0 if
/// it is neither.
fn seconds(time: &Json) -> UnixTime {
    let number = match time {
        Json::Number(number) => *number,
        Json::Text(text) => text.parse().unwrap_or_default(),
        _ => 0.0,
    };
    // A cast brings what is no time within bounds.
    let seconds = if number >= MILLISECONDS {
        number / 1000.0
    } else {
        number
    };
    UnixTime(seconds as u64)
}

/// The text that is percent-encoded in this one (URL §1.3); None if nothing is.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend_from_slice(parts.next()?.as_bytes());
    let mut is_encoded = false;
    for part in parts {
        let hex = part.get(..2)?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
        is_encoded = true;
    }
    String::from_utf8(bytes).ok().filter(|_| is_encoded)
}

const MEMBER: &str = "member";
const VISITOR: &str = "visitor";
/// How tokens of Wix begin.
const REFRESH_TOKEN: &str = "JWS.";
const ACCESS_TOKEN: &str = "OauthNG.";
/// A value may have been encoded by two libraries.
const MAX_ENCODINGS: usize = 3;
/// From here on a time is one of milliseconds: in seconds, it would be in the year 5138.
const MILLISECONDS: f64 = 100_000_000_000.0;
