use serde_json::{Value, json};
use uuid::Uuid;

use super::step::{state, text};
use crate::auth::principal::Principal;
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::outbox::Content;
use crate::origin::Origins;
use crate::random;

/// `{code, stateToken}`
pub fn verify(
    site: &mut Client,
    _: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let (state_token, code) = (text(body, "stateToken")?, text(body, "code")?);
    let step = site.verify(Some(principal.subject), state_token, code)?;
    Ok(state(site, principal, step))
}

/// `{stateToken}`: what Wix reads and returns here is not published, so this is a guess.
pub fn resend(
    site: &mut Client,
    _: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let state_token = text(body, "stateToken")?;
    let step = site.resend(Some(principal.subject), state_token)?;
    Ok(state(site, principal, step))
}

/// `{identityId, target: "EMAIL"}`. The id that it returns finishes no login.
pub fn start(
    site: &mut Client,
    _: &Origins,
    _: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let member = Uuid::parse_str(text(body, "identityId")?).unwrap_or_default();
    let code = random::digits();
    site.send_mail(member, Content::Verification { code })?;
    Ok(json!({ "verificationId": Uuid::new_v4() }))
}
