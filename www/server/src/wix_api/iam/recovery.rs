use serde_json::{Value, json};
use uuid::Uuid;

use super::step::{state, text};
use crate::auth::principal::Principal;
use crate::error::login::LoginError;
use crate::error::wix::WixError;
use crate::http::url::with_query;
use crate::model::allow_list::AllowList;
use crate::model::client::Client;
use crate::model::login::{check_email, new_password};
use crate::model::members::AccountStatus;
use crate::model::outbox::Content;
use crate::origin::Origins;

/// `{email, language?, redirect?: {url, clientId}}`. Without an account no mail is sent, and the
/// response is the same: whether Wix's differs is not published.
pub fn send_email(
    site: &mut Client,
    origins: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let email = text(body, "email")?;
    check_email(email)?;
    let url = redirect(site, origins, principal, body)?;
    let member = site.members.find_by_email(email).map(|member| member.id);
    if let Some(member) = member {
        let recovery_token = site.recovery_tokens.begin(member);
        let parameters = [("recoveryToken".to_owned(), recovery_token.clone())];
        let link = with_query(&url, &parameters);
        let content = Content::Recovery {
            link,
            recovery_token,
        };
        site.send_mail(member, content)?;
    }
    Ok(json!({}))
}

/// Where the link leads: to the app's own page, else to one of the Wix site.
fn redirect(
    site: &Client,
    origins: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<String, WixError> {
    if body["redirect"].is_null() {
        return Ok(format!("{}/reset-password", origins.wix));
    }
    let url = text(body, "redirect.url")?;
    if url.len() > MAX_URL_LENGTH {
        let description = "is too long";
        let data = json!({ "threshold": MAX_URL_LENGTH });
        return Err(WixError::field(
            "redirect.url",
            "MAX_LENGTH",
            description,
            data,
        ));
    }
    let allowed = AllowList::of(&site.settings, origins);
    if !allowed.has_origin_of(url) {
        let description = "is not on an allowed domain";
        return Err(WixError::field(
            "redirect.url",
            "OTHER",
            description,
            json!({}),
        ));
    }
    let client = body["redirect"]["clientId"].as_str();
    if client.and_then(|id| Uuid::parse_str(id).ok()) != Some(principal.client) {
        let description = "is not the client of the token";
        return Err(WixError::field(
            "redirect.clientId",
            "OTHER",
            description,
            json!({}),
        ));
    }
    Ok(url.to_owned())
}

/// `{recoveryToken, password}`. The token also verifies the e-mail.
pub fn recover(
    site: &mut Client,
    _: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let token = text(body, "recoveryToken")?;
    let member = site.recovery_tokens.member(token);
    let member = member.ok_or(LoginError::BadRecoveryToken)?;
    let password = new_password("password", text(body, "password")?)?;
    site.recovery_tokens.finish(token);
    if let Some(member) = site.members.get_mut(member) {
        member.password = Some(password);
        if member.status == AccountStatus::MustReset {
            member.status = AccountStatus::Active;
        }
    }
    site.confirm_email(member)?;
    let step = site.next_step(Some(principal.subject), member)?;
    Ok(state(site, principal, step))
}

/// Characters of the address, as documented.
const MAX_URL_LENGTH: usize = 1000;
