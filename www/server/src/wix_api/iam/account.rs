use serde_json::{Value, json};

use super::step::text;
use crate::auth::principal::Principal;
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::login::{is_email, new_password};
use crate::origin::Origins;

/// `{newPassword}`, of the member of the token.
pub fn change_password(
    site: &mut Client,
    _: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let member = principal.subject.member();
    let member = member.ok_or_else(|| WixError::forbidden("only a member has a password"))?;
    let password = new_password("newPassword", text(body, "newPassword")?)?;
    let member = site.members.get_mut(member);
    member.ok_or_else(WixError::unauthenticated)?.password = Some(password);
    Ok(json!({}))
}

/// `{email}`: whether it could be one, not whether it is registered.
pub fn validate_email(
    _: &mut Client,
    _: &Origins,
    _: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    if is_email(text(body, "email")?) {
        return Ok(json!({ "valid": true, "formatInvalid": false }));
    }
    let failure = json!({ "reason": "EMAIL_DOMAIN_FORMAT_INVALID" });
    Ok(json!({ "valid": false, "failure": failure, "formatInvalid": true }))
}
