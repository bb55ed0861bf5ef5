use axum::http::HeaderMap;
use uuid::Uuid;

use crate::auth::server_signature::ServerSignature;
use crate::error::oauth::OAuthError;
use crate::model::client_id::ClientId;
use crate::model::members::AccountStatus;
use crate::model::session_tokens::IssuedFor;
use crate::model::settings::Settings;
use crate::model::subject::Subject;
use crate::model::tokens::{Refusal, TokenSet};
use crate::oauth::app_credentials::AppCredentials;
use crate::oauth::issue;
use crate::oauth::token_request::TokenRequest;
use crate::state::Database;

/// A token request: the client, and the grant that it presents.
pub struct Grant {
    pub client: ClientId,
    pub name: String,
    kind: Kind,
}

enum Kind {
    /// Wix's extension grant: it creates a new visitor.
    Anonymous,
    /// RFC 6749 section 6. Visitors and members alike.
    Refresh(String),
    /// RFC 6749 section 4.1.3 with RFC 7636 section 4.5.
    Code {
        code: String,
        verifier: String,
        redirect_uri: Option<String>,
    },
    /// Wix's extension grant: a server has authenticated the member itself.
    Member {
        visitor: Subject,
        member: String,
        session_token: Option<String>,
    },
    /// RFC 6749 section 4.4.
    App(AppCredentials),
    /// Not implemented here.
    Unsupported,
}

impl Grant {
    pub fn read(
        database: &Database,
        request: TokenRequest,
        headers: &HeaderMap,
    ) -> Result<Self, OAuthError> {
        let missing = OAuthError::InvalidRequest;
        let name = request.grant_type.clone();
        let name = name.ok_or(missing("grant_type is missing"))?;
        let known = request.client_id.as_deref();
        let known = known.map(|id| database.client_id(id));
        let client = known.map(|id| id.ok_or(OAuthError::InvalidClient));
        let client = client.transpose()?;
        let (client, kind) = match name.as_str() {
            "anonymous" => {
                let client = client.ok_or(missing("client_id is missing"))?;
                (client, Kind::Anonymous)
            }
            "refresh_token" => {
                let token = request.refresh_token;
                let token = token.ok_or(missing("refresh_token is missing"))?;
                // The client ID may be omitted: the token determines it.
                let client = client.or_else(|| database.tokens.refresh_client(&token));
                (client.ok_or(BAD_REFRESH_TOKEN)?, Kind::Refresh(token))
            }
            "authorization_code" => {
                let client = client.ok_or(missing("client_id is missing"))?;
                let kind = Kind::Code {
                    code: request.code.ok_or(missing("code is missing"))?,
                    verifier: request
                        .code_verifier
                        .ok_or(missing("code_verifier is missing"))?,
                    redirect_uri: request.redirect_uri,
                };
                (client, kind)
            }
            "authorized_client" => {
                let signed = ServerSignature::read(database, headers);
                let signed = signed.ok_or(OAuthError::UnauthorizedClient)?;
                let kind = Kind::Member {
                    visitor: signed.visitor.ok_or(OAuthError::UnauthorizedClient)?,
                    member: request.member_id.ok_or(missing("member_id is missing"))?,
                    session_token: request.session_token,
                };
                (signed.client, kind)
            }
            "client_credentials" => {
                let credentials = AppCredentials::read(&request)?;
                let client = client.ok_or(missing("client_id is missing"))?;
                (client, Kind::App(credentials))
            }
            _ => {
                let client = client.ok_or(OAuthError::UnsupportedGrantType)?;
                (client, Kind::Unsupported)
            }
        };
        Ok(Self { client, name, kind })
    }

    pub fn process(
        &self,
        database: &mut Database,
        settings: &Settings,
    ) -> Result<TokenSet, OAuthError> {
        match &self.kind {
            Kind::Anonymous => Ok(issue::visitor(database, self.client, settings).1),
            Kind::Refresh(token) => database
                .tokens
                .refresh(token, Some(self.client), settings)
                .map_err(|refusal| self.refused(database, refusal)),
            Kind::Code {
                code,
                verifier,
                redirect_uri,
            } => self.redeem(database, settings, code, verifier, redirect_uri.as_deref()),
            Kind::Member {
                visitor,
                member,
                session_token,
            } => self.member(
                database,
                settings,
                *visitor,
                member,
                session_token.as_deref(),
            ),
            Kind::App(credentials) => {
                credentials.check(settings)?;
                Ok(issue::app(database, self.client, settings).1)
            }
            Kind::Unsupported => Err(OAuthError::UnsupportedGrantType),
        }
    }

    fn redeem(
        &self,
        database: &mut Database,
        settings: &Settings,
        code: &str,
        verifier: &str,
        redirect_uri: Option<&str>,
    ) -> Result<TokenSet, OAuthError> {
        let code = database
            .authorization_codes
            .redeem(code, self.client, redirect_uri, verifier);
        if let Some(client) = database.clients.get_mut(&self.client) {
            let count = match code {
                Some(_) => &mut client.codes.redeemed,
                None => &mut client.codes.refused,
            };
            *count = count.saturating_add(1);
        }
        let code = code.ok_or(OAuthError::InvalidGrant("the code is not valid"))?;
        Ok(issue::member(
            database,
            self.client,
            code.visitor,
            code.member,
            settings,
        ))
    }

    /// A session token, if there is one, has to be of the same visitor and member.
    fn member(
        &self,
        database: &mut Database,
        settings: &Settings,
        visitor: Subject,
        member: &str,
        session_token: Option<&str>,
    ) -> Result<TokenSet, OAuthError> {
        let site = database.clients.get_mut(&self.client);
        let site = site.ok_or(OAuthError::InvalidClient)?;
        let member = Uuid::parse_str(member).ok();
        let member = member.and_then(|id| site.members.get(id));
        let member = member.filter(|member| member.status == AccountStatus::Active);
        let member = member.ok_or(OAuthError::InvalidGrant("no such member"))?.id;
        if let Some(token) = session_token {
            let issued_for = site.session_tokens.validate(token);
            let Some(IssuedFor::Login(login)) = issued_for else {
                return Err(BAD_SESSION_TOKEN);
            };
            if login.member != member || login.visitor != visitor {
                return Err(BAD_SESSION_TOKEN);
            }
            site.session_tokens.consume(token);
        }
        Ok(issue::member(
            database,
            self.client,
            Some(visitor),
            member,
            settings,
        ))
    }

    fn refused(&self, database: &mut Database, refusal: Refusal) -> OAuthError {
        let client = database.clients.get_mut(&self.client);
        if let (Refusal::Reused, Some(client)) = (refusal, client) {
            client.reuse_detected = client.reuse_detected.saturating_add(1);
        }
        BAD_REFRESH_TOKEN
    }
}

const BAD_REFRESH_TOKEN: OAuthError = OAuthError::InvalidGrant("the refresh token is not valid");
const BAD_SESSION_TOKEN: OAuthError = OAuthError::InvalidGrant("the session token is not valid");
