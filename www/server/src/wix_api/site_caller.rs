use axum::http::HeaderMap;

use crate::auth::api_key;
use crate::auth::caller::Caller;
use crate::auth::principal::Principal;
use crate::error::wix::WixError;
use crate::model::authorization::Authorization;
use crate::model::client_id::ClientId;
use crate::model::subject::Subject;
use crate::state::Database;

/// Who calls an API of a site: the client of the site, and the subject of a token.
#[derive(Clone, Copy)]
pub struct SiteCaller {
    pub client: ClientId,
    /// None for an API key.
    subject: Option<Subject>,
}

impl SiteCaller {
    pub fn of(database: &Database, caller: Caller, headers: &HeaderMap) -> Result<Self, WixError> {
        if let Some(Principal { client, subject }) = caller.principal() {
            let subject = Some(subject);
            return Ok(Self { client, subject });
        }
        match caller.authorization {
            Authorization::Other => {
                let client = api_key::client(database, headers)?;
                let subject = None;
                Ok(Self { client, subject })
            }
            _ => Err(WixError::unauthenticated()),
        }
    }

    /// The kind of the caller; an error unless it is the app or an API key.
    pub fn admin(self) -> Result<&'static str, WixError> {
        match self.subject {
            None => Ok("API_KEY"),
            Some(app @ Subject::App(_)) => Ok(app.kind()),
            Some(_) => Err(WixError::forbidden("only an app or an API key may")),
        }
    }
}
