use serde_json::{Value, json};

use super::step::{Asker, session_token, text};
use crate::error::login::LoginError;
use crate::error::wix::WixError;
use crate::model::login::{Entry, check_email};
use crate::origin::Origins;
use crate::state::Database;

/// `{loginId: {email}, profile?, verifyEmail?, mergeExistingContact?}`: a server knows already who
/// it is.
pub fn sign_on(
    database: &mut Database,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let email = text(body, "loginId.email")?;
    check_email(email)?;
    let profile = &body["profile"];
    let nickname = profile["nickname"].as_str();
    let nickname = nickname.or(profile["firstName"].as_str());
    let site = database.clients.get_mut(&asker.client);
    let site = site.ok_or_else(WixError::unauthenticated)?;
    let member = site.members.recognise(email, nickname);
    if body["verifyEmail"] == true {
        database.prove(asker.client, member)?;
    }
    match database.enter(asker.client, Some(asker.subject), member)? {
        Entry::Welcome(member) => {
            let token = session_token(database, asker, member);
            let site = database.clients.get(&asker.client);
            let identity = site.and_then(|site| Some(site.members.get(member)?.identity()));
            Ok(json!({ "sessionToken": token, "identity": identity }))
        }
        Entry::Verify { .. } | Entry::Wait(_) => Err(LoginError::Unapproved.into()),
    }
}
