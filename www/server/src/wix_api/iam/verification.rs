use serde_json::{Value, json};
use uuid::Uuid;

use super::step::{Asker, state, text};
use crate::error::wix::WixError;
use crate::model::outbox::Content;
use crate::origin::Origins;
use crate::random;
use crate::state::Database;

/// `{code, stateToken}`
pub fn verify(
    database: &mut Database,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let (state_token, code) = (text(body, "stateToken")?, text(body, "code")?);
    let entry = database.verify(asker.client, Some(asker.subject), state_token, code)?;
    Ok(state(database, asker, entry))
}

/// `{stateToken}`: what Wix reads and answers here is not published, so this is a guess.
pub fn resend(
    database: &mut Database,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let state_token = text(body, "stateToken")?;
    let entry = database.resend(asker.client, Some(asker.subject), state_token)?;
    Ok(state(database, asker, entry))
}

/// `{identityId, target: "EMAIL"}`. The id that it answers finishes no login.
pub fn start(
    database: &mut Database,
    _: &Origins,
    asker: Asker,
    body: &Value,
) -> Result<Value, WixError> {
    let member = Uuid::parse_str(text(body, "identityId")?).unwrap_or_default();
    let code = random::digits();
    database.send(asker.client, member, Content::Verification { code })?;
    Ok(json!({ "verificationId": Uuid::new_v4() }))
}
