use serde_json::Value;

use super::captcha;
use super::step::{state, text};
use crate::auth::principal::Principal;
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::login::LoginForm;
use crate::origin::Origins;

/// `{loginId: {email}, password, profile?, captchaTokens?}`
pub fn register(
    site: &mut Client,
    _: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(site, principal, body)?;
    let profile = &body["profile"];
    let nickname = profile["nickname"].as_str();
    let nickname = nickname.or(profile["firstName"].as_str());
    let step = site.sign_up(&form, nickname)?;
    Ok(state(site, principal, step))
}

/// `{loginId: {email}, password, captchaTokens?}`
pub fn log_in(
    site: &mut Client,
    _: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(site, principal, body)?;
    let step = site.log_in(&form)?;
    Ok(state(site, principal, step))
}

fn form<'a>(
    site: &Client,
    principal: Principal,
    body: &'a Value,
) -> Result<LoginForm<'a>, WixError> {
    captcha::check(&site.settings, body)?;
    Ok(LoginForm {
        visitor: Some(principal.subject),
        email: text(body, "loginId.email")?,
        password: text(body, "password")?,
    })
}
