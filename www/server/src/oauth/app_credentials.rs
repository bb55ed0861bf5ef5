use uuid::Uuid;

use crate::error::oauth::OAuthError;
use crate::model::settings::Settings;
use crate::oauth::token_request::TokenRequest;

/// The credentials of an app: RFC 6749 section 4.4, and the instance on whose site it wants to act.
pub struct AppCredentials {
    secret: String,
    instance: Option<String>,
}

impl AppCredentials {
    pub fn read(request: &TokenRequest) -> Result<Self, OAuthError> {
        let secret = request.client_secret.clone();
        Ok(Self {
            secret: secret.ok_or(OAuthError::InvalidRequest("client_secret is missing"))?,
            instance: request.instance_id.clone(),
        })
    }

    /// The secret comes first: without it nothing is revealed about the instance.
    pub fn check(&self, settings: &Settings) -> Result<(), OAuthError> {
        if self.secret != settings.app_secret {
            return Err(OAuthError::InvalidClient);
        }
        match &self.instance {
            None if settings.instance_required => {
                Err(OAuthError::InvalidRequest("instance_id is missing"))
            }
            Some(id) if Uuid::parse_str(id) != Ok(settings.instance_id) => {
                Err(OAuthError::InvalidGrant("no such instance"))
            }
            _ => Ok(()),
        }
    }
}
