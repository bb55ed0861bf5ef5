use serde_json::Value;

use super::captcha;
use super::step::{Asker, state, text};
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::login::LoginForm;
use crate::origin::Origins;

/// `{loginId: {email}, password, profile?, captchaTokens?}`
pub fn register(
    site: &mut Client,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(site, asker, body)?;
    let profile = &body["profile"];
    let nickname = profile["nickname"].as_str();
    let nickname = nickname.or(profile["firstName"].as_str());
    let step = site.sign_up(&form, nickname)?;
    Ok(state(site, asker, step))
}

/// `{loginId: {email}, password, captchaTokens?}`
pub fn log_in(
    site: &mut Client,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(site, asker, body)?;
    let step = site.log_in(&form)?;
    Ok(state(site, asker, step))
}

fn form<'a>(site: &Client, asker: Asker, body: &'a Value) -> Result<LoginForm<'a>, WixError> {
    captcha::check(&site.settings, body)?;
    Ok(LoginForm {
        visitor: Some(asker.subject),
        email: text(body, "loginId.email")?,
        password: text(body, "password")?,
    })
}
