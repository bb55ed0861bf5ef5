use serde_json::Value;

use super::captcha;
use super::step::{Asker, state, text};
use crate::error::wix::WixError;
use crate::model::login::Form;
use crate::origin::Origins;
use crate::state::Database;

/// `{loginId: {email}, password, profile?, captchaTokens?}`
pub fn register(
    database: &mut Database,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(database, asker, body)?;
    let profile = &body["profile"];
    let nickname = profile["nickname"].as_str();
    let nickname = nickname.or(profile["firstName"].as_str());
    let entry = database.sign_up(&form, nickname)?;
    Ok(state(database, asker, entry))
}

/// `{loginId: {email}, password, captchaTokens?}`
pub fn log_in(
    database: &mut Database,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(database, asker, body)?;
    let entry = database.log_in(&form)?;
    Ok(state(database, asker, entry))
}

fn form<'a>(database: &Database, asker: Asker, body: &'a Value) -> Result<Form<'a>, WixError> {
    captcha::check(&database.settings(asker.client), body)?;
    Ok(Form {
        client: asker.client,
        visitor: Some(asker.subject),
        email: text(body, "loginId.email")?,
        password: text(body, "password")?,
    })
}
