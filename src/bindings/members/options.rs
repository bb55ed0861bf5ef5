//! Options that `pkg/arguments.js` has checked and completed, as types.

use crate::json::Json;
use crate::members::{RedirectOptions, Refusal};
use crate::oauth::token::{AccessToken, RefreshToken, Subject, TokenSet, UnixTime, lifetime};
use crate::wix::authorization_request::{Prompt, ResponseMode};
use crate::wix::idp;

/// How a login comes back, if it may leave the page; `arguments.js` has checked
/// it, but for the identity provider.
pub fn redirect(options: &Json) -> Result<Option<RedirectOptions<'_>>, Refusal> {
    let text = |name| options.get(name).text();
    let Some(redirect_uri) = text("redirectUri") else {
        return Ok(None);
    };
    Ok(Some(RedirectOptions {
        redirect_uri,
        return_to: text("returnTo").unwrap_or_default(),
        response_mode: text("responseMode")
            .and_then(ResponseMode::parse)
            .unwrap_or(ResponseMode::Query),
        prompt: prompt(options),
        idp: connection(options)?,
    }))
}

/// How an authorization response may arrive if the caller handles it.
pub fn response_mode(name: &str) -> Option<ResponseMode> {
    match name {
        "web_message" => Some(ResponseMode::WebMessage),
        _ => ResponseMode::parse(name),
    }
}

pub fn prompt(options: &Json) -> Prompt {
    let name = options.get("prompt").text();
    name.and_then(Prompt::parse).unwrap_or(Prompt::Login)
}

/// The connection ID of the identity provider, if one is given.
pub fn connection(options: &Json) -> Result<Option<&str>, Refusal> {
    match options.get("idp").text() {
        Some(_) => parsed(options, "idp", idp::connection_id).map(Some),
        None => Ok(None),
    }
}

/// The option of this name, which has to be there.
pub fn parsed<'a, T>(
    options: &'a Json,
    name: &str,
    parse: impl FnOnce(&'a str) -> Option<T>,
) -> Result<T, Refusal> {
    let option = options.get(name).text().and_then(parse);
    option.ok_or_else(|| Refusal::argument(name))
}

/// A token set; `expiresIn` are the seconds that are left: none for one that has
/// expired already, which is renewed first.
pub fn token_set(tokens: &Json, now: UnixTime) -> Option<TokenSet> {
    let expires_in = match tokens.get("expiresIn") {
        Json::Number(seconds) if *seconds <= 0.0 => 0,
        Json::Number(seconds) => lifetime(Some(*seconds as u64)),
        _ => lifetime(None),
    };
    Some(TokenSet {
        subject: Subject::NOBODY,
        access: AccessToken::new(tokens.get("accessToken").text()?)?,
        refresh: match tokens.get("refreshToken").text() {
            Some(token) => Some(RefreshToken::new(token)?),
            None => None,
        },
        issued_at: now,
        expires_at: now.plus(expires_in),
    })
}
