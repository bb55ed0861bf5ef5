use std::collections::HashMap;

use crate::clock;
use crate::model::client_id::ClientId;
use crate::model::settings::{Rotation, Settings};
use crate::model::subject::Subject;
use crate::random;

/// Every token ever issued, valid or not.
#[derive(Default)]
pub struct Tokens {
    access: HashMap<String, AccessToken>,
    refresh: HashMap<String, RefreshToken>,
    families: u64,
}

pub struct AccessToken {
    pub client: ClientId,
    pub subject: Subject,
    pub issued_at: u64,
    pub expires_at: u64,
    family: u64,
    revoked: bool,
}

struct RefreshToken {
    client: ClientId,
    subject: Subject,
    family: u64,
    status: TokenStatus,
}

#[derive(PartialEq, Eq)]
enum TokenStatus {
    Live,
    Replaced,
    Revoked,
}

/// Tokens issued together.
pub struct TokenSet {
    pub access_token: String,
    pub refresh_token: Option<String>,
}

/// Why a refresh token was refused. In the response all are `invalid_grant`.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    Unknown,
    OtherClient,
    Inactive,
    /// It was used before; its family is now revoked.
    Reused,
}

impl AccessToken {
    pub fn is_live(&self) -> bool {
        !self.revoked && clock::now() < self.expires_at
    }
}

impl Tokens {
    /// Starts a family: all tokens that are later refreshed from these.
    pub fn issue(&mut self, client: ClientId, subject: Subject, settings: &Settings) -> TokenSet {
        self.families = self.families.saturating_add(1);
        let family = self.families;
        TokenSet {
            access_token: self.mint_access(client, subject, family, settings),
            refresh_token: (!settings.omit_refresh_token)
                .then(|| self.mint_refresh(client, subject, family)),
        }
    }

    /// An access token alone.
    pub fn issue_access_token(
        &mut self,
        client: ClientId,
        subject: Subject,
        settings: &Settings,
    ) -> TokenSet {
        self.families = self.families.saturating_add(1);
        TokenSet {
            access_token: self.mint_access(client, subject, self.families, settings),
            refresh_token: None,
        }
    }

    pub fn refresh(
        &mut self,
        presented: &str,
        client: Option<ClientId>,
        settings: &Settings,
    ) -> Result<TokenSet, Refusal> {
        let token = self.refresh.get_mut(presented).ok_or(Refusal::Unknown)?;
        if client.is_some_and(|client| client != token.client) {
            return Err(Refusal::OtherClient);
        }
        let (client, subject, family) = (token.client, token.subject, token.family);
        match token.status {
            TokenStatus::Live => {}
            TokenStatus::Replaced if settings.rotation == Rotation::ReuseDetection => {
                self.revoke_family(family);
                return Err(Refusal::Reused);
            }
            TokenStatus::Replaced | TokenStatus::Revoked => return Err(Refusal::Inactive),
        }
        // A response without a refresh token means that the old one stays valid: RFC 6749 section 6.
        let refresh_token = if settings.omit_refresh_token {
            None
        } else if settings.rotation == Rotation::Static {
            Some(presented.to_owned())
        } else {
            token.status = TokenStatus::Replaced;
            Some(self.mint_refresh(client, subject, family))
        };
        Ok(TokenSet {
            access_token: self.mint_access(client, subject, family, settings),
            refresh_token,
        })
    }

    pub fn access(&self, value: &str) -> Option<&AccessToken> {
        self.access.get(value)
    }

    /// The client that a refresh token was issued to.
    pub fn refresh_client(&self, value: &str) -> Option<ClientId> {
        Some(self.refresh.get(value)?.client)
    }

    pub fn revoke_access(&mut self, client: ClientId) {
        for token in self.access.values_mut().filter(|t| t.client == client) {
            token.revoked = true;
        }
    }

    pub fn revoke_all(&mut self, client: ClientId) {
        self.revoke_access(client);
        for token in self.refresh.values_mut().filter(|t| t.client == client) {
            token.status = TokenStatus::Revoked;
        }
    }

    pub fn live_refresh_tokens(&self, client: ClientId) -> usize {
        let live =
            |token: &&RefreshToken| token.client == client && token.status == TokenStatus::Live;
        self.refresh.values().filter(live).count()
    }

    fn revoke_family(&mut self, family: u64) {
        for token in self.access.values_mut().filter(|t| t.family == family) {
            token.revoked = true;
        }
        for token in self.refresh.values_mut().filter(|t| t.family == family) {
            token.status = TokenStatus::Revoked;
        }
    }

    fn mint_access(
        &mut self,
        client: ClientId,
        subject: Subject,
        family: u64,
        settings: &Settings,
    ) -> String {
        let value = format!(
            "OauthNG.JWS.{}",
            random::long_secret(access_token_length(subject))
        );
        let issued_at = clock::now();
        let token = AccessToken {
            client,
            subject,
            issued_at,
            expires_at: issued_at.saturating_add(settings.lifetime()),
            family,
            revoked: false,
        };
        self.access.insert(value.clone(), token);
        value
    }

    fn mint_refresh(&mut self, client: ClientId, subject: Subject, family: u64) -> String {
        let value = format!("JWS.{}", random::long_secret(REFRESH_TOKEN_LENGTH));
        let status = TokenStatus::Live;
        self.refresh.insert(
            value.clone(),
            RefreshToken {
                client,
                subject,
                family,
                status,
            },
        );
        value
    }
}

/// Characters behind the prefix of an access token, as in public samples of Wix's tokens.
fn access_token_length(subject: Subject) -> usize {
    match subject {
        Subject::Visitor(_) | Subject::App(_) => 700,
        Subject::Member(_) | Subject::User(_) => 1000,
    }
}

/// The same of a refresh token.
const REFRESH_TOKEN_LENGTH: usize = 190;
