use serde_json::Value;

use super::captcha;
use super::step::{Asker, state, text};
use crate::error::wix::WixError;
use crate::model::login::Form;
use crate::origin::Origins;
use crate::state::World;

/// `{loginId: {email}, password, profile?, captchaTokens?}`
pub fn register(
    world: &mut World,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(world, asker, body)?;
    let profile = &body["profile"];
    let nickname = profile["nickname"].as_str();
    let nickname = nickname.or(profile["firstName"].as_str());
    let entry = world.sign_up(&form, nickname)?;
    Ok(state(world, asker, entry))
}

/// `{loginId: {email}, password, captchaTokens?}`
pub fn log_in(
    world: &mut World,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let form = form(world, asker, body)?;
    let entry = world.log_in(&form)?;
    Ok(state(world, asker, entry))
}

fn form<'a>(world: &World, asker: Asker, body: &'a Value) -> Result<Form<'a>, WixError> {
    captcha::check(&world.settings(asker.client), body)?;
    Ok(Form {
        client: asker.client,
        visitor: Some(asker.subject),
        email: text(body, "loginId.email")?,
        password: text(body, "password")?,
    })
}
