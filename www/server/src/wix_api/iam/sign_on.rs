use serde_json::{Value, json};

use super::step::{session_token, text};
use crate::auth::principal::Principal;
use crate::error::login::LoginError;
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::login::{LoginStep, check_email};
use crate::model::members::Member;
use crate::origin::Origins;

/// `{loginId: {email}, profile?, verifyEmail?, mergeExistingContact?}`: a server has authenticated
/// it is.
pub fn sign_on(
    site: &mut Client,
    _: &Origins,
    principal: Principal,
    body: &Value,
) -> Result<Value, WixError> {
    let email = text(body, "loginId.email")?;
    check_email(email)?;
    let profile = &body["profile"];
    let nickname = profile["nickname"].as_str();
    let nickname = nickname.or(profile["firstName"].as_str());
    let member = site.members.find_or_add(email, nickname);
    if body["verifyEmail"] == true {
        site.confirm_email(member)?;
    }
    match site.next_step(Some(principal.subject), member)? {
        LoginStep::Complete(member) => {
            let token = session_token(site, principal, member);
            let identity = site.members.get(member).map(Member::identity);
            Ok(json!({ "sessionToken": token, "identity": identity }))
        }
        LoginStep::VerifyEmail { .. } | LoginStep::AwaitApproval(_) => {
            Err(LoginError::Unapproved.into())
        }
    }
}
