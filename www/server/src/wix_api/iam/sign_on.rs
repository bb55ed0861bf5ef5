use serde_json::{Value, json};

use super::step::{Asker, session_token, text};
use crate::error::login::LoginError;
use crate::error::wix::WixError;
use crate::model::client::Client;
use crate::model::login::{Entry, check_email};
use crate::model::members::Member;
use crate::origin::Origins;

/// `{loginId: {email}, profile?, verifyEmail?, mergeExistingContact?}`: a server knows already who
/// it is.
pub fn sign_on(
    site: &mut Client,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let email = text(body, "loginId.email")?;
    check_email(email)?;
    let profile = &body["profile"];
    let nickname = profile["nickname"].as_str();
    let nickname = nickname.or(profile["firstName"].as_str());
    let member = site.members.recognise(email, nickname);
    if body["verifyEmail"] == true {
        site.prove(member)?;
    }
    match site.enter(Some(asker.subject), member)? {
        Entry::Welcome(member) => {
            let token = session_token(site, asker, member);
            let identity = site.members.get(member).map(Member::identity);
            Ok(json!({ "sessionToken": token, "identity": identity }))
        }
        Entry::Verify { .. } | Entry::Wait(_) => Err(LoginError::Unapproved.into()),
    }
}
